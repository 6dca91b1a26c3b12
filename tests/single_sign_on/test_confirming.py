"""Who came by a provider shows it once more who she is before what cannot be taken back; having come by it is not enough."""

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.page import read
from tests.single_sign_on.coming_in import GRETA, come_in, is_in
from tests.single_sign_on.fake_provider import FakeProvider

CRITICAL = "/admin/districts/user/add/"
AGAIN = "/anmelden/bestaetigen/dienst/"
LED = f"{AGAIN}?next=%2Fadmin%2Fdistricts%2Fuser%2Fadd%2F"


@pytest.fixture
def dana(provider: FakeProvider, settings: Settings) -> User:
    """An admin of Pankow without a password, where critical steps ask again."""
    settings.CONFIRM_AGAIN = True
    person = with_password(factories.admin(), "greta@example.org")
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def signed_in(client: Client, provider: FakeProvider, dana: User) -> Client:
    come_in(client, provider)
    assert is_in(client)
    return client


def confirm(client: Client, provider: FakeProvider, **claims: object) -> Any:
    """Press „Weiter“ on the page that asks; return the answer after coming back."""
    page = client.get(client.get(CRITICAL).headers["Location"])
    led = client.get(page.context["url"])
    assert "prompt=login" in led.headers["Location"]
    assert "max_age=0" in led.headers["Location"]
    return client.get(provider.let_in(led.headers["Location"], **(GRETA | claims)))


def test_having_come_by_a_provider_is_no_confirmation(signed_in: Client) -> None:
    assert signed_in.get(CRITICAL).headers["Location"] == LED
    page = read(signed_in.get(LED))
    assert "Weiter zu Bezirksamt Pankow" in page.text


def test_who_signs_in_there_anew_goes_on(signed_in: Client, provider: FakeProvider) -> None:
    reply = confirm(signed_in, provider, auth_time=int(time.time()))
    assert reply.headers["Location"] == CRITICAL
    assert signed_in.get(CRITICAL).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"auth_time": int(time.time()) - 3600},
        {},
        {"auth_time": "now"},
        {"auth_time": True},
    ],
)
def test_an_old_sign_in_there_is_not_enough(
    signed_in: Client, provider: FakeProvider, claims: dict[str, object]
) -> None:
    reply = confirm(signed_in, provider, **claims)
    assert "gerade eben neu angemeldet" in read(reply).text
    assert signed_in.get(CRITICAL).status_code == 302


def test_somebody_else_confirms_nothing(signed_in: Client, provider: FakeProvider, dana: User) -> None:
    reply = confirm(signed_in, provider, sub="g-2", auth_time=int(time.time()))
    assert "jemand anderes" in read(reply).text
    assert signed_in.session["_auth_user_id"] == str(dana.pk)
    assert signed_in.get(CRITICAL).status_code == 302


def test_a_confirmation_signs_nobody_in(signed_in: Client, provider: FakeProvider) -> None:
    led = signed_in.get(reverse("sign_on_again_begin"))
    back = provider.let_in(led.headers["Location"], **GRETA, auth_time=int(time.time()))
    state = dict(signed_in.session)["socialaccount_states"]
    signed_in.logout()
    stranger = Client()
    session = stranger.session
    session["socialaccount_states"] = state
    session.save()
    assert stranger.get(back).status_code == 400
    assert not is_in(stranger)


def test_who_has_a_password_is_asked_for_that_first(
    client: Client, provider: FakeProvider, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(Client(), provider)
    with_password(dana, dana.email)
    client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    later = time.time() + 700
    monkeypatch.setattr("time.time", lambda: later)
    led = client.get(CRITICAL).headers["Location"]
    assert led.startswith(reverse("account_reauthenticate"))
    assert "Mit der Anmeldung Ihrer Stelle" in read(client.get(led)).text


def test_who_is_linked_with_nothing_is_led_to_the_password(client: Client, dana: User) -> None:
    client.force_login(dana)
    for name in ("sign_on_again", "sign_on_again_begin"):
        assert client.get(reverse(name)).headers["Location"] == reverse("account_reauthenticate")


def test_setting_up_a_factor_asks_the_provider_too(signed_in: Client) -> None:
    assert signed_in.get(reverse("mfa_add_webauthn")).headers["Location"].startswith(AGAIN)
