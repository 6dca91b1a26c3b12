"""The rate limit of the public pages."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.rate_limit import seconds_to_wait_for_network
from agreements.verification.views import PER_NETWORK
from agreements.verification_code import verification_code
from districts.client_address import client_address
from tests.page import read

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BURST, REFILL = PER_NETWORK.burst, PER_NETWORK.refill
UNKNOWN = verification_code("0" * 64)


def ask(address: str = "203.0.113.7", at: datetime = NOON) -> int:
    return seconds_to_wait_for_network(PER_NETWORK, RequestFactory().get("/", REMOTE_ADDR=address), at=at)


def test_the_bucket_refills() -> None:
    assert [ask() for _ in range(BURST)] == [0] * BURST
    assert ask() == REFILL
    assert ask(at=NOON + timedelta(seconds=1)) == REFILL - 1
    assert ask(at=NOON + timedelta(seconds=REFILL)) == 0
    assert ask(at=NOON + timedelta(seconds=REFILL)) == REFILL
    later = NOON + timedelta(seconds=REFILL * (BURST + 1))
    assert [ask(at=later) for _ in range(BURST + 1)] == [0] * BURST + [REFILL]


def test_a_clock_set_back_neither_frees_nor_locks_for_longer() -> None:
    while not ask():
        pass
    earlier = NOON - timedelta(hours=5)
    assert 0 < ask(at=earlier) <= PER_NETWORK.refill
    assert ask(at=earlier + timedelta(seconds=PER_NETWORK.refill)) == 0


def test_refused_requests_do_not_count() -> None:
    for _ in range(3 * BURST):
        ask()
    assert ask() == REFILL


def test_a_bucket_per_ipv4_address_and_ipv6_network() -> None:
    for number in range(BURST):
        ask(f"2001:db8::{number:x}")
    assert ask("2001:db8::ffff") == REFILL
    assert ask("2001:db8:0:1::1") == 0
    assert ask("203.0.113.8") == 0
    assert ask("") == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_set_the_address(proxies: int, forwarded: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(PROXIES=proxies):
        assert client_address(request) == address


def test_over_the_limit_is_429_with_retry_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    browser, address = Client(), reverse("verify_code", args=[UNKNOWN])
    assert [browser.get(address).status_code for _ in range(BURST)] == [404] * BURST
    refused = browser.get(address)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3"
    assert "in 3 Sekunden noch einmal" in read(refused).text
    sent = browser.post(reverse("verify_file"), {"sha256": "0" * 64}, headers={"X-Part": "1"})
    assert (sent.status_code, sent.headers["Retry-After"]) == (429, "3")
    assert "in 3 Sekunden noch einmal" in sent.content.decode()
    assert browser.get(reverse("verify")).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=3))
    assert browser.get(address).status_code == 404


def test_neither_address_nor_code_is_stored_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    Client(REMOTE_ADDR="203.0.113.7").get(reverse("verify_code", args=[UNKNOWN]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key || value || expires FROM mitwirkung_cache")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 1
    assert "203.0.113" not in rows[0]
    assert UNKNOWN not in rows[0]
    assert "203.0.113" not in caplog.text


def test_expired_rows_are_deleted_by_the_next_request() -> None:
    cache.set("verify:earlier", 1.0, timeout=60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mitwirkung_cache SET expires = now() - interval '1 second'")
        ask()
        cursor.execute("SELECT count(*) FROM mitwirkung_cache WHERE cache_key LIKE '%%earlier'", [])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM mitwirkung_cache")
        assert cursor.fetchone() == (1,)
