"""Due dates under one text: tables for each shape of rule."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.choices import Anchor, DueShape, ReactionUnit
from agreements.content import DueRule
from agreements.tracking.schedule.building import build_schedule
from agreements.tracking.schedule.facts import (
    NOT_IN_FORCE,
    ON_EVENT,
    TERM_ENDS,
    UNDATED,
    WITHOUT_ANCHOR,
    Events,
    OccasionFact,
)
from tests.tracking.schedule.terms import (
    PANKOW,
    count,
    due_days,
    event,
    fixed,
    occurrences,
    offset,
    period,
    text,
)

YEARLY_JANUARY = period(12, 1, 31)
IN_FORCE = date(2023, 7, 3)


@pytest.mark.parametrize(
    ("rule", "as_of", "due_on"),
    [
        pytest.param(fixed(date(2024, 2, 29)), date(2024, 2, 29), date(2024, 2, 29), id="on the day itself"),
        pytest.param(fixed(date(2024, 2, 29)), date(2024, 3, 1), date(2024, 2, 29), id="the day after"),
        pytest.param(fixed(date(2023, 1, 1)), date(2023, 8, 1), IN_FORCE, id="not before in force"),
        pytest.param(
            fixed(date(2030, 1, 1)), date(2026, 8, 1), date(2030, 1, 1), id="once, even after the term"
        ),
        pytest.param(offset(Anchor.BEGIN, 3), date(2023, 8, 1), date(2023, 10, 1), id="begin plus three"),
        pytest.param(offset(Anchor.SIGNING, 6), date(2023, 8, 1), date(2024, 1, 3), id="signing, year turn"),
        pytest.param(offset(Anchor.BEGIN, 0), IN_FORCE, IN_FORCE, id="at once"),
    ],
)
def test_single_dates(rule: DueRule, as_of: date, due_on: date) -> None:
    [found] = occurrences(rule, PANKOW, as_of)
    assert (found.key, found.starts_on, found.due_on) == (due_on.isoformat(), IN_FORCE, due_on)


@pytest.mark.parametrize(
    ("begin", "months", "due_on"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 3, 31), 1, date(2023, 4, 30)),
        (date(2023, 8, 31), 18, date(2025, 2, 28)),
    ],
)
def test_an_offset_ends_on_the_last_day_of_a_shorter_month(begin: date, months: int, due_on: date) -> None:
    contract = replace(PANKOW, begins_on=begin, signed_on=begin, in_force_on=begin)
    assert due_days(occurrences(offset(Anchor.BEGIN, months), contract, begin)) == [due_on]


@pytest.mark.parametrize(
    ("rule", "as_of", "last_two"),
    [
        pytest.param(
            YEARLY_JANUARY, IN_FORCE, [(IN_FORCE, date(2024, 1, 31))], id="the first begins with the contract"
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2025, 1, 31),
            [(IN_FORCE, date(2024, 1, 31)), (date(2024, 2, 1), date(2025, 1, 31))],
            id="on the day",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2025, 2, 1),
            [(date(2024, 2, 1), date(2025, 1, 31)), (date(2025, 2, 1), date(2026, 1, 31))],
            id="the day after",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2031, 1, 1),
            [(date(2024, 2, 1), date(2025, 1, 31)), (date(2025, 2, 1), date(2026, 1, 31))],
            id="the next one lies after the term",
        ),
        pytest.param(
            period(12, 2, 29),
            date(2024, 3, 1),
            [(IN_FORCE, date(2024, 2, 29)), (date(2024, 3, 1), date(2025, 2, 28))],
            id="29 February in a common year",
        ),
        pytest.param(
            period(1, 1, 31),
            date(2024, 2, 1),
            [(date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29))],
            id="monthly on the 31st",
        ),
        pytest.param(
            period(6, 9, 30),
            date(2024, 1, 1),
            [(IN_FORCE, date(2023, 9, 30)), (date(2023, 10, 1), date(2024, 3, 30))],
            id="half-yearly over the turn of the year",
        ),
        pytest.param(
            period(24, 3, 31),
            date(2024, 4, 1),
            [(IN_FORCE, date(2024, 3, 31)), (date(2024, 4, 1), date(2026, 3, 31))],
            id="every second year from the first such day",
        ),
        pytest.param(
            count(12),
            date(2024, 1, 1),
            [(IN_FORCE, date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))],
            id="a count per calendar year",
        ),
        pytest.param(
            count(3),
            date(2024, 2, 10),
            [(date(2023, 10, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 3, 31))],
            id="a count per quarter",
        ),
        pytest.param(
            count(24), date(2024, 2, 10), [(IN_FORCE, date(2024, 12, 31))], id="a count per two years"
        ),
        pytest.param(
            offset(Anchor.BEGIN, 3, 12),
            date(2024, 10, 1),
            [(IN_FORCE, date(2023, 10, 1)), (date(2023, 10, 2), date(2024, 10, 1))],
            id="begin plus three, then yearly",
        ),
        pytest.param(
            DueRule(shape=DueShape.PERIOD, period_months=12, anchor=Anchor.BEGIN, offset_months=3),
            date(2023, 10, 2),
            [(IN_FORCE, date(2023, 10, 1)), (date(2023, 10, 2), date(2024, 10, 1))],
            id="yearly from begin plus three",
        ),
    ],
)
def test_recurring_dates(rule: DueRule, as_of: date, last_two: list[tuple[date, date]]) -> None:
    schedule = build_schedule([text(rule)], PANKOW, as_of)
    assert schedule.recurs
    assert [(one.starts_on, one.due_on) for one in schedule.occurrences][-2:] == last_two


def test_a_late_contract_shifts_the_first_period() -> None:
    late = replace(PANKOW, in_force_on=date(2024, 2, 1))
    [found] = occurrences(YEARLY_JANUARY, late, date(2024, 1, 15))
    assert (found.starts_on, found.due_on) == (date(2024, 2, 1), date(2025, 1, 31))


@pytest.mark.parametrize(
    ("rule", "events", "reason", "keys"),
    [
        (event(), PANKOW, ON_EVENT, []),
        (offset(Anchor.BA_RESOLUTION, 3), PANKOW, WITHOUT_ANCHOR[Anchor.BA_RESOLUTION], [UNDATED]),
        (offset(Anchor.BA_RESOLUTION, 3, 12), PANKOW, WITHOUT_ANCHOR[Anchor.BA_RESOLUTION], [UNDATED]),
        (offset(Anchor.FULFILMENT, 3), PANKOW, WITHOUT_ANCHOR[Anchor.FULFILMENT], [UNDATED]),
        (YEARLY_JANUARY, replace(PANKOW, in_force_on=None), NOT_IN_FORCE, []),
        (count(12), replace(PANKOW, last_day=date(2023, 12, 30)), TERM_ENDS, [UNDATED]),
    ],
)
def test_missing_due_date_has_a_reason(rule: DueRule, events: Events, reason: str, keys: list[str]) -> None:
    schedule = build_schedule([text(rule, events.in_force_on)], events, date(2024, 5, 5))
    assert (schedule.reason, [one.key for one in schedule.occurrences]) == (reason, keys)


def test_resolution_sets_the_due_date() -> None:
    known = replace(PANKOW, ba_resolution_on=date(2023, 8, 29))
    assert due_days(occurrences(offset(Anchor.BA_RESOLUTION, 3), known, date(2023, 9, 1))) == [
        date(2023, 11, 29)
    ]


def test_fulfilment_of_another_obligation_sets_the_due_date() -> None:
    rule = DueRule(shape=DueShape.OFFSET, anchor=Anchor.FULFILMENT, anchor_code="O-06", offset_months=6)
    for fulfilled, expected in (
        ({"O-06": date(2024, 8, 31)}, [date(2025, 2, 28)]),
        ({"O-07": date(2024, 8, 31)}, [None]),
    ):
        found = occurrences(rule, replace(PANKOW, fulfilled=fulfilled), date(2024, 9, 1))
        assert due_days(found) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "happened", "due_on"),
    [
        (3, ReactionUnit.DAYS, date(2024, 2, 27), date(2024, 3, 1)),
        (4, ReactionUnit.WEEKS, date(2024, 3, 10), date(2024, 4, 7)),
        (5, ReactionUnit.WORKING_DAYS, date(2024, 5, 6), date(2024, 5, 14)),  # over Ascension Day
        (None, None, date(2024, 5, 6), None),
    ],
)
def test_reaction_time_after_an_occasion(
    amount: int | None, unit: ReactionUnit | None, happened: date, due_on: date | None
) -> None:
    contract = replace(PANKOW, occasions=(OccasionFact(7, happened),))
    [found] = occurrences(event(amount, unit), contract, date(2024, 6, 1))
    assert (found.key, found.starts_on, found.due_on) == ("anlass-7", happened, due_on)
    assert found.is_occasion


def test_extended_and_shortened_term() -> None:
    longer = replace(PANKOW, last_day=date(2027, 6, 30))
    days = [date(2024, 1, 31), date(2025, 1, 31), date(2026, 1, 31)]
    assert due_days(occurrences(YEARLY_JANUARY, PANKOW, date(2026, 2, 1))) == days
    assert due_days(occurrences(YEARLY_JANUARY, longer, date(2026, 2, 1))) == [*days, date(2027, 1, 31)]
    shorter = replace(PANKOW, last_day=date(2025, 1, 30))
    assert due_days(occurrences(YEARLY_JANUARY, shorter, date(2026, 2, 1))) == days[:1]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (YEARLY_JANUARY, ["2024-01-31", "2025-01-31", "2026-01-31", "2027-01-31"]),
        (count(12), ["2023-12-31", "2024-12-31", "2025-12-31", "2026-12-31"]),
        (period(12, 6, 30), ["2024-06-30", "2025-06-30", "2026-06-30"]),
    ],
)
def test_last_period_is_due_after_the_end_if_the_rule_survives(rule: DueRule, days: list[str]) -> None:
    """Pankow's contract ends on 30.06.2026."""
    later = date(2031, 1, 1)
    found = due_days(occurrences(replace(rule, survives=True), PANKOW, later))
    assert found == [date.fromisoformat(day) for day in days]
    within = [day for day in found if day and PANKOW.last_day and day <= PANKOW.last_day]
    assert due_days(occurrences(rule, PANKOW, later)) == within
