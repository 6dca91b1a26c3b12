"""On which days people are reminded, whatever days the worker ran on."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.reminders.lead_times import CATCH_UP, ON_THE_DAY, OVERDUE, USUAL, intervals, remind_on
from agreements.schedule.working_days import is_working_day

DAY = timedelta(days=1)
STEPS = (*USUAL, ON_THE_DAY, *OVERDUE)
FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("due", "step", "day"),
    [
        ("2026-12-01", 0, "2026-12-01"),
        ("2026-12-06", 0, "2026-12-04"),  # a Sunday: the Friday before, not the Monday after
        ("2026-12-07", 1, "2026-12-04"),
        ("2026-04-06", 0, "2026-04-02"),  # Easter Monday: Maundy Thursday
        ("2026-12-26", 0, "2026-12-24"),  # 24 December is a working day
        ("2027-01-01", 0, "2026-12-31"),
        ("2026-03-30", 1, "2026-03-27"),  # the clock changes on the 29th
        ("2026-10-26", 1, "2026-10-23"),  # and on the 25th
        ("2026-12-01", -7, "2026-12-08"),
    ],
)
def test_the_day_of_a_reminder(due: str, step: int, day: str) -> None:
    assert remind_on(date.fromisoformat(due), step) == date.fromisoformat(day)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(STEPS))
def test_it_is_a_working_day_and_never_falls(due: date, step: int) -> None:
    day = remind_on(due, step)
    assert is_working_day(day)
    assert day <= due - timedelta(days=step) <= day + 5 * DAY
    assert remind_on(due + DAY, step) >= day


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_each_due_date_has_at_most_one_step_the_most_urgent_that_has_come(today: date) -> None:
    found = list(intervals(STEPS, today))
    assert [one.step for one in found] == sorted(one.step for one in found)
    for nearer, farther in pairwise(found):
        assert nearer.high < farther.low
    reached = {
        found_on: one.step
        for one in found
        for found_on in (one.low + n * DAY for n in range((one.high - one.low).days + 1))
    }
    for distance in range(-40, 110):
        due = today + distance * DAY
        come = [step for step in STEPS if remind_on(due, step) <= today]
        said = min(come) if come and remind_on(due, min(come)) > today - CATCH_UP else None
        assert reached.get(due) == said, due


@given(st.lists(st.integers(1, 14), min_size=30, max_size=60))
def test_over_all_runs_every_occurrence_is_reminded_of_and_no_step_of_it_twice(pauses: list[int]) -> None:
    """A day without a worker loses none: whatever came since the last run is said, the nearest only."""
    day, last, said = FIRST, FIRST - DAY, set()
    runs = []
    for pause in pauses:
        runs.append((last, day))
        for one in intervals(STEPS, day):
            due = one.low
            while due <= one.high:
                if not any((due, step) in said for step in STEPS if step <= one.step):  # the ledger
                    said.add((due, one.step))
                due += DAY
        last, day = day, day + pause * DAY
    for before, run in runs[1:]:
        for step in STEPS:
            for distance in range(-25, 25):
                due = run + timedelta(days=step + distance)
                if before < remind_on(due, step) <= run:
                    nearest = min(one for one in STEPS if remind_on(due, one) <= run)
                    assert (due, nearest) in said
