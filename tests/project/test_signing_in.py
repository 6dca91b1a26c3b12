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
    refused = client.post("/abmelden/", {"text": "Ein Satz, der nicht verloren sein soll."})
    assert refused.status_code == 403
    assert "Ein Satz, der nicht verloren sein soll." in refused.content.decode()
    assert "Das Formular ist abgelaufen" in refused.content.decode()
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("roles", "goal"),
    [
        ([Role.DISTRICT_STAFF], "whats_due"),
        ([Role.DISTRICT_LEAD], "whats_due"),
        ([Role.COORDINATOR], "work"),
        ([Role.OBSERVER], "work"),
        ([Role.ADMIN], "agreement_list"),
    ],
)
def test_everybody_starts_where_her_work_begins(
    client: Client, person: Callable[..., User], roles: list[Role], goal: str
) -> None:
    client.force_login(person(*roles))
    assert client.get("/").headers["Location"] == reverse(goal)


def test_who_has_no_role_yet_reads_whom_to_ask(client: Client, person: Callable[..., User]) -> None:
    dana = person(Role.ADMIN, name="dana")
    User.objects.filter(pk=dana.pk).update(office_phone="030 90295-1", email="dana@example.org")
    client.force_login(person())
    for address, status in (("/", 200), (reverse("agreement_list"), 403)):
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == status
        assert "Ihr Konto hat noch keine Rolle" in text
        assert "Telefon 030 90295-1" in text
        assert "mailto:dana@example.org" in text


def test_who_has_no_address_hears_it_when_signing_in(client: Client, person: Callable[..., User]) -> None:
    amira = person(Role.COORDINATOR)
    said = "Zu Ihrem Konto fehlt die E-Mail-Adresse"
    for email, expected in (("", True), ("amira@example.org", False)):
        User.objects.filter(pk=amira.pk).update(email=email)
        sent = {"username": "amira", "password": PASSWORD}
        page = client.post(reverse("account_login"), sent, follow=True)
        assert (said in page.content.decode()) == expected
        client.logout()


def test_pages_of_a_session_are_kept_by_no_cache(client: Client, person: Callable[..., User]) -> None:
    assert "Cache-Control" not in client.get("/impressum/").headers
    client.force_login(person(Role.COORDINATOR))
    for address in ("/vertraege/", "/impressum/", "/gibt-es-nicht/", "/admin/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
