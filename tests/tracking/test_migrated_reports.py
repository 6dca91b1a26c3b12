"""Reports from before they named their occurrence: each gets the one that it counted for then, and nothing is lost."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from agreements.choices import Progress, Side
from agreements.migrations._occurrences_of_reports import name_occurrences
from agreements.models import Obligation, Report
from districts.models import User
from tests.scenario import Scenario
from tests.tracking.report_factories import DONE, IMPOSSIBLE, NOT, WORKING, owed

# the scenario's contract begins on 1 April 2025


def told_before(duty: Obligation, by: User, *said: tuple[date, Progress]) -> None:
    """Put reports as they were: on an obligation, with the moment and nothing about an occurrence."""
    for number, (day, progress) in enumerate(said, start=1):
        Report.objects.create(
            obligation=duty,
            terms=duty.terms.all()[0],
            key="alt",
            number=number,
            side=Side.ASSOCIATION,
            progress=progress,
            remark="Wie es war.",
            done_on=date(2025, 3, 1),
            reported_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
            reported_by=by,
        )


def migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    name_occurrences(apps, connection.schema_editor())


@pytest.mark.parametrize(
    ("code", "said", "keys"),
    [
        pytest.param("O-06", [(date(2025, 5, 1), DONE)], ["2025-10-01"], id="once"),
        pytest.param(
            "O-06",
            [(date(2027, 5, 1), WORKING), (date(2027, 6, 1), DONE)],
            ["2025-10-01"] * 2,
            id="once, late",
        ),
        pytest.param("O-17", [(date(2025, 5, 1), DONE)], ["offen"], id="before its day is known"),
        pytest.param("O-27", [(date(2025, 5, 1), DONE)], ["offen"], id="on an occasion"),
        pytest.param("O-12", [(date(2025, 11, 15), DONE)], ["2025-12-31"], id="early"),
        pytest.param("O-12", [(date(2026, 2, 1), DONE)], ["2025-12-31"], id="late, for what it was late for"),
        pytest.param(
            "O-12",
            [(date(2026, 2, 1), DONE), (date(2026, 2, 15), DONE)],
            ["2025-12-31", "2026-12-31"],
            id="the second one for the next",
        ),
        pytest.param(
            "O-12",
            [(date(2026, 2, 1), NOT), (date(2026, 2, 1), DONE)],
            ["2025-12-31"] * 2,
            id="put right on the same day",
        ),
        pytest.param("O-12", [(date(2026, 11, 15), DONE)], ["2026-12-31"], id="nearer to the next one"),
        pytest.param(
            "O-12",
            [(date(2025, 11, 1), IMPOSSIBLE), (date(2026, 1, 5), NOT)],
            ["2025-12-31", "2026-12-31"],
            id="after what was impossible",
        ),
    ],
)
def test_each_report_gets_the_occurrence_that_it_counted_for(
    code: str, said: list[tuple[date, Progress]], keys: list[str], scenario: Scenario
) -> None:
    duty = owed(scenario.signed, code)
    told_before(duty, scenario.people["staff"], *said)
    migrate()
    reports = list(duty.reports.order_by("reported_at", "pk"))
    assert [one.key for one in reports] == keys
    assert [(one.done_on, one.progress, one.remark) for one in reports] == [
        (day, progress, "Wie es war.") for day, progress in said
    ]
    assert {one.side for one in reports} == {Side.DISTRICT}
    for key in keys:
        numbers = [one.number for one in reports if one.key == key]
        assert numbers == list(range(1, len(numbers) + 1))
    for one in reports:
        assert one.due_on == (None if one.key == "offen" else date.fromisoformat(one.key))
        assert one.terms.instrument == scenario.signed


def test_the_guards_stand_again_afterwards(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-06")
    told_before(duty, scenario.people["staff"], (date(2025, 5, 1), DONE))
    migrate()
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.reports.update(remark="Anders.")


def test_who_reported_for_both_sides_is_asked_by_role(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-25")
    for number, who in enumerate(("staff", "coordinator"), start=1):
        Report.objects.create(
            obligation=duty,
            terms=duty.terms.all()[0],
            key="alt",
            number=number,
            side=Side.DISTRICT,
            progress=DONE,
            done_on=date(2025, 3, 1),
            reported_at=datetime(2026, 3, 1, number, tzinfo=UTC),
            reported_by=scenario.people[who],
        )
    migrate()
    assert list(duty.reports.order_by("pk").values_list("side", flat=True)) == [
        Side.DISTRICT,
        Side.ASSOCIATION,
    ]


def test_where_nobody_has_reported_nothing_is_touched(scenario: Scenario) -> None:
    migrate()
    assert not Report.objects.exists()
