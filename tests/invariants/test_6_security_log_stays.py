"""Invariant 6, for the security log: append-only, numbered and chained by the database, and tampering is found."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.models import SecurityChain, SecurityEvent
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record, shorten_log
from districts.security_log.verification import security_log_faults
from tests.invariants.attempts import refused, sql, without_triggers
from tests.page import query_count

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD = NOW - timedelta(days=400)


def written(*moments: datetime) -> list[SecurityEvent]:
    for number, at in enumerate(moments):
        record(SecurityKind.ACCOUNT_CHANGED, at=at, about=f"account={number} email")
    return list(SecurityEvent.objects.order_by("sequence"))


def faults() -> list[str]:
    return list(security_log_faults())


def test_entries_are_numbered_and_chained_by_the_database() -> None:
    first, second, third = written(OLD, NOW, OLD)
    assert [one.sequence for one in (first, second, third)] == [1, 2, 3]
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert faults() == []


def test_no_writer_chooses_number_or_hash() -> None:
    written(NOW)
    SecurityEvent.objects.bulk_create(
        SecurityEvent(at=NOW, kind="refused", sequence=77, hash="f" * 64, previous_hash="f" * 64)
        for _ in "ab"
    )
    assert list(SecurityEvent.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert faults() == []


words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the bounds have none


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, moments, st.none() | st.integers(0, 2**62))
def test_python_computes_the_hash_that_the_database_does(
    about: str, at: datetime, person: int | None
) -> None:
    SecurityEvent.objects.create(at=at, kind="downloaded", about=about, person=person)
    assert faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE districts_securityevent SET about = 'nothing'",
        "UPDATE districts_securityevent SET person = NULL WHERE sequence = 3",
        "DELETE FROM districts_securityevent WHERE sequence = 1",
        "DELETE FROM districts_securityevent WHERE sequence = 3",
        "TRUNCATE districts_securityevent",
        "DELETE FROM districts_securitychain",
        "TRUNCATE districts_securitychain",
        "UPDATE districts_securitychain SET head = repeat('f', 64)",
        "UPDATE districts_securitychain SET length = 2",
        "UPDATE districts_securitychain SET anchor_sequence = 3",
        "UPDATE districts_securitychain SET anchor_sequence = 1, anchor_hash = repeat('f', 64)",
        # young entries are deleted by nobody
        "UPDATE districts_securitychain SET (anchor_sequence, anchor_hash) = "
        "(SELECT sequence, hash FROM districts_securityevent WHERE sequence = 2)",
        "INSERT INTO districts_securitychain VALUES (2, 0, '', 0, '')",
    ],
)
def test_what_is_written_stays(statement: str) -> None:
    written(OLD, NOW, NOW)
    with refused("Sicherheitsprotokoll"):
        sql(statement)
    assert (SecurityEvent.objects.count(), faults()) == (3, [])


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        (
            "UPDATE districts_securityevent SET about = 'x' WHERE sequence = 2",
            "Nr. 2: Der Eintrag wurde verändert.",
        ),
        (
            "UPDATE districts_securityevent SET person = 9 WHERE sequence = 1",
            "Nr. 1: Der Eintrag wurde verändert.",
        ),
        ("UPDATE districts_securityevent SET network = '10.0.0.0/24'", "Nr. 3: Der Eintrag wurde verändert."),
        ("DELETE FROM districts_securityevent WHERE sequence = 2", "Nr. 3: Vor diesem Eintrag fehlt Nr. 2."),
        ("DELETE FROM districts_securityevent WHERE sequence = 1", "Nr. 2: Vor diesem Eintrag fehlt Nr. 1."),
        ("DELETE FROM districts_securityevent WHERE sequence = 3", "Nr. 3: Am Ende fehlen Einträge"),
        ("DELETE FROM districts_securityevent", "Nr. 1: Am Ende fehlen Einträge"),
        ("DELETE FROM districts_securitychain", "Nr. 4: Am Ende fehlen Einträge"),
        (
            "UPDATE districts_securityevent SET previous_hash = repeat('f', 64) WHERE sequence = 2",
            "Nr. 2: Der Eintrag schließt nicht an den vorigen an.",
        ),
    ],
)
def test_what_a_superuser_changes_is_found(tampering: str, problem: str) -> None:
    written(OLD, NOW, NOW)
    with without_triggers():
        sql(tampering)
    assert any(fault.startswith(problem) for fault in faults()), faults()
    with pytest.raises(CommandError, match="beschädigt"):
        call_command("verify_security_log", stdout=StringIO())


def test_old_entries_are_deleted_and_the_rest_still_proves() -> None:
    kept = written(OLD, OLD, NOW, OLD, NOW)
    assert shorten_log(before=NOW - timedelta(days=365), at=NOW) == 2
    left = list(SecurityEvent.objects.order_by("sequence"))
    assert [one.sequence for one in left] == [3, 4, 5, 6], "what follows a young one stays"
    assert (left[-1].kind, left[-1].about) == ("log_shortened", "up to 2")
    chain = SecurityChain.objects.get()
    assert (chain.anchor_sequence, chain.anchor_hash) == (2, kept[1].hash)
    assert faults() == []
    assert shorten_log(before=NOW - timedelta(days=365), at=NOW) == 0
    with without_triggers():
        sql("DELETE FROM districts_securityevent WHERE sequence = 3")
    assert faults()[0] == "Nr. 4: Vor diesem Eintrag fehlt Nr. 3."


def test_nothing_younger_than_a_month_is_deleted_whatever_is_asked() -> None:
    written(NOW - timedelta(days=20), NOW)
    with refused("Sicherheitsprotokoll"):
        shorten_log(before=NOW - timedelta(days=1), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_entries_of_many_at_once_form_one_chain() -> None:
    together = Barrier(4)

    def write() -> None:
        together.wait()
        for number in range(10):
            record(SecurityKind.REFUSED, at=NOW, about=str(number))
        connections.close_all()

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (SecurityEvent.objects.count(), SecurityChain.objects.get().length, faults()) == (40, 40, [])


def test_an_empty_log_holds() -> None:
    out = StringIO()
    call_command("verify_security_log", stdout=out)
    assert out.getvalue() == "Sicherheitsprotokoll: 0 Einträge, unversehrt.\n"
    assert shorten_log(before=NOW, at=NOW) == 0


def test_an_entry_is_written_in_one_statement() -> None:
    assert query_count(lambda: record(SecurityKind.REFUSED, at=NOW)) == 1
