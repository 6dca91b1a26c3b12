"""The last day for a notice and the extensions, against tables and a slow second implementation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.term_end import extended_until, last_notice_day, term_ends
from tests.texts.slow_terms import slow_period_end, slow_span_end

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(0, 36)


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
