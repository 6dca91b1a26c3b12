"""Invariant 6: staff release reports are append-only, consecutive, complete, and answered by the other side."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from agreements.models import ReleaseAnswer, ReleaseLine, ReleaseReport, StaffRelease
from tests.invariants.attempts import DISGUISES, copy_of, disguised, refused, sql, table
from tests.scenario import Scenario
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    Q3,
    answer_quarter_report,
    make_quarter_report,
)

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
KEPT = [ReleaseReport, ReleaseLine, ReleaseAnswer]


@pytest.fixture
def reported(scenario: Scenario) -> ReleaseReport:
    """A quarter that was reported and asked back."""
    made = make_quarter_report(scenario.signed.agreement, Q3, scenario.people["staff"], AT)
    answer_quarter_report(made, scenario.amira, AT, question="Seit wann?")
    return made


def line(report: ReleaseReport, post: int, values: str = "0.1, NULL, NULL") -> str:
    return (
        f"INSERT INTO {table(ReleaseLine)} (report_id, post_id, filled, vacated_on, last_vacant_on, substitute, remark) "
        f"VALUES ({report.pk}, {post}, {values}, '', '')"
    )


@disguised
def test_no_line_is_slipped_into_a_report(disguise: str, reported: ReleaseReport) -> None:
    taken = set(reported.lines.values_list("post_id", flat=True))
    terms = reported.lines.all()[0].post.terms.instrument.terms.values_list("pk", flat=True)
    post = StaffRelease.objects.filter(terms__in=list(terms)).exclude(pk__in=taken)[0]
    with DISGUISES[disguise](), refused("keine weiteren Zeilen"):
        sql(line(reported, post.pk))


def test_reports_follow_one_another(scenario: Scenario, reported: ReleaseReport) -> None:
    name, agreement = table(ReleaseReport), reported.agreement_id
    insert = (
        f"INSERT INTO {name} (agreement_id, quarter_on, number, size, reported_at, reported_by_id) VALUES "
    )
    bogdan = scenario.people["staff"].pk
    with refused("inzwischen jemand anderes"):
        sql(f"{insert} ({agreement}, '2025-07-01', 3, 1, now(), {bogdan})")
    with refused("inzwischen jemand anderes"):
        sql(copy_of(reported))
    with refused("noch nicht begonnen"):
        sql(f"{insert} ({agreement}, '2026-04-01', 1, 1, '2026-03-31 21:59:59+00', {bogdan})")
    assert sql(f"{insert} ({agreement}, '2026-04-01', 1, 1, '2026-03-31 22:00:00+00', {bogdan})") == 1
    with refused("unterzeichneten Vertrag"):
        sql(f"{insert} ({scenario.signing.agreement_id}, '2025-07-01', 1, 1, now(), {bogdan})")
    for quarter, size in (("2025-08-01", 1), ("2025-07-02", 1), ("2025-10-01", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"{insert} ({agreement}, '{quarter}', 1, {size}, now(), {bogdan})")


def test_a_line_is_about_a_signed_post_of_its_contract(scenario: Scenario, reported: ReleaseReport) -> None:
    empty = ReleaseReport.objects.create(
        agreement=reported.agreement,
        quarter_on=date(2025, 10, 1),
        number=1,
        size=9,
        reported_at=AT,
        reported_by=scenario.people["staff"],
    )
    of_others = StaffRelease.objects.filter(terms__instrument=scenario.signing, function=COORDINATION).get()
    own = StaffRelease.objects.filter(terms__instrument=scenario.signed, function=COORDINATION).get()
    with refused("demselben unterzeichneten Vertrag"):
        sql(line(empty, of_others.pk))
    for values in ("0.5, '2026-01-01', NULL", "0.5, '2025-06-01', '2025-09-30'"):
        with refused("nicht in diesem Quartal"):
            sql(line(empty, own.pk, values))
    with refused("mehr als 100 Prozent"):
        sql(line(empty, own.pk, "1.001, NULL, NULL"))
    for values in (
        "-0.1, NULL, NULL",
        "0, NULL, NULL",
        "38.5, NULL, NULL",  # hours of a week
        "0.5, NULL, '2025-11-01'",
        "0.5, '2025-11-02', '2025-11-01'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(line(empty, own.pk, values))
    assert sql(line(empty, own.pk, "0.5, '2025-11-02', NULL")) == 1


def test_nobody_answers_her_own_report_or_an_old_one(scenario: Scenario, reported: ReleaseReport) -> None:
    answer = f"INSERT INTO {table(ReleaseAnswer)} (report_id, number, decision, remark, answered_at, answered_by_id) VALUES "
    with refused("bestätigt niemand selbst"):
        sql(f"{answer} ({reported.pk}, 2, 'confirmed', '', now(), {reported.reported_by_id})")
    with refused("jemand anderes geantwortet"):
        sql(f"{answer} ({reported.pk}, 3, 'confirmed', '', now(), {scenario.amira.pk})")
    make_quarter_report(reported.agreement, Q3, scenario.people["lead"], AT)
    with refused("neuere Meldung"):
        sql(f"{answer} ({reported.pk}, 2, 'confirmed', '', now(), {scenario.amira.pk})")


def test_a_reported_share_knows_a_post_and_nobody() -> None:
    """Invariant 11 for reports: office and function, no person, no number of hours."""
    assert {field.name for field in ReleaseLine._meta.get_fields()} == {
        "id",
        "report",
        "post",
        "filled",
        "vacated_on",
        "last_vacant_on",
        "substitute",
        "substitute_share",
        "remark",
    }
    assert {field.related_model for field in ReleaseLine._meta.get_fields() if field.is_relation} == {
        ReleaseReport,
        StaffRelease,
    }
