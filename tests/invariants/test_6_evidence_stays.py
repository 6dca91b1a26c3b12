"""Invariant 6: evidence is append-only, numbered without gaps, never before its report, never malware."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.models import Evidence, VirusCheck
from tests.files.samples import pdf
from tests.invariants.attempts import refused
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT, add, file, reference
from tests.tracking.report_factories import DONE, make_report, obligation_of

KEPT = [Evidence, VirusCheck]


@pytest.fixture
def proven(scenario: Scenario) -> Evidence:
    """A report with a file that was checked, and a number."""
    report = make_report(
        obligation_of(scenario.signed, "O-12"), DONE, scenario.people["staff"], AT, amount=43
    )
    made = add(report, file(pdf()), scenario.people["staff"])
    add(report, reference(), scenario.people["staff"])
    assert made.file is not None
    made.file.virus_checks.create(checked_at=AT, scanner="ClamAV")
    return made


def copied(row: Evidence, **change: object) -> Evidence:
    """Insert a copy of a row with other columns, past every form and action."""
    values = {field.attname: getattr(row, field.attname) for field in Evidence._meta.concrete_fields}
    return Evidence.objects.create(**{**values, "id": None, **change})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": 4}, "jemand anderes einen Nachweis"),
        ({"number": 2}, "jemand anderes einen Nachweis"),
        ({"version": 3}, "andere Fassung"),
        ({"number": 3, "added_at": AT - timedelta(seconds=1)}, "kommt nicht vor seiner Meldung"),
    ],
)
def test_pieces_and_versions_have_no_gaps(proven: Evidence, change: dict[str, object], words: str) -> None:
    with refused(words):
        copied(proven, **change)
    copied(proven, version=2)


def test_what_is_known_to_be_malware_is_no_evidence(proven: Evidence) -> None:
    assert proven.file is not None
    proven.file.virus_checks.create(checked_at=AT, scanner="ClamAV", found="Eicar-Test")
    with refused("Schadsoftware"):
        copied(proven, version=2)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "link"},
        {"kind": "note"},
        {"kind": "file", "file_id": None},
        {"kind": "reference", "file_id": None},
        {"kind": "link", "file_id": None, "url": "javascript:alert(1)"},
        {"kind": "scroll"},
        {"starts_on": "2026-02-01", "ends_on": "2026-01-01"},
        {"starts_on": "2026-02-01", "last_valid_on": "2026-01-01"},
    ],
    ids=str,
)
def test_a_piece_is_of_its_kind(proven: Evidence, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(proven, version=2, **change)
