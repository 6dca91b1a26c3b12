"""A second factor: set up, asked for, not guessed, not replayed, required by role, and unreadable where it is stored."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django import forms
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agreements.models import Mail
from agreements.notifications.message import letter_of
from districts.models import User
from mitwirkung.accounts.attempt_limit import FAILURES
from mitwirkung.second_factor.adapter import SecondFactorAdapter
from mitwirkung.second_factor.views import PasskeySignIn
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.page import read

LISTED = "/vertraege/"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def dana(db: None) -> User:
    return with_password(factories.admin(), "dana@example.org")


@pytest.fixture
def strict(settings: Settings) -> None:
    """Have the role Administration require a second factor."""
    settings.SECOND_FACTOR_ROLES = ["admin"]


@pytest.fixture
def asks_again(settings: Settings) -> None:
    """Ask again before what cannot be taken back."""
    settings.CONFIRM_AGAIN = True


def codes(secret: str) -> Iterator[str]:
    """Yield the codes that are taken now, the oldest first."""
    return (format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time())


def signed_in_with_password(person: User) -> Client:
    client = Client()
    client.post("/anmelden/", {"username": person.username, "password": PASSWORD})
    return client


def with_app(client: Client) -> tuple[str, list[str]]:
    """Set up an app; return its secret and the recovery codes."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    _, current, _ = codes(secret)  # the oldest may be too old a moment later
    shown = client.post(reverse("mfa_activate_totp"), {"code": current}, follow=True)
    assert "Nur jetzt zu sehen" in read(shown).text
    return secret, re.findall(r"<li><code>(\w+)</code></li>", shown.content.decode())


def test_an_app_is_set_up_and_asked_for_after_the_password(
    client: Client,
    dana: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret, spare = with_app(signed_in_with_password(dana))
    assert len(spare) == 10
    asked = client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    assert asked.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(LISTED).status_code == 302, "the password alone opens nothing"
    *_, latest = codes(secret)
    assert client.post(reverse("mfa_authenticate"), {"code": latest}).status_code == 302
    assert client.get(LISTED).status_code == 200
    told = [letter_of(mail, timezone.now()).subject for mail in Mail.objects.order_by("pk")]
    assert "Zweiter Faktor eingerichtet" in told


def test_neither_a_code_nor_a_recovery_code_counts_twice(dana: User) -> None:
    secret, spare = with_app(signed_in_with_password(dana))
    *_, latest = codes(secret)
    for code in (latest, spare[0]):
        for expected in (302, 200):
            browser = signed_in_with_password(dana)
            reply = browser.post(reverse("mfa_authenticate"), {"code": code})
            assert reply.status_code == expected, code
        assert "Dieser Code stimmt nicht oder wurde schon benutzt." in read(reply).text


def test_codes_are_not_guessed(dana: User) -> None:
    secret, _ = with_app(signed_in_with_password(dana))
    for _ in range(FAILURES):
        wrong = signed_in_with_password(dana).post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "stimmt nicht" in read(wrong).text
    *_, latest = codes(secret)
    refused = signed_in_with_password(dana).post(reverse("mfa_authenticate"), {"code": latest})
    assert "zu viele falsche Codes" in read(refused).text


def test_a_new_password_leaves_the_second_factor(client: Client, dana: User) -> None:
    with_app(signed_in_with_password(dana))
    with_password(dana, dana.email)
    asked = client.post("/anmelden/", {"username": dana.username, "password": PASSWORD})
    assert asked.headers["Location"] == reverse("mfa_authenticate")


def test_what_is_stored_reveals_no_secret(dana: User) -> None:
    secret, spare = with_app(signed_in_with_password(dana))
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert Authenticator.objects.count() == 2
    assert not [one for one in (secret, *spare) if one in stored]
    assert "migrated_codes" not in stored
    assert re.findall(r'"(?:secret|seed)": "gAAAA', stored)


def test_keys_are_changed_one_after_the_other(settings: Settings) -> None:
    adapter = SecondFactorAdapter()
    settings.SECOND_FACTOR_KEYS = ["the first"]
    kept = adapter.encrypt("geheim")
    settings.SECOND_FACTOR_KEYS = ["the second", "the first"]
    assert adapter.decrypt(kept) == "geheim"
    settings.SECOND_FACTOR_KEYS = ["the second"]
    with pytest.raises(InvalidToken):
        adapter.decrypt(kept)


@pytest.mark.usefixtures("strict")
def test_who_must_have_a_second_factor_sets_it_up_first(dana: User) -> None:
    client = signed_in_with_password(dana)
    for address in (LISTED, "/admin/", "/", "/konto/kalender/"):
        assert client.get(address).headers["Location"] == reverse("mfa_index"), address
        assert client.post(address).headers["Location"] == reverse("mfa_index"), address
    assert client.get(LISTED, headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse("mfa_index")
    assert "Ihre Rolle verlangt einen zweiten Faktor" in read(client.get(reverse("mfa_index"))).text
    assert client.get("/impressum/").status_code == 200
    secret, _ = with_app(client)
    asked = client.get(LISTED).headers["Location"]
    assert asked.startswith(reverse("mfa_reauthenticate"))
    *_, latest = codes(secret)
    assert client.post(asked, {"code": latest}).headers["Location"] == LISTED
    assert client.get(LISTED).status_code == 200


@pytest.mark.usefixtures("strict")
def test_nobody_else_is_asked_for_one(client: Client) -> None:
    client.force_login(factories.coordinator())
    assert client.get(LISTED).status_code == 200


@pytest.mark.usefixtures("strict")
def test_the_last_factor_of_who_must_have_one_stays(dana: User, settings: Settings) -> None:
    client = signed_in_with_password(dana)
    secret, _ = with_app(client)
    *_, latest = codes(secret)
    client.post(reverse("mfa_reauthenticate"), {"code": latest})
    off = reverse("mfa_deactivate_totp")
    assert "Richten Sie zuerst einen anderen ein." in read(client.post(off)).text
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR_ROLES = []
    assert "Die App ist abgeschaltet." in read(client.post(off, follow=True)).text
    assert not Authenticator.objects.exists(), "the recovery codes go with it"


def test_a_session_from_before_the_factor_does_not_change_it(dana: User) -> None:
    earlier = signed_in_with_password(dana)
    secret, _ = with_app(signed_in_with_password(dana))
    ways = [
        reverse("mfa_deactivate_totp"),
        reverse("mfa_add_webauthn"),
        reverse("mfa_generate_recovery_codes"),
        reverse("mfa_remove_webauthn", args=[1]),
    ]
    for way in ways:
        for asked in (earlier.get(way), earlier.post(way)):
            assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate")), way
    assert Authenticator.objects.filter(type="totp").exists()
    *_, latest = codes(secret)
    earlier.post(reverse("mfa_reauthenticate"), {"code": latest})
    assert earlier.get(ways[0]).status_code == 200, "who shows the factor may"


def test_a_role_that_does_not_exist_stops_the_start(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["chef"]
    with pytest.raises(ImproperlyConfigured, match="chef"):
        Client().get("/anmelden/")


@pytest.mark.usefixtures("asks_again")
def test_before_what_is_critical_the_password_is_asked_again(
    dana: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IDLE_SECONDS = 60 * 60
    client = signed_in_with_password(dana)
    person = factories.staff(factories.district("03"))
    pages = [reverse("admin:districts_user_change", args=[person.pk]), reverse("hand_over", args=[person.pk])]
    assert {client.get(page).status_code for page in pages} == {200}, "who has just signed in is not asked"
    now = timezone.now()
    monkeypatch.setattr("time.time", (now + timedelta(minutes=31)).timestamp)
    for page in pages:
        asked = client.get(page)
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate")), page
        assert client.post(page, {}).headers["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(LISTED).status_code == 200
    wrong = client.post(asked.headers["Location"], {"password": "falsch"})
    assert "Das ist nicht Ihr Passwort." in read(wrong).text
    done = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert done.headers["Location"] == pages[-1]
    assert client.get(pages[-1]).status_code == 200


@pytest.mark.usefixtures("asks_again")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("signature_new", [1, "s1"]),
        ("signed_file_new", [1]),
        ("signed_file_assign", [1, 1]),
        ("signature_correct", [1]),
        ("four_eyes_ask", ["erase_account", 1]),
        ("four_eyes_detail", [1]),
    ],
)
def test_every_way_to_a_signature_and_to_an_erasure_is_critical(
    dana: User, settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[int | str]
) -> None:
    settings.IDLE_SECONDS = 60 * 60
    client = signed_in_with_password(dana)
    monkeypatch.setattr("time.time", (timezone.now() + timedelta(minutes=31)).timestamp)
    asked = client.post(reverse(name, args=arguments))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.usefixtures("asks_again")
def test_before_sessions_are_seen_or_ended_it_is_asked_again(
    dana: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IDLE_SECONDS = 60 * 60
    client = signed_in_with_password(dana)
    assert client.get(reverse("session_list")).status_code == 200
    monkeypatch.setattr("time.time", (timezone.now() + timedelta(minutes=31)).timestamp)
    for asked in (
        client.get(reverse("session_list")),
        client.post(reverse("session_list")),
        client.post(reverse("session_end", args=[1])),
    ):
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_way_back_is_a_page_of_ours(dana: User) -> None:
    client = signed_in_with_password(dana)
    done = client.post(f"{reverse('account_reauthenticate')}?next=//example.org/", {"password": PASSWORD})
    assert "example.org" not in done.headers["Location"]


def test_a_passkey_that_is_none_is_refused_in_words(client: Client, dana: User) -> None:
    client.get(reverse("mfa_login_webauthn"))
    nested = "[" * 5000
    for sent in ("", "[]", '{"id": 1}', "x", '{"response": {"userHandle": "MQ"}}', nested):
        reply = client.post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True)
        assert "Dieser Passkey wurde nicht erkannt." in read(reply).text, sent
        assert "_auth_user_id" not in client.session
    added = signed_in_with_password(dana).post(reverse("mfa_add_webauthn"), {"credential": "{}"})
    assert added.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_passkey_of_a_locked_account_opens_nothing_and_is_told_why(
    client: Client, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    passkey = Authenticator.objects.create(user=dana, type="webauthn", data={"name": "Diensthandy"})
    User.objects.filter(pk=dana.pk).update(is_active=False)

    class Recognised(forms.Form):
        credential = forms.ModelChoiceField(Authenticator.objects.all())

    monkeypatch.setattr(PasskeySignIn, "form_class", Recognised)
    shown = client.post(reverse("mfa_login_webauthn"), {"credential": passkey.pk}, follow=True)
    assert "Ihr Konto ist gesperrt." in read(shown).text
    assert client.get(LISTED).status_code == 302
