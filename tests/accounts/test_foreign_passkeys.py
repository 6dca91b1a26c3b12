"""A passkey counts only where it was made, for its owner, freshly signed, by a device that has checked who holds it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticatorData
from pytest_django import Settings

from districts.models import User
from tests import factories
from tests.accounts.people import with_password
from tests.accounts.software_key import HOME, SoftwareKey
from tests.accounts.test_second_factor import signed_in_with_password
from tests.page import read

UP = AuthenticatorData.FLAG.UP
FALSE: dict[str, Callable[[SoftwareKey], SoftwareKey]] = {
    "another site": lambda key: replace(key, origin="https://evil.example"),
    "a similar site": lambda key: replace(key, origin=f"https://{HOME}.evil.example"),
    "no TLS": lambda key: replace(key, origin=f"http://{HOME}"),
    "made for another site": lambda key: replace(key, rp_id="evil.example"),
    "nobody checked who holds it": lambda key: replace(key, flags=UP),
}


@pytest.fixture
def dana(db: None, settings: Settings) -> User:
    cache.clear()
    settings.PUBLIC_URL = f"https://{HOME}"
    return with_password(factories.admin(), "dana@example.org")


def add(client: Client, key: SoftwareKey) -> SoftwareKey:
    """Send a new passkey; return it as its device keeps it."""
    options = json.loads(client.get(reverse("mfa_add_webauthn")).context["options"])
    client.post(reverse("mfa_add_webauthn"), {"credential": json.dumps(key.registered(options))})
    return replace(key, owner=options["publicKey"]["user"]["id"])


def ask(client: Client) -> dict[str, Any]:
    asked: dict[str, Any] = client.get(reverse("mfa_login_webauthn")).json()
    return asked


def send(client: Client, answer: dict[str, Any]) -> bool:
    """Send what a passkey has signed; return whether it opened the account."""
    shown = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(answer)}, follow=True)
    if "_auth_user_id" in client.session:
        return True
    assert "Dieser Passkey wurde nicht erkannt." in read(shown).text
    return False


def test_a_passkey_of_here_opens_the_account_of_its_owner(dana: User) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    client = Client()
    assert send(client, key.signed(ask(client)))
    assert client.session["_auth_user_id"] == str(dana.pk)


@pytest.mark.parametrize("false", FALSE)
def test_a_passkey_that_was_not_made_here_is_not_stored(dana: User, false: str) -> None:
    add(signed_in_with_password(dana), FALSE[false](SoftwareKey()))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("false", FALSE)
def test_what_was_not_signed_here_opens_nothing(dana: User, false: str) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    client = Client()
    assert not send(client, FALSE[false](key).signed(ask(client)))


def test_another_key_of_the_same_name_opens_nothing(dana: User) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    client = Client()
    assert not send(client, key.with_another_key().signed(ask(client)))


def test_a_passkey_opens_no_account_but_its_owners(dana: User) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    elif_ = with_password(factories.observer(), "elif@example.org")
    hers = add(signed_in_with_password(elif_), SoftwareKey(credential=b"hers"))
    client = Client()
    assert not send(client, replace(hers, owner=key.owner).signed(ask(client)))


def test_what_was_signed_once_opens_nothing_again(dana: User) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    client, elsewhere = Client(), Client()
    answer = key.signed(ask(client))
    ask(elsewhere)
    assert not send(elsewhere, answer), "what another browser was asked"
    assert send(client, answer)
    client.post("/abmelden/")
    assert not send(client, answer)
    ask(client)
    assert not send(client, answer)


def test_what_is_nested_too_deeply_is_no_passkey(dana: User) -> None:
    key = add(signed_in_with_password(dana), SoftwareKey())
    client = Client()
    answer = key.signed(ask(client))
    answer["response"]["clientDataJSON"] = websafe_encode(b'{"challenge": ' + b"[" * 5000)
    assert not send(client, answer)
    browser = signed_in_with_password(with_password(factories.observer(), "elif@example.org"))
    made = SoftwareKey(credential=b"new").registered(
        json.loads(browser.get(reverse("mfa_add_webauthn")).context["options"])
    )
    made["response"]["attestationObject"] = websafe_encode(b"\x81" * 5000)
    assert browser.post(reverse("mfa_add_webauthn"), {"credential": json.dumps(made)}).status_code == 200
