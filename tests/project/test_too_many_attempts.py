"""Rate limit of sign-in: after ten failures a name is refused from that address for a quarter of an hour."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from districts.models import User
from districts.roles import Role
from mitwirkung.accounts.attempt_limit import (
    FAILURES,
    FAILURES_OF_NAME,
    FAILURES_OF_NETWORK,
    WITHIN,
    minutes_to_wait,
    reset_attempts,
)
from tests.http_sessions import until, waits
from tests.invariants.test_concurrency import apart
from tests.page import read
from tests.project.conftest import PASSWORD

NOON = datetime(2025, 3, 10, 11, 0, tzinfo=UTC)
HERE, THERE = "192.0.2.7", "192.0.2.8"
LOCKED = "zu oft ein falsches Passwort"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def fail(times: int, name: str = "amira", network: str = HERE, at: datetime = NOON) -> list[int]:
    return [minutes_to_wait(name, network, at=at + timedelta(seconds=number)) for number in range(times)]


def test_ten_attempts_are_free_and_the_eleventh_waits() -> None:
    assert fail(FAILURES + 1) == [0] * FAILURES + [15]


def test_who_waits_gets_in_and_refused_attempts_do_not_make_it_longer() -> None:
    fail(FAILURES)
    just_before = NOON + WITHIN - timedelta(seconds=1)
    assert [minutes_to_wait("amira", HERE, at=just_before) for _ in range(5)] == [1] * 5
    assert minutes_to_wait("amira", HERE, at=NOON + WITHIN) == 0
    assert minutes_to_wait("amira", HERE, at=NOON + WITHIN) == 1  # the second attempt of the ten still counts


def test_somebody_else_and_somewhere_else_are_not_concerned() -> None:
    fail(FAILURES)
    assert minutes_to_wait("bogdan", HERE, at=NOON) == 0
    assert minutes_to_wait("amira", THERE, at=NOON) == 0
    assert minutes_to_wait(" AMIRA ", HERE, at=NOON + timedelta(minutes=1)) == 14


def test_a_name_is_not_guessed_from_many_networks_nor_a_network_through_many_names() -> None:
    tries = [minutes_to_wait("amira", f"192.0.2.{number}", at=NOON) for number in range(80)]
    assert tries.count(0) == FAILURES_OF_NAME
    tries = [minutes_to_wait(f"person{number}", "198.51.100.1", at=NOON) for number in range(150)]
    assert tries.count(0) == FAILURES_OF_NETWORK


def test_a_network_where_people_sign_in_is_not_locked() -> None:
    for number in range(2 * FAILURES_OF_NETWORK):
        assert minutes_to_wait(f"person{number}", HERE, at=NOON) == 0
        reset_attempts(f"person{number}", HERE)


def test_a_clock_set_back_neither_frees_nor_locks_for_longer() -> None:
    fail(FAILURES)
    earlier = NOON - timedelta(hours=5)
    assert minutes_to_wait("amira", HERE, at=earlier) == 15
    assert minutes_to_wait("amira", HERE, at=earlier + WITHIN) == 0


def test_success_forgets_the_failures() -> None:
    fail(FAILURES)
    reset_attempts("amira", HERE)
    assert fail(1) == [0]


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_rightly_takes_no_attempt_of_others_away() -> None:
    fail(3, name="bogdan")
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            fail(FAILURES, name="clara")
            rightly = pool.submit(apart(lambda: reset_attempts("bogdan", HERE)))
            until(waits)
        rightly.result(60)
    left = FAILURES_OF_NETWORK - (3 + FAILURES - 1)
    tries = [minutes_to_wait(f"person{number}", HERE, at=NOON) for number in range(FAILURES_OF_NETWORK)]
    assert tries.count(0) == left


def test_neither_name_nor_address_is_kept_in_the_clear() -> None:
    fail(3, name="amira.beispiel")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key || value FROM mitwirkung_cache")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert kept
    assert "amira" not in kept
    assert HERE not in kept


def sign_in(client: Client, password: str, name: str = "amira", **extra: str) -> str:
    reply = client.post("/anmelden/", {"username": name, "password": password}, **extra)
    return "in" if reply.status_code == 302 else read(reply).text


def test_the_page_says_what_happened_and_what_to_do(client: Client, person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    for _ in range(FAILURES):
        assert "passen nicht zusammen" in sign_in(client, "falsch")
    said = sign_in(client, PASSWORD)
    assert LOCKED in said
    assert "noch 15 Minuten gesperrt" in said
    assert "Passwort vergessen?" in said
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), PASSWORD, REMOTE_ADDR=THERE) == "in"


def test_a_name_that_does_not_exist_is_answered_alike(client: Client, person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    for name in ("amira", "niemand"):
        for _ in range(FAILURES):
            sign_in(client, "falsch", name)
        assert LOCKED in sign_in(client, "falsch", name), name


def test_whoever_signs_in_in_time_starts_anew(client: Client, person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    for _ in range(2):
        for _ in range(FAILURES - 1):
            assert "passen nicht zusammen" in sign_in(client, "falsch")
        assert sign_in(client, PASSWORD) == "in"
        client.logout()


def test_an_empty_form_is_no_attempt(client: Client, person: Callable[..., User]) -> None:
    person(Role.COORDINATOR)
    for _ in range(FAILURES + 1):
        assert LOCKED not in sign_in(client, "")
    assert sign_in(client, PASSWORD) == "in"


NEW = "Havelufer-im-Dezember-8"


def change(client: Client, old: str = PASSWORD, new: str = NEW) -> str:
    sent = {"oldpassword": old, "password1": new, "password2": new}
    return read(client.post("/passwort/", sent, follow=True)).text


def test_everybody_changes_her_own_password(client: Client, person: Callable[..., User]) -> None:
    amira = person(Role.COORDINATOR)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(amira)
    menu = client.get("/vertraege/").content.decode()
    assert 'href="/passwort/"' in menu
    assert "Ihr Passwort ist geändert." in change(client)
    assert client.get("/vertraege/").status_code == 200
    assert elsewhere.get("/vertraege/").status_code == 302
    assert sign_in(Client(), NEW) == "in"
    assert "passen nicht zusammen" in sign_in(Client(), PASSWORD)


def test_the_old_password_is_needed_and_not_to_be_guessed(
    client: Client, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    client.force_login(amira)
    for _ in range(FAILURES):
        assert "Das ist nicht Ihr bisheriges Passwort." in change(client, old="falsch")
    assert "in 15 Minuten wieder" in change(client)
    amira.refresh_from_db()
    assert amira.check_password(PASSWORD)
    assert sign_in(Client(), PASSWORD) == "in"  # who guesses there does not lock the sign-in


def test_a_weak_password_is_refused_in_german(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person(Role.COORDINATOR))
    for weak in (
        "kurz",
        "x7Kp-mm2Qa9",
        "123456789012",
        "amira-beispiel",
        "pankow202612",
        "Köpenick!Sommer-2027",
    ):
        said = change(client, new=weak)
        assert "Passwort" in said
        assert "Ihr Passwort ist geändert." not in said


def test_a_stranger_is_sent_to_sign_in_first(client: Client) -> None:
    assert client.get("/passwort/").headers["Location"] == "/anmelden/?next=/passwort/"
