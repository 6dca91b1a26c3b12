"""Somebody who was invited comes in by the provider of her authority; of what it says only her number there is kept."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agreements.models import Mail
from districts.account_letters import AccountLetter
from districts.models import SecurityEvent, User
from districts.security_kinds import SecurityKind
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.accounts.test_second_factor import codes, with_app
from tests.page import read
from tests.single_sign_on.coming_in import BEGIN, GRETA, come_back, come_in, is_in
from tests.single_sign_on.fake_provider import FakeProvider, as_json


def kinds() -> list[tuple[str, int | None, str]]:
    return list(SecurityEvent.objects.order_by("sequence").values_list("kind", "person", "about"))


def test_an_invited_person_comes_in_and_nothing_but_her_number_is_kept(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    before = User.objects.count()
    reply = come_in(client, provider, name="Greta Geheim", picture="https://example.org/greta.jpg")
    assert reply.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(greta.pk)
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.uid, link.extra_data) == (greta, "pankow", "g-1", {})
    assert (SocialToken.objects.count(), SocialApp.objects.count(), User.objects.count()) == (0, 0, before)
    kept = json.dumps(dict(client.session), default=str)
    for secret in ("Geheim", "greta.jpg", "greta@example.org", "an-access-token", "a-refresh-token"):
        assert secret not in kept, secret
    logged = kinds()
    assert (SecurityKind.SIGN_ON_LINKED, greta.pk, f"account={greta.pk} pankow") in logged
    assert (SecurityKind.SIGNED_IN, greta.pk, "sign_on_callback") in logged


def test_from_then_on_only_her_number_counts(provider: FakeProvider, greta: User) -> None:
    come_in(Client(), provider)
    for change in (
        {"email": "greta.anders@example.org"},
        {"email": "x@elsewhere.example"},
        {"email_verified": False},
    ):
        client = Client()
        come_in(client, provider, **change)
        assert client.session["_auth_user_id"] == str(greta.pk), change
    assert SocialAccount.objects.count() == 1


def test_her_address_is_asked_for_where_the_token_does_not_name_it(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    provider.answers["/userinfo"] = as_json(GRETA)
    come_in(client, provider, email=None, email_verified=None)
    assert is_in(client)


def test_user_info_about_somebody_else_opens_nothing(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    provider.answers["/userinfo"] = as_json(GRETA | {"sub": "somebody-else"})
    assert come_in(client, provider, email=None, email_verified=None).status_code == 502
    assert not is_in(client)


def test_a_secret_goes_into_the_header_where_the_provider_wants_it_there(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    named = provider.metadata(token_endpoint_auth_methods_supported=["client_secret_basic"])
    provider.answers["/.well-known/openid-configuration"] = as_json(named)
    come_in(client, provider)
    assert is_in(client)


def test_the_owner_of_an_account_hears_of_the_link_and_of_a_new_browser(
    provider: FakeProvider,
    greta: User,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            come_in(Client(), provider)
    letters = Mail.objects.filter(person=greta).order_by("pk").values_list("account_letter", flat=True)
    assert list(letters) == [AccountLetter.SIGN_ON_LINKED, AccountLetter.NEW_DEVICE]


def test_the_session_is_a_new_one(client: Client, provider: FakeProvider, greta: User) -> None:
    back = come_back(client, provider)
    before = client.session.session_key
    client.get(back)
    assert client.session.session_key != before


def test_she_goes_on_to_where_she_wanted_and_nowhere_else(provider: FakeProvider, greta: User) -> None:
    for wanted, got in (
        ("/vertraege/?q=a", "/vertraege/?q=a"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ):
        client = Client()
        led = client.get(BEGIN, {"next": wanted})
        reply = client.get(provider.let_in(led.headers["Location"], **GRETA))
        assert reply.headers["Location"] == got, wanted


def test_nothing_in_the_address_changes_what_is_asked(client: Client, provider: FakeProvider) -> None:
    meant = "process=connect&scope=offline_access&auth_params=prompt%3Dnone%26max_age%3D9&action=rerequest"
    location = client.get(f"{BEGIN}?{meant}").headers["Location"]
    for word in ("offline_access", "prompt", "max_age"):
        assert word not in location
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fanmelden%2Fdienst%2Fpankow%2Fzurueck%2F" in location


def test_who_is_signed_in_is_not_led_away(client: Client, provider: FakeProvider, greta: User) -> None:
    client.force_login(greta)
    assert client.get(BEGIN, {"next": "/suche/"}).headers["Location"] == "/suche/"
    assert not provider.asked


def test_an_unknown_provider_is_not_there(client: Client, provider: FakeProvider) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="made-up", name="x", client_id="x")
    for path in ("/anmelden/dienst/made-up/", "/anmelden/dienst/made-up/zurueck/?state=x"):
        assert client.get(path).status_code == 404


def test_her_own_second_factor_is_asked_for_and_nothing_of_the_account_waits_in_the_session(
    provider: FakeProvider, greta: User
) -> None:
    owner = Client()
    with_password(greta, greta.email)
    owner.post("/anmelden/", {"username": greta.username, "password": PASSWORD})
    secret, _ = with_app(owner)
    client = Client()
    # what the provider says of factors is its own business
    reply = come_in(client, provider, f"{BEGIN}?next=/suche/", amr=["mfa", "hwk"], acr="high")
    assert reply.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    waiting = json.dumps(dict(client.session), default=str)
    greta.refresh_from_db()
    for kept in (greta.password, greta.email, greta.last_name):
        assert kept not in waiting
    *_, latest = codes(secret)
    reply = client.post(reverse("mfa_authenticate"), {"code": latest})
    assert reply.headers["Location"] == "/suche/"
    assert client.session["_auth_user_id"] == str(greta.pk)


def test_a_role_that_must_have_a_factor_gets_nowhere_without(
    client: Client, provider: FakeProvider, greta: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["district_staff"]
    come_in(client, provider)
    assert client.get("/vertraege/").headers["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.exists()


def test_after_signing_out_she_may_sign_out_there_too(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    come_in(client, provider)
    page = client.post("/abmelden/", follow=True).content.decode()
    assert "Bei „Bezirksamt Pankow“ sind Sie noch angemeldet" in page
    assert f'href="{provider.url}/end?client_id=mitwirkung"' in page
    assert "noch angemeldet" not in client.get("/anmelden/").content.decode()


def test_the_list_of_sessions_says_how_somebody_came_in(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    come_in(client, provider)
    assert "über Bezirksamt Pankow" in read(client.get(reverse("session_list"))).text


@pytest.mark.parametrize(
    ("change", "claims", "said"),
    [
        ("none", {"email_verified": False}, "hat nicht bestätigt"),
        ("none", {"email_verified": None}, "hat nicht bestätigt"),
        ("none", {"email_verified": 1}, "hat nicht bestätigt"),
        ("none", {"email": "greta@elsewhere.example"}, "die zu dieser Stelle gehört"),
        ("none", {"email": "greta@sub.example.org"}, "die zu dieser Stelle gehört"),
        ("none", {"email": "greta@example.org@elsewhere.example"}, "die zu dieser Stelle gehört"),
        ("none", {"email": "ｇreta@example.org"}, "die zu dieser Stelle gehört"),
        ("none", {"email": "gre\x00ta@example.org"}, "die zu dieser Stelle gehört"),
        ("none", {"email": "greta\ud800@example.org"}, "die zu dieser Stelle gehört"),
        ("none", {"email": None}, "die zu dieser Stelle gehört"),
        ("none", {"email": ["greta@example.org"]}, "die zu dieser Stelle gehört"),
        ("none", {"email": "nobody@example.org"}, "kein Konto"),
        ("not accepted", {}, "kein Konto"),
        ("moved away", {}, "kein Konto"),
        ("locked", {}, "Ihr Konto ist gesperrt"),
    ],
)
def test_nobody_else_gets_in(
    client: Client,
    provider: FakeProvider,
    greta: User,
    change: str,
    claims: dict[str, Any],
    said: str,
) -> None:
    match change:
        case "not accepted":
            EmailAddress.objects.update(verified=False)
        case "moved away":
            User.objects.filter(pk=greta.pk).update(email="greta@new.example.org")
        case "locked":
            User.objects.filter(pk=greta.pk).update(is_active=False)
    provider.answers["/userinfo"] = as_json({"sub": GRETA["sub"]})
    before = User.objects.count()
    reply = come_in(client, provider, **claims)
    assert reply.status_code == 403
    assert said in read(reply).text
    assert not is_in(client)
    assert (SocialAccount.objects.count(), User.objects.count()) == (0, before)
    kind, person, about = kinds()[-1]
    assert (kind, person) == (SecurityKind.SIGN_IN_FAILED, greta.pk if change == "locked" else None)
    assert about.startswith("pankow ")
    assert "greta" not in about


def test_a_locked_account_that_is_linked_opens_nothing(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    come_in(Client(), provider)
    User.objects.filter(pk=greta.pk).update(is_active=False)
    assert "Ihr Konto ist gesperrt" in read(come_in(client, provider)).text
    assert not is_in(client)


def test_another_number_for_her_address_is_refused_until_the_administration_has_undone_the_link(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    hers = Client()
    come_in(hers, provider)
    reply = come_in(client, provider, sub="g-2")
    assert "mit einer anderen Kennung verknüpft" in read(reply).text
    assert kinds()[-1] == (SecurityKind.SIGN_IN_FAILED, greta.pk, "pankow other_subject")
    assert not is_in(client)
    admin = Client()
    dana = factories.admin()
    admin.force_login(dana)
    page = reverse("admin:districts_user_access", args=[greta.pk])
    assert "Meldet sich über „Bezirksamt Pankow“ an." in admin.get(page).content.decode()
    done = admin.post(page, {"step": "unlink"}, follow=True)
    assert "Die Verknüpfung ist gelöst" in done.content.decode()
    assert (SecurityKind.SIGN_ON_UNLINKED, dana.pk, f"account={greta.pk} pankow") in kinds()
    assert hers.get("/vertraege/").status_code == 302, "whoever came in by the old one is out"
    come_in(client, provider, sub="g-2")
    assert client.session["_auth_user_id"] == str(greta.pk)


def test_two_providers_speak_for_their_own_people_only(
    client: Client, provider: FakeProvider, greta: User, settings: Settings
) -> None:
    come_in(Client(), provider)
    other = replace(provider.configured, key="mitte", name="Mitte", domains=frozenset({"mitte.example"}))
    settings.IDENTITY_PROVIDERS = (provider.configured, other)
    reply = come_in(client, provider, "/anmelden/dienst/mitte/")
    assert "die zu dieser Stelle gehört" in read(reply).text, "the same number elsewhere is somebody else"
    assert not is_in(client)


def test_the_state_is_forgotten_after_ten_minutes(
    client: Client, provider: FakeProvider, greta: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = come_back(client, provider)
    late = (timezone.now() + timedelta(minutes=11)).timestamp()
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: late)
    assert client.get(back).status_code == 400
    assert not is_in(client)
