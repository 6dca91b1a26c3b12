"""Sixty guesses at the same moment: exactly as many as the limit allows are compared with the password or the code."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from districts.models import User
from mitwirkung.accounts.attempt_limit import FAILURES
from tests import factories
from tests.accounts.people import with_password
from tests.accounts.test_second_factor import codes, signed_in_with_password, with_app
from tests.http_sessions import SECONDS
from tests.invariants.test_concurrency import apart
from tests.page import unrendered

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 60
AT_ONCE = 15  # threads; each has a connection of its own


@pytest.fixture
def dana() -> User:
    cache.clear()
    return with_password(factories.admin(), "dana@example.org")


def all_at_once(guess: Callable[[int], Any]) -> list[Any]:
    """Let all guesses begin together, as many at a time as there are threads."""
    ready = Barrier(AT_ONCE)

    def several(first: int) -> list[Any]:
        ready.wait(SECONDS)
        return [guess(number) for number in range(first, GUESSES, AT_ONCE)]

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        begun = [pool.submit(apart(lambda first=first: several(first))) for first in range(AT_ONCE)]
        return [answer for one in begun for answer in one.result(SECONDS)]


class Counted:
    """Counts how often a method is called, from whatever thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> None:
        self.times, self.lock, asked = 0, Lock(), getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            with self.lock:
                self.times += 1
            return asked(*args, **kwargs)

        monkeypatch.setattr(owner, name, counted)


def test_a_password_is_guessed_ten_times(dana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = Counted(monkeypatch, MD5PasswordHasher, "encode")
    names = (dana.username, dana.email.upper())

    def guess(number: int) -> int:
        sent = {"username": names[number % 2], "password": f"geraten-{number}"}
        return Client().post("/anmelden/", sent).status_code

    with unrendered():
        all_at_once(guess)
    assert hashed.times == FAILURES
    assert "_auth_user_id" not in signed_in_with_password(dana).session, "not even with the right one"


def test_a_code_is_guessed_ten_times(dana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(signed_in_with_password(dana))
    browsers = [signed_in_with_password(dana) for _ in range(AT_ONCE)]
    compared = Counted(monkeypatch, TOTP, "validate_code")

    def guess(number: int) -> int:
        sent = {"code": f"{number:06}"}
        return browsers[number % AT_ONCE].post(reverse("mfa_authenticate"), sent).status_code

    with unrendered():
        all_at_once(guess)
    assert compared.times == FAILURES


@pytest.mark.parametrize("kind", ["app", "recovery code"])
def test_a_right_code_opens_one_session(dana: User, kind: str) -> None:
    secret, spare = with_app(signed_in_with_password(dana))
    browsers = [signed_in_with_password(dana) for _ in range(AT_ONCE)]
    *_, latest = codes(secret)
    right = latest if kind == "app" else spare[0]

    def enter(number: int) -> int:
        sent = {"code": right}
        return browsers[number % AT_ONCE].post(reverse("mfa_authenticate"), sent).status_code

    with unrendered():
        all_at_once(enter)
    assert [browser.get("/vertraege/").status_code for browser in browsers].count(200) == 1
