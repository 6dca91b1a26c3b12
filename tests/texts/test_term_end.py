"""The last day for a notice and the extensions, against tables and a slow second implementation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.term_end import extended_until, last_notice_day, next_notice_day, term_ends
from tests.texts.slow_terms import slow_last_notice, slow_next_notice, slow_period_end, slow_span_end

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(0, 36)


@st.composite
def ends_and_changes(draw: st.DrawFn) -> tuple[date, list[tuple[date, int]]]:
    """Draw the end of a term and changes of the period of notice near it."""
    end = draw(DAYS)
    days = st.integers(-1500, 300).map(lambda days: end + timedelta(days))
    return end, sorted(draw(st.lists(st.tuples(days, MONTHS), max_size=3)), key=lambda change: change[0])


@pytest.mark.parametrize(
    ("end", "months", "last"),
    [
        ("2026-12-31", 3, "2026-09-30"),
        ("2027-02-28", 3, "2026-11-30"),
        ("2028-02-29", 3, "2027-11-30"),
        ("2027-06-30", 3, "2027-03-31"),
        ("2027-11-30", 3, "2027-08-31"),
        ("2027-05-31", 3, "2027-02-28"),  # a Sunday: it stays
        ("2028-05-31", 3, "2028-02-29"),
        ("2027-05-30", 3, "2027-02-28"),
        ("2027-08-15", 3, "2027-05-15"),  # a Saturday
        ("2027-12-31", 18, "2026-06-30"),
        ("2027-07-31", 3, "2027-04-30"),
        ("2027-07-31", 0, "2027-07-31"),
    ],
)
def test_last_day_for_a_notice(end: str, months: int, last: str) -> None:
    assert last_notice_day(date.fromisoformat(end), months) == date.fromisoformat(last)


@given(DAYS, MONTHS)
def test_last_day_for_a_notice_is_the_last_from_which_the_period_fits(end: date, months: int) -> None:
    day = end
    while slow_period_end(day, months) > end:
        day -= DAY
    assert last_notice_day(end, months) == day
    assert slow_period_end(day + DAY, months) > end


@pytest.mark.parametrize(
    ("months", "changes", "last"),
    [
        (3, [("2027-07-01", 6)], "2027-06-30"),  # the longer one begins when it would be too late
        (3, [("2027-05-01", 6)], "2027-06-30"),
        (3, [("2027-09-30", 6)], "2027-09-29"),
        (3, [("2027-10-01", 6)], "2027-09-30"),
        (6, [("2027-08-01", 3)], "2027-09-30"),
        (6, [("2027-09-30", 3)], "2027-09-30"),
        (6, [("2027-10-01", 3)], "2027-06-30"),  # the shorter one begins too late
        (6, [("2028-08-01", 3)], "2027-06-30"),
        (3, [("2027-04-01", 12), ("2027-11-01", 1)], "2027-11-30"),
        (3, [("2027-04-01", 12), ("2027-12-01", 1)], "2027-03-31"),
        (3, [("2027-04-01", 12), ("2027-04-01", 6)], "2027-06-30"),  # of two on one day the last
    ],
)
def test_of_changing_periods_the_one_in_force_on_the_day_of_receipt_counts(
    months: int, changes: list[tuple[str, int]], last: str
) -> None:
    dated = [(date.fromisoformat(first), then) for first, then in changes]
    assert last_notice_day(date(2027, 12, 31), months, dated) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2027-06-30", "2027-06-30"),
        ("2027-07-01", "2027-08-01"),  # too late for six months, too early for three
        ("2027-08-01", "2027-08-01"),
        ("2027-09-30", "2027-09-30"),
        ("2027-10-01", None),
    ],
)
def test_between_a_longer_and_a_shorter_period_no_notice_is_in_time(day: str, following: str | None) -> None:
    found = next_notice_day(date.fromisoformat(day), date(2027, 12, 31), 6, [(date(2027, 8, 1), 3)])
    assert found == (date.fromisoformat(following) if following else None)


@given(ends_and_changes(), MONTHS, st.integers(-2000, 100))
def test_changing_periods_allow_the_days_that_a_slow_walk_finds(
    drawn: tuple[date, list[tuple[date, int]]], months: int, earlier: int
) -> None:
    end, changes = drawn
    day = end + earlier * DAY
    assert last_notice_day(end, months, changes) == slow_last_notice(end, months, changes)
    assert next_notice_day(day, end, months, changes) == slow_next_notice(day, end, months, changes)


@given(DAYS, st.integers(1, 36), st.integers(0, 8000))
def test_extensions_follow_without_gap_and_count_from_the_first_end(
    end: date, months: int, later: int
) -> None:
    as_of = end + later * DAY
    last, count = end, 0
    while last < as_of:
        count += 1
        last = slow_span_end(end + DAY, months * count)
    assert extended_until(end, months, as_of) == last
    assert extended_until(end, 0, as_of) == end
    assert list(term_ends(end, 0)) == [end]
