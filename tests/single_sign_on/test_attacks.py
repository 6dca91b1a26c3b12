"""Tokens that do not hold, states that are not this browser's, and providers that are away or talk rubbish."""

import socket
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm
from pytest_django import Settings

from districts.models import User
from mitwirkung.single_sign_on import views
from tests.page import read
from tests.single_sign_on.coming_in import BEGIN, GRETA, come_back, come_in, is_in
from tests.single_sign_on.fake_provider import (
    DISCOVERY,
    SECRET,
    Answer,
    FakeProvider,
    as_json,
    rsa_key,
    signed,
)

AWAY = "antwortet gerade nicht, oder nicht so, wie es sein muss"
NOW = int(time.time())
PUBLIC = RSAAlgorithm.to_jwk(rsa_key("own").public_key(), as_dict=True) | {"kid": "own"}

TOKENS: dict[str, Callable[[dict[str, Any]], str]] = {
    "wrong issuer": lambda claims: signed(claims | {"iss": "https://evil.example"}),
    "no issuer": lambda claims: signed(without(claims, "iss")),
    "wrong audience": lambda claims: signed(claims | {"aud": "another-application"}),
    "for several, and used by another": lambda claims: signed(
        claims | {"aud": ["mitwirkung", "another"], "azp": "another"}
    ),
    "expired": lambda claims: signed(claims | {"iat": NOW - 900, "exp": NOW - 300}),
    "without an end": lambda claims: signed(without(claims, "exp")),
    "of tomorrow": lambda claims: signed(claims | {"iat": NOW + 86_400, "exp": NOW + 90_000}),
    "signed by somebody else": lambda claims: signed(claims, key="other"),
    "signed by an unknown key": lambda claims: signed(claims, kid="unknown"),
    "not signed": lambda claims: jwt.encode(claims, "", algorithm="none", headers={"kid": "own"}),
    "signed with the client secret": lambda claims: jwt.encode(
        claims, SECRET, algorithm="HS256", headers={"kid": "own"}
    ),
    "without a subject": lambda claims: signed(without(claims, "sub")),
    "with an empty subject": lambda claims: signed(claims | {"sub": ""}),
    "with a number as subject": lambda claims: signed(claims | {"sub": 7}),
    "with a subject that cannot be stored": lambda claims: signed(claims | {"sub": "g\x001"}),
    "with an endless subject": lambda claims: signed(claims | {"sub": "g" * 192}),
    "of infinite age": lambda claims: signed(claims | {"exp": float("inf")}),
    "no token": lambda claims: "no.token.at-all",
    "empty": lambda claims: "",
}


def without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if key != name}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_that_does_not_hold_opens_nothing(
    client: Client, provider: FakeProvider, greta: User, name: str
) -> None:
    provider.sign = TOKENS[name]
    reply = come_in(client, provider)
    assert (reply.status_code, AWAY in read(reply).text) == (502, True)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_token_of_another_sign_in_opens_nothing(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    for nonce in ("of-another-sign-in", None, "", 7, "\ud800", "\x00"):
        assert come_in(client, provider, nonce=nonce).status_code == 400
        assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_state_counts_once_and_in_its_own_browser_only(
    client: Client, provider: FakeProvider, greta: User
) -> None:
    back = come_back(client, provider)
    stranger = Client()
    assert stranger.get(back).status_code == 400
    assert not is_in(stranger)
    assert provider.asked == [DISCOVERY], "the code was not even tried"
    assert client.get(back).status_code == 302
    client.post("/abmelden/")
    assert client.get(back).status_code == 400
    assert not is_in(client)
    assert client.get("/anmelden/dienst/pankow/zurueck/").status_code == 400


def test_a_code_of_somebody_else_is_of_no_use(client: Client, provider: FakeProvider, greta: User) -> None:
    """Whoever lures somebody to come back with a foreign code fails at the proof key, even with the right state."""
    foreign = come_back(Client(), provider, sub="attacker")
    mine = come_back(client, provider)
    code = foreign.partition("code=")[2].partition("&")[0]
    state = mine.partition("state=")[2]
    assert client.get(f"/anmelden/dienst/pankow/zurueck/?code={code}&state={state}").status_code == 502
    assert not is_in(client)


def test_the_state_of_one_provider_does_not_count_at_another(
    client: Client, provider: FakeProvider, greta: User, settings: Settings
) -> None:
    other = replace(provider.configured, key="mitte", domains=frozenset({"mitte.example"}))
    settings.IDENTITY_PROVIDERS = (provider.configured, other)
    back = come_back(client, provider, "/anmelden/dienst/mitte/")
    assert client.get(back.replace("/mitte/", "/pankow/")).status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("error=access_denied", 403, "Sie haben die Anmeldung bei „Bezirksamt Pankow“ abgebrochen."),
        ("error=server_error&error_description=%3Cscript%3E", 502, AWAY),
        ("", 502, AWAY),
        (
            "error=access_denied&state=unknown",
            403,
            "Sie haben die Anmeldung bei „Bezirksamt Pankow“ abgebrochen.",
        ),
    ],
)
def test_a_provider_that_lets_nobody_in_leads_to_our_page(
    client: Client, provider: FakeProvider, query: str, status: int, said: str
) -> None:
    state = come_back(client, provider).partition("state=")[2]
    reply = client.get(f"/anmelden/dienst/pankow/zurueck/?state={state}&{query}")
    assert (reply.status_code, said in read(reply).text) == (status, True)
    assert "<script>" not in reply.content.decode()


RUBBISH: list[Answer] = [
    (500, b"Traceback"),
    (200, b"<html>Wartung</html>"),
    (200, b""),
    (200, b"[]"),
    (200, b"{}"),
    (200, b"[" * 100_000),
    (200, b'"\xff\xfe"'),
    (302, b"https://evil.example/"),
]


@pytest.mark.parametrize("number", range(len(RUBBISH)))
@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/jwks", "/userinfo"])
def test_rubbish_of_a_provider_is_said_in_words(
    client: Client, provider: FakeProvider, greta: User, path: str, number: int
) -> None:
    provider.answers[path] = RUBBISH[number]
    reply = client.get(BEGIN)
    if path != DISCOVERY:
        claims = without(GRETA, "email") if path == "/userinfo" else GRETA
        reply = client.get(provider.let_in(reply.headers["Location"], **claims))
    assert (reply.status_code, AWAY in read(reply).text) == (502, True)
    assert not is_in(client)


@pytest.mark.parametrize(
    "other",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"issuer": 7},
        {"token_endpoint": None},
        {"token_endpoint": "ftp://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "//evil.example"},
        {"jwks_uri": 7},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_what_a_provider_says_of_itself_must_be_as_it_must_be(
    client: Client, provider: FakeProvider, other: dict[str, Any]
) -> None:
    provider.answers[DISCOVERY] = as_json(provider.metadata(**other))
    assert client.get(BEGIN).status_code == 502


def test_a_provider_that_is_away_keeps_nobody_waiting_for_long(
    client: Client, provider: FakeProvider, settings: Settings
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        settings.IDENTITY_PROVIDERS = (replace(provider.configured, server_url=url),)
        reply = client.get(BEGIN)
    assert (reply.status_code, AWAY in read(reply).text) == (502, True)
    assert "Die Anmeldung hat nicht geklappt" in read(reply).title


def test_a_provider_that_is_away_is_asked_by_the_first_only(provider: FakeProvider) -> None:
    """Or everybody who comes would keep a thread of the server waiting."""
    provider.answers[DISCOVERY] = (503, b"")
    for _ in range(3):
        assert Client().get(BEGIN).status_code == 502
    assert provider.asked == [DISCOVERY]


def test_a_provider_says_of_itself_once_in_ten_minutes(provider: FakeProvider) -> None:
    for _ in range(3):
        Client().get(BEGIN)
    assert provider.asked == [DISCOVERY]


def test_nobody_sends_us_to_a_provider_without_end(
    client: Client, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SIGN_ONS", replace(views.SIGN_ONS, burst=3, refill=3600))
    back = come_back(client, provider)
    assert [client.get(BEGIN).status_code for _ in range(3)] == [302, 302, 429]
    assert client.get(back).status_code == 429


@given(
    texts=st.fixed_dictionaries(
        {name: st.text(max_size=40) for name in ("code", "next")},
        optional={name: st.text(max_size=40) for name in ("state", "error", "process", "scope")},
    )
)
@settings_of_hypothesis(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_stands_in_the_address_is_answered(
    client: Client, provider: FakeProvider, greta: User, texts: dict[str, str]
) -> None:
    cache.clear()  # nobody has asked too often
    led = client.get(BEGIN, texts)
    assert led.status_code == 302
    assert client.get(f"{BEGIN}zurueck/", texts).status_code == 400
    state = provider.let_in(led.headers["Location"]).partition("state=")[2]
    assert client.get(f"{BEGIN}zurueck/", {"code": texts["code"], "state": state}).status_code == 502
    assert not is_in(client)


def test_several_keys_need_a_name(client: Client, provider: FakeProvider, greta: User) -> None:
    other = RSAAlgorithm.to_jwk(rsa_key("other").public_key(), as_dict=True)
    provider.answers["/jwks"] = as_json({"keys": [other | {"kid": "other"}, PUBLIC, {"kty": "unknown"}, 7]})
    provider.sign = lambda claims: jwt.encode(claims, rsa_key("own"), algorithm="RS256")
    assert come_in(client, provider).status_code == 502
    provider.sign = None
    come_in(client, provider)
    assert is_in(client)
