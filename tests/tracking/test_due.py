"""When something is due: tables for the five shapes of rules."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.content import DueRule
from agreements.tracking.due import (
    NO_RESOLUTION,
    NOT_IN_FORCE,
    ON_EVENT,
    TERM_ENDS,
    ContractDates,
    Occurrence,
    due,
)
from agreements.vocabulary import Anchor, DueShape

PANKOW = ContractDates(
    begins_on=date(2023, 7, 1),
    signed_on=date(2023, 7, 3),
    in_force_on=date(2023, 7, 3),
    last_day=date(2026, 6, 30),
    ba_resolution_on=None,
)
YEARLY_JANUARY = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=1, due_day=31)
PER_YEAR = DueRule(shape=DueShape.COUNT, period_months=12)


def fixed(day: date) -> DueRule:
    return DueRule(shape=DueShape.FIXED, due_on=day)


def offset(anchor: Anchor, months: int, period: int | None = None) -> DueRule:
    return DueRule(shape=DueShape.OFFSET, anchor=anchor, offset_months=months, period_months=period)


def period(months: int, month: int, day: int) -> DueRule:
    return DueRule(shape=DueShape.PERIOD, period_months=months, due_month=month, due_day=day)


def days(occurrence: Occurrence | None) -> tuple[date, date] | None:
    return (occurrence.starts_on, occurrence.due_on) if occurrence else None


@pytest.mark.parametrize(
    ("rule", "as_of", "due_on", "is_past"),
    [
        pytest.param(
            fixed(date(2024, 2, 29)), date(2024, 2, 29), date(2024, 2, 29), False, id="on the day itself"
        ),
        pytest.param(fixed(date(2024, 2, 29)), date(2024, 3, 1), date(2024, 2, 29), True, id="the day after"),
        pytest.param(
            fixed(date(2023, 1, 1)), date(2023, 8, 1), date(2023, 7, 3), True, id="not before in force"
        ),
        pytest.param(
            fixed(date(2030, 1, 1)), date(2026, 8, 1), date(2030, 1, 1), False, id="once after the term"
        ),
        pytest.param(
            offset(Anchor.BEGIN, 3), date(2023, 8, 1), date(2023, 10, 1), False, id="begin plus three"
        ),
        pytest.param(
            offset(Anchor.SIGNING, 6), date(2023, 8, 1), date(2024, 1, 3), False, id="signing, year turn"
        ),
        pytest.param(offset(Anchor.BEGIN, 0), date(2023, 7, 3), date(2023, 7, 3), False, id="at once"),
    ],
)
def test_what_is_due_once(rule: DueRule, as_of: date, due_on: date, is_past: bool) -> None:
    found = due(rule, PANKOW, as_of)
    expected = Occurrence(date(2023, 7, 3), due_on)
    assert (found.previous, found.next) == ((expected, None) if is_past else (None, expected))
    assert not found.recurs
    assert found.reason == ""


@pytest.mark.parametrize(
    ("begin", "months", "due_on"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 3, 31), 1, date(2023, 4, 30)),
        (date(2023, 8, 31), 18, date(2025, 2, 28)),
    ],
)
def test_an_offset_ends_on_the_last_day_of_a_shorter_month(begin: date, months: int, due_on: date) -> None:
    contract = replace(PANKOW, begins_on=begin, signed_on=begin, in_force_on=begin)
    found = due(offset(Anchor.BEGIN, months), contract, begin)
    assert found.next == Occurrence(begin, due_on)


@pytest.mark.parametrize(
    ("rule", "as_of", "previous", "following"),
    [
        pytest.param(
            YEARLY_JANUARY,
            date(2023, 7, 3),
            None,
            (date(2023, 7, 3), date(2024, 1, 31)),
            id="the first period begins with the contract",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2025, 1, 31),
            (date(2023, 7, 3), date(2024, 1, 31)),
            (date(2024, 2, 1), date(2025, 1, 31)),
            id="on the day",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2025, 2, 1),
            (date(2024, 2, 1), date(2025, 1, 31)),
            (date(2025, 2, 1), date(2026, 1, 31)),
            id="the day after",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2026, 2, 1),
            (date(2025, 2, 1), date(2026, 1, 31)),
            None,
            id="the next one lies after the term",
        ),
        pytest.param(
            YEARLY_JANUARY,
            date(2031, 1, 1),
            (date(2025, 2, 1), date(2026, 1, 31)),
            None,
            id="long after the term",
        ),
        pytest.param(
            period(12, 2, 29),
            date(2024, 3, 1),
            (date(2023, 7, 3), date(2024, 2, 29)),
            (date(2024, 3, 1), date(2025, 2, 28)),
            id="29 February in a common year",
        ),
        pytest.param(
            period(1, 1, 31),
            date(2024, 4, 1),
            (date(2024, 3, 1), date(2024, 3, 31)),
            (date(2024, 4, 1), date(2024, 4, 30)),
            id="monthly on the 31st",
        ),
        pytest.param(
            period(6, 9, 30),
            date(2024, 1, 1),
            (date(2023, 7, 3), date(2023, 9, 30)),
            (date(2023, 10, 1), date(2024, 3, 30)),
            id="half-yearly over the turn of the year",
        ),
        pytest.param(
            period(24, 3, 31),
            date(2024, 4, 1),
            (date(2023, 7, 3), date(2024, 3, 31)),
            (date(2024, 4, 1), date(2026, 3, 31)),
            id="every second year from the first such day",
        ),
        pytest.param(
            PER_YEAR,
            date(2024, 1, 1),
            (date(2023, 7, 3), date(2023, 12, 31)),
            (date(2024, 1, 1), date(2024, 12, 31)),
            id="a count per calendar year",
        ),
        pytest.param(
            DueRule(shape=DueShape.COUNT, period_months=3),
            date(2024, 2, 10),
            (date(2023, 10, 1), date(2023, 12, 31)),
            (date(2024, 1, 1), date(2024, 3, 31)),
            id="a count per quarter",
        ),
        pytest.param(
            DueRule(shape=DueShape.COUNT, period_months=24),
            date(2024, 2, 10),
            None,
            (date(2023, 7, 3), date(2024, 12, 31)),
            id="a count per two calendar years",
        ),
        pytest.param(
            offset(Anchor.BEGIN, 3, 12),
            date(2024, 10, 1),
            (date(2023, 7, 3), date(2023, 10, 1)),
            (date(2023, 10, 2), date(2024, 10, 1)),
            id="begin plus three, then yearly",
        ),
        pytest.param(
            DueRule(shape=DueShape.PERIOD, period_months=12, anchor=Anchor.BEGIN, offset_months=3),
            date(2023, 10, 2),
            (date(2023, 7, 3), date(2023, 10, 1)),
            (date(2023, 10, 2), date(2024, 10, 1)),
            id="yearly from begin plus three",
        ),
    ],
)
def test_what_comes_back(
    rule: DueRule, as_of: date, previous: tuple[date, date] | None, following: tuple[date, date] | None
) -> None:
    found = due(rule, PANKOW, as_of)
    assert found.recurs
    assert (days(found.previous), days(found.next)) == (previous, following)


def test_nothing_recurs_before_the_contract_is_in_force() -> None:
    late = replace(PANKOW, in_force_on=date(2024, 2, 1))
    assert due(YEARLY_JANUARY, late, date(2024, 1, 15)).next == Occurrence(
        date(2024, 2, 1), date(2025, 1, 31)
    )


@pytest.mark.parametrize(
    ("rule", "contract", "reason", "recurs"),
    [
        (DueRule(shape=DueShape.EVENT, trigger="bei jeder Änderung"), PANKOW, ON_EVENT, False),
        (offset(Anchor.BA_RESOLUTION, 3), PANKOW, NO_RESOLUTION, False),
        (YEARLY_JANUARY, replace(PANKOW, in_force_on=None), NOT_IN_FORCE, True),
        (PER_YEAR, replace(PANKOW, last_day=date(2023, 12, 30)), TERM_ENDS, True),
    ],
)
def test_a_due_date_that_does_not_exist_says_why(
    rule: DueRule, contract: ContractDates, reason: str, recurs: bool
) -> None:
    found = due(rule, contract, date(2024, 5, 5))
    assert (found.previous, found.next, found.reason, found.recurs) == (None, None, reason, recurs)


def test_the_resolution_dates_what_waited_for_it() -> None:
    contract = replace(PANKOW, ba_resolution_on=date(2023, 8, 29))
    assert due(offset(Anchor.BA_RESOLUTION, 3), contract, date(2023, 9, 1)).next == Occurrence(
        date(2023, 7, 3), date(2023, 11, 29)
    )


def test_the_previous_one_counts_until_it_is_settled() -> None:
    found = due(YEARLY_JANUARY, PANKOW, date(2025, 3, 1))
    assert found.current(previous_settled=False) == found.previous
    assert found.current(previous_settled=True) == found.next
