"""When people are reminded: so many days before something is due, never on a day off. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from agreements.calendar_months import DAY
from agreements.schedule.working_days import is_working_day

USUAL = (90, 60, 30, 7, 1)  # days before; an agreement may have others
OF_LEGAL_DEADLINES = (180, 90, 60, 30, 7, 1)  # these nobody changes
ON_THE_DAY = 0
OVERDUE = (-7, -14)  # then one line a week says it of all of them
CATCH_UP = timedelta(days=14)  # what should have been said earlier is not said any more
LATE_FROM = timedelta(days=21)  # after the due date that line speaks of it


class Interval(NamedTuple):
    """The due dates of which today, or on a day missed since, so many days before are reached and nothing nearer."""

    step: int
    low: date
    high: date


def remind_on(due_on: date, step: int) -> date:
    """Return the last working day on or before the day that lies `step` days before; it never falls as due dates rise."""
    day = due_on - timedelta(days=step)
    while not is_working_day(day):
        day -= DAY
    return day


def intervals(steps: Iterable[int], today: date) -> Iterator[Interval]:
    """Yield for each step, the most urgent first, the due dates that it concerns; they do not overlap."""
    below = date.min
    for step in sorted(steps):
        low = today - CATCH_UP + timedelta(days=step)
        high = today + timedelta(days=step)
        while remind_on(low, step) <= today - CATCH_UP:
            low += DAY
        while remind_on(high + DAY, step) <= today:
            high += DAY
        if (first := max(low, below)) <= high:
            yield Interval(step, first, high)
        below = high + DAY


def week_of(day: date) -> date:
    """Return the Monday of a week."""
    return day - timedelta(days=day.weekday())
