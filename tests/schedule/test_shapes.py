"""Due dates under one text: tables for each shape of rule."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.choices import Anchor, DueShape
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import (
    NOT_IN_FORCE,
    ON_EVENT,
    TERM_ENDS,
    UNDATED,
    WITHOUT_ANCHOR,
    Events,
    OccasionFact,
)
from agreements.schedule.offsets import shifted
from tests.schedule.terms import (
    PANKOW,
    after,
    before,
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
    assert schedule.current
    assert schedule.current.recurs
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
        (
            offset(Anchor.END, 3),
            replace(PANKOW, last_day=None),
            WITHOUT_ANCHOR[Anchor.END],
            [UNDATED],
        ),
        (offset(Anchor.MILESTONE, 3), PANKOW, WITHOUT_ANCHOR[Anchor.MILESTONE], [UNDATED]),
        (
            count(12, PeriodYear.CONTRACT),
            replace(PANKOW, begins_on=None),
            WITHOUT_ANCHOR[Anchor.BEGIN],
            [UNDATED],
        ),
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
    ("distance", "happened", "due_on"),
    [
        (after(3, OffsetUnit.DAYS), date(2024, 2, 27), date(2024, 3, 1)),
        (after(4, OffsetUnit.WEEKS), date(2024, 3, 10), date(2024, 4, 7)),
        (after(2, OffsetUnit.MONTHS), date(2023, 12, 31), date(2024, 2, 29)),
        (after(5, OffsetUnit.WORKING_DAYS), date(2024, 5, 6), date(2024, 5, 14)),  # over Ascension Day
        (before(5, OffsetUnit.WORKING_DAYS), date(2024, 5, 14), date(2024, 5, 6)),
        (None, date(2024, 5, 6), None),
    ],
)
def test_reaction_time_after_an_occasion(
    distance: Offset | None, happened: date, due_on: date | None
) -> None:
    contract = replace(PANKOW, occasions=(OccasionFact(7, happened),))
    [found] = occurrences(event(distance), contract, date(2024, 6, 1))
    assert (found.key, found.starts_on, found.due_on) == ("anlass-7", happened, due_on)
    assert found.is_occasion


@pytest.mark.parametrize(
    ("day", "distance", "due_on"),
    [
        # the last day from which the months still fit, as for a notice to the end of a term
        (date(2027, 6, 30), before(3, OffsetUnit.MONTHS), date(2027, 3, 31)),
        (date(2027, 2, 28), before(3, OffsetUnit.MONTHS), date(2026, 11, 30)),
        (date(2028, 2, 29), before(3, OffsetUnit.MONTHS), date(2027, 11, 30)),
        (date(2027, 5, 31), before(3, OffsetUnit.MONTHS), date(2027, 2, 28)),
        (date(2028, 5, 31), before(3, OffsetUnit.MONTHS), date(2028, 2, 29)),
        (date(2027, 5, 30), before(3, OffsetUnit.MONTHS), date(2027, 2, 28)),
        (date(2027, 8, 15), before(3, OffsetUnit.MONTHS), date(2027, 5, 15)),
        (date(2027, 12, 31), before(18, OffsetUnit.MONTHS), date(2026, 6, 30)),
        (date(2026, 6, 30), before(4, OffsetUnit.WEEKS), date(2026, 6, 2)),
        (date(2026, 3, 1), before(1, OffsetUnit.DAYS), date(2026, 2, 28)),
        (date(2026, 4, 7), before(1, OffsetUnit.WORKING_DAYS), date(2026, 4, 2)),  # over Easter
        (date(2026, 1, 31), after(1, OffsetUnit.MONTHS), date(2026, 2, 28)),
    ],
)
def test_days_at_a_distance(day: date, distance: Offset, due_on: date) -> None:
    assert shifted(day, distance) == due_on


def test_the_term_decides_what_is_due_before_its_end() -> None:
    rule = offset(Anchor.END, before(4, OffsetUnit.WEEKS))
    assert due_days(occurrences(rule, PANKOW, date(2024, 1, 1))) == [date(2026, 6, 2)]
    longer = replace(PANKOW, last_day=date(2027, 6, 30))
    assert due_days(occurrences(rule, longer, date(2024, 1, 1))) == [date(2027, 6, 2)]


def test_a_milestone_with_a_day_sets_the_due_date() -> None:
    rule = replace(offset(Anchor.MILESTONE, before(10, OffsetUnit.WORKING_DAYS)), anchor_milestone="Fachtag")
    for milestones, expected in (
        ({"Fachtag": date(2024, 5, 15)}, [date(2024, 4, 29)]),  # 1 May and Ascension Day lie between
        ({"Auftakt": date(2024, 5, 15)}, [None]),
    ):
        found = occurrences(rule, replace(PANKOW, milestones=milestones), date(2024, 1, 1))
        assert due_days(found) == expected


@pytest.mark.parametrize(
    ("begin", "days"),
    [
        (date(2024, 2, 1), ["2024-02-29", "2024-03-31", "2024-04-30"]),
        (date(2024, 1, 31), ["2024-02-29", "2024-03-30", "2024-04-30"]),
        (date(2023, 1, 30), ["2023-02-28", "2023-03-29", "2023-04-29"]),
        (date(2024, 3, 1), ["2024-03-31", "2024-04-30", "2024-05-31"]),
    ],
)
def test_contract_months_end_before_the_day_they_began_on(begin: date, days: list[str]) -> None:
    events = Events(begins_on=begin, signed_on=begin, in_force_on=begin)
    found = occurrences(count(1, PeriodYear.CONTRACT), events, date(2024, 12, 31))
    assert [one.key for one in found[:3]] == days


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
