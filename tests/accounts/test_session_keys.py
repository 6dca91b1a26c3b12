"""Session fixation: a key that somebody else knew before opens nothing after a sign-in, nor after who it is was shown again."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.accounts.test_second_factor import codes, signed_in_with_password, with_app

LISTED = "/vertraege/"
NAME = settings.SESSION_COOKIE_NAME


@pytest.fixture
def dana(db: None) -> User:
    cache.clear()
    return with_password(factories.admin(), "dana@example.org")


def key_of(client: Client) -> str:
    return client.cookies[NAME].value if NAME in client.cookies else ""


def with_key(key: str) -> Client:
    """Return the browser of an attacker who knows a key."""
    client = Client()
    client.cookies[NAME] = key
    return client


def opens(key: str) -> bool:
    return with_key(key).get(LISTED).status_code == 200


def test_a_key_that_the_server_has_not_made_is_not_taken(dana: User) -> None:
    invented = "a" * 32
    client = with_key(invented)
    client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    assert client.get(LISTED).status_code == 200
    assert not opens(invented)


def test_a_planted_key_opens_nothing_after_the_sign_in(dana: User) -> None:
    client = Client()
    begun = client.session  # stored, of nobody
    begun["signing_visits"] = {}
    begun.save()
    before = key_of(client)
    client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    assert client.get(LISTED).status_code == 200
    assert key_of(client) != before
    assert not opens(before)


def test_the_key_of_the_password_alone_opens_nothing_after_the_second_factor(dana: User) -> None:
    secret, _ = with_app(signed_in_with_password(dana))
    client = signed_in_with_password(dana)
    before = key_of(client)
    *_, latest = codes(secret)
    client.post(reverse("mfa_authenticate"), {"code": latest})
    assert client.get(LISTED).status_code == 200
    assert not opens(before)


def test_a_session_of_somebody_else_ends_with_the_sign_in(dana: User) -> None:
    client = signed_in_with_password(with_password(factories.observer(), "elif@example.org"))
    before = key_of(client)
    client.post("/abmelden/")
    client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    assert not opens(before)


def by_password(client: Client, secret: str) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def by_code(client: Client, secret: str) -> None:
    *_, latest = codes(secret)
    client.post(reverse("mfa_reauthenticate"), {"code": latest})


@pytest.mark.parametrize("show", [by_password, by_code])
def test_the_key_changes_when_somebody_shows_again_who_she_is(
    dana: User, settings: Settings, show: Callable[[Client, str], None]
) -> None:
    client = signed_in_with_password(dana)
    secret, _ = with_app(client)
    before = key_of(client)
    settings.SECOND_FACTOR_ROLES = ["admin"] if show is by_code else []
    show(client, secret)
    assert client.get(LISTED).status_code == 200
    assert key_of(client) != before
    assert not opens(before)
    listed = client.get(reverse("session_list")).context["rows"]
    assert [row.is_current for row in listed] == [True]
    assert UserSession.objects.get().session_key == key_of(client)
    assert Authenticator.objects.filter(user=dana, type="totp").exists()


def test_a_wrong_code_changes_nothing(dana: User) -> None:
    client = signed_in_with_password(dana)
    with_app(client)
    before = key_of(client)
    client.post(reverse("account_reauthenticate"), {"password": "falsch"})
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert key_of(client) == before


def test_a_new_password_changes_the_key(dana: User) -> None:
    client = signed_in_with_password(dana)
    before = key_of(client)
    new = "Havelufer-im-Dezember-8"
    client.post("/passwort/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(LISTED).status_code == 200
    assert key_of(client) != before
    assert not opens(before)
