"""Sign-in and sign-out, without open redirects."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from districts.models import User
from districts.roles import Role
from tests.project.conftest import PASSWORD


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client: Client, person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    sent = client.get("/bezirke/")
    assert sent.headers["Location"] == "/anmelden/?next=/bezirke/"

    page = client.get(sent.headers["Location"])
    assert '<input type="hidden" name="next" value="/bezirke/">' in page.content.decode()

    done = client.post("/anmelden/", {"username": "amira", "password": PASSWORD, "next": "/bezirke/"})
    assert done.headers["Location"] == "/bezirke/"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "https:example.org"]
)
def test_another_host_is_no_place_to_go_after_signing_in(
    client: Client, person: Callable[..., User], target: str
) -> None:
    person(Role.COORDINATOR)
    done = client.post("/anmelden/", {"username": "amira", "password": PASSWORD, "next": target})
    assert done.headers["Location"] == reverse("start")
    assert "example.org" not in Client().get("/anmelden/", {"next": target}).content.decode()


@pytest.mark.parametrize(
    ("username", "password", "is_active"),
    [("amira", "falsch", True), ("nobody", PASSWORD, True), ("amira", PASSWORD, False)],
)
def test_a_refused_sign_in_says_the_same_whatever_was_wrong(
    client: Client, person: Callable[..., User], username: str, password: str, is_active: bool
) -> None:
    person(Role.COORDINATOR, is_active=is_active)
    refused = client.post("/anmelden/", {"username": username, "password": password, "next": "/bezirke/"})
    text = refused.content.decode()
    assert refused.status_code == 200
    assert "Benutzername und Passwort passen nicht zusammen." in text
    assert "<title>Fehler: Anmelden · MitWirkung</title>" in text
    assert '<input type="hidden" name="next" value="/bezirke/">' in text
    assert "_auth_user_id" not in client.session


def test_an_empty_form_links_to_its_fields(client: Client, db: None) -> None:
    text = client.post("/anmelden/", {}).content.decode()
    assert 'href="#id_username"' in text
    assert 'id="id_username"' in text
    assert 'href="#id_password"' in text


def test_who_is_signed_in_already_goes_on(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person(Role.COORDINATOR))
    assert client.get("/anmelden/").headers["Location"] == reverse("start")


def test_signing_out_ends_the_session_and_says_so(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person(Role.COORDINATOR))
    after = client.post("/abmelden/", follow=True)
    assert "Sie sind abgemeldet." in after.content.decode()
    assert client.get("/bezirke/").headers["Location"] == "/anmelden/?next=/bezirke/"


def test_a_link_cannot_sign_anybody_out(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person(Role.COORDINATOR))
    assert client.get("/abmelden/").status_code == 405
    assert "_auth_user_id" in client.session


def test_a_foreign_form_cannot_sign_anybody_out(person: Callable[..., User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.COORDINATOR))
    refused = client.post("/abmelden/")
    assert refused.status_code == 403
    assert "Das Formular ist abgelaufen" in refused.content.decode()
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("roles", "goal"),
    [
        ([Role.DISTRICT_STAFF], "whats_due"),
        ([Role.DISTRICT_LEAD], "whats_due"),
        ([Role.COORDINATOR], "overview"),
        ([Role.OBSERVER], "overview"),
        ([Role.ADMIN], "agreement_list"),
        ([], "agreement_list"),
    ],
)
def test_everybody_starts_where_her_work_begins(
    client: Client, person: Callable[..., User], roles: list[Role], goal: str
) -> None:
    client.force_login(person(*roles))
    assert client.get("/").headers["Location"] == reverse(goal)
