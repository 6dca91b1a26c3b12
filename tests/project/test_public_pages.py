"""Public pages: legal pages, health, errors."""

import errno
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from agreements.errors import FilesUnreachable
from districts.models import User
from districts.roles import Role
from mitwirkung import urls as project_urls
from mitwirkung.database import POOL

PUBLIC = ["/anmelden/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"]
FAULTS = {
    "400": (BadRequest("?"), 400),
    "403": (PermissionDenied("Dieser Vertrag ist schon unterzeichnet."), 403),
    "404": (Http404("?"), 404),
    "500": (RuntimeError("broken on purpose"), 500),
    "503": (OSError(errno.ENOSPC, "No space left on device"), 503),
    "503-files": (FilesUnreachable(), 503),
}


@login_not_required
def break_down(request: HttpRequest, fault: str) -> HttpResponse:
    """Raise the error that the URL names."""
    raise FAULTS[fault][0]


urlpatterns = [path("kaputt/<str:fault>/", break_down), path("", include("mitwirkung.urls"))]
handler403, handler500 = project_urls.handler403, project_urls.handler500


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
    status = FAULTS[fault][1]
    assert page.status_code == status
    assert_whole_page(text)
    assert ("Die Ablage der Dateien antwortet gerade nicht." in text) == (fault == "503-files")
    assert ('<a class="btn btn-primary" href="/">Zur Startseite</a>' in text) == (status != 503)
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


@contextmanager
def database_at(**place: str) -> Iterator[None]:
    """Look for the database in a place where it is not."""
    connection = connections["default"]
    connection.close()
    right = dict(connection.settings_dict)
    connection.settings_dict.update(place)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(right)


def callers(listener: socket.socket) -> int:
    """Return how many have called and were not answered."""
    listener.setblocking(False)
    number = 0
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            number += 1
    return number


@pytest.mark.django_db(transaction=True)
def test_without_a_database_a_page_says_that_nothing_typed_is_lost(person: Callable[..., User]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(person(Role.COORDINATOR))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with database_at(HOST="127.0.0.1", PORT=str(silent.getsockname()[1])):
            assert connections["default"].settings_dict["OPTIONS"]["connect_timeout"] == "2"
            page = client.post("/vertraege/neu/", {"note": "Der Satz, den sonst niemand mehr weiß."})
        assert callers(silent) == 1, "it asks once, for two seconds; the pool of production gives up before"
    text = page.content.decode()
    assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
    assert "Der Satz, den sonst niemand mehr weiß." in text
    assert "aber auch nicht verloren" in text
    assert POOL["timeout"] < 2
    assert_whole_page(text)


def test_a_foreign_host_is_the_askers_fault(client: Client) -> None:
    for address in ("/", "/anmelden/", "/gibt-es-nicht/"):
        page = client.get(address, headers={"host": "anderswo.example"})
        assert page.status_code == 400, address
        assert_whole_page(page.content.decode())


def test_browsers_that_ask_for_an_icon_find_our_mark(client: Client, db: None) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.svg"
