"""What a manifest holds is read as it was written, or refused; which sets are kept."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import (
    DatabaseFacts,
    DumpFacts,
    OutsidePart,
    SetManifest,
    differences,
    read_manifest,
    written,
)
from mitwirkung.operations.backup.outside import changed_parts, outside_parts
from mitwirkung.operations.backup.retention import Retention

FACTS = DatabaseFacts(
    migrations=["a.0001"],
    tables={"a": 2},
    histories={"BV-1": "3 ff"},
    triggers={"a.t": "O 12"},
    functions={"f()": "34"},
    names=["a.pk"],
)
MANIFEST = SetManifest(
    name="2026-11-30T021500Z",
    program="0.1.0",
    taken_at=datetime(2026, 11, 30, 2, 15, tzinfo=UTC),
    encrypted=False,
    dump=DumpFacts(file="database.dump", sha256="0" * 64, size=1, program="18.6"),
    database=FACTS,
    files={"1" * 64: 5},
    missing=[],
    outside=[OutsidePart(name="Siegel", fingerprint="", advice="…")],
)
WRITTEN = written(MANIFEST)


def test_it_is_read_as_it_was_written() -> None:
    assert read_manifest(WRITTEN) == MANIFEST


@given(st.integers(0, len(WRITTEN) - 1), st.integers(1, 255))
def test_no_altered_byte_goes_unnoticed(place: int, change: int) -> None:
    altered = bytearray(WRITTEN)
    altered[place] ^= change
    with pytest.raises(BackupRefused):
        read_manifest(bytes(altered))


@given(st.binary(max_size=200))
def test_anything_else_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BackupRefused, match="manifest"):
        read_manifest(data)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, []),
        ({"tables": {"a": 1, "b": 5}}, ["Tabelle a: 1 statt 2 Zeilen."]),
        ({"tables": {}}, ["Tabelle a: 0 statt 2 Zeilen."]),
        ({"histories": {}}, ["Verlauf BV-1 fehlt."]),
        ({"triggers": {"a.t": "D 12"}}, ["Trigger a.t ist anders."]),
        ({"triggers": {"a.t": "O 12", "a.u": "O 1"}}, ["Trigger a.u ist überzählig."]),
        ({"functions": {"f()": "35"}}, ["Funktion f() ist anders."]),
        ({"names": []}, ["a.pk fehlt."]),
        ({"migrations": []}, ["Migration a.0001 fehlt."]),
    ],
)
def test_what_a_restored_database_lacks_is_named(now: dict[str, object], said: list[str]) -> None:
    assert differences(FACTS, msgspec.structs.replace(FACTS, **now)) == said


def names(days: int, a_day: int = 1) -> list[str]:
    """Return the names of so many days' sets, the last of them on 30 November 2026."""
    last = date(2026, 11, 30)
    return sorted(
        f"{last - timedelta(days=back)}T{hour:02}0000Z" for back in range(days) for hour in range(a_day)
    )


@pytest.mark.parametrize(
    ("retention", "sets", "kept"),
    [
        (Retention(), names(90), names(90)),
        (Retention(daily=7), names(30), names(7)),
        (Retention(daily=2), names(3, a_day=3), ["2026-11-29T020000Z", "2026-11-30T020000Z"]),
        (
            Retention(daily=2, weekly=3),
            names(30),
            ["2026-11-22T000000Z", "2026-11-29T000000Z", "2026-11-30T000000Z"],
        ),
        (
            Retention(monthly=3),
            names(90),
            ["2026-09-30T000000Z", "2026-10-31T000000Z", "2026-11-30T000000Z"],
        ),
        (Retention(daily=1), [], []),
        (Retention(weekly=5), ["2026-11-30T000000Z-2"], ["2026-11-30T000000Z-2"]),
    ],
)
def test_which_sets_are_kept(retention: Retention, sets: list[str], kept: list[str]) -> None:
    assert sorted({*sets} - {*retention.surplus(sets)}) == kept


@given(
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 5),
    st.sets(st.sampled_from(names(120, a_day=2)), min_size=1),
)
def test_the_latest_set_is_never_removed(daily: int, weekly: int, monthly: int, sets: set[str]) -> None:
    surplus = Retention(daily=daily, weekly=weekly, monthly=monthly).surplus(sets)
    assert max(sets) not in surplus
    assert set(surplus) <= sets


def test_a_fingerprint_tells_another_key_and_not_the_key(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECOND_FACTOR_KEYS = "a long random secret", ["another one"]
    before = outside_parts()
    assert not any("secret" in part.fingerprint or "another" in part.fingerprint for part in before)
    assert changed_parts(before) == []
    settings.SECOND_FACTOR_KEYS = ["a new one"]
    assert changed_parts(before) == ["MITWIRKUNG_MFA_KEY"]
