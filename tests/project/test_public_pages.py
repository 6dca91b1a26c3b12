"""Public pages: legal pages, health, errors."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from districts.models import User
from districts.roles import Role

PUBLIC = ["/anmelden/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"]
FAULTS = {
    "400": (BadRequest("?"), 400),
    "403": (PermissionDenied("Dieser Vertrag ist schon unterzeichnet."), 403),
    "404": (Http404("?"), 404),
    "500": (RuntimeError("broken on purpose"), 500),
}


@login_not_required
def break_down(request: HttpRequest, fault: str) -> HttpResponse:
    """Raise the error that the URL names."""
    raise FAULTS[fault][0]


urlpatterns = [path("kaputt/<str:fault>/", break_down), path("", include("mitwirkung.urls"))]


def assert_whole_page(text: str) -> None:
    """Check the parts common to all pages."""
    assert '<html lang="de">' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert text.count("<main") == 1
    assert 'href="#inhalt"' in text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_whole(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert_whole_page(page.content.decode())
    assert "Hauptmenü" not in page.content.decode()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("signed_in", [False, True])
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_page_is_whole_and_shows_a_way_on(
    person: Callable[..., User], fault: str, signed_in: bool
) -> None:
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(person(Role.COORDINATOR))
    page = client.get(f"/kaputt/{fault}/")
    text = page.content.decode()
    assert page.status_code == FAULTS[fault][1]
    assert_whole_page(text)
    assert '<a class="btn btn-primary" href="/">Zur Startseite</a>' in text
    assert "broken on purpose" not in text


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_tells_its_reason(client: Client, db: None) -> None:
    assert "Dieser Vertrag ist schon unterzeichnet." in client.get("/kaputt/403/").content.decode()


def test_an_unknown_address_is_a_page_of_ours(client: Client, db: None) -> None:
    page = client.get("/gibt-es-nicht/")
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.content.decode()


@pytest.mark.parametrize("address", [*PUBLIC, "/gesund/", "/gibt-es-nicht/", "/bezirke/", "/admin/login/"])
def test_every_answer_carries_the_strict_policy(client: Client, db: None, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "script-src" not in directives
    assert "style-src" not in directives


def test_the_health_page_says_ready(client: Client, db: None) -> None:
    page = client.get("/gesund/")
    assert (page.status_code, page.content.decode()) == (200, "bereit\n")
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_the_health_page_says_not_ready_without_a_database(client: Client) -> None:
    connection = connections["default"]
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        page = client.get("/gesund/")
    finally:
        connection.settings_dict["PORT"] = port
        connection.close()
    assert (page.status_code, page.content.decode()) == (503, "nicht bereit\n")


def test_browsers_that_ask_for_an_icon_find_our_mark(client: Client, db: None) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.svg"
