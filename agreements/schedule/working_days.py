"""Working days in Berlin: Monday to Friday without the public holidays of the Land."""

from datetime import date
from functools import cache

from holidays import country_holidays

from agreements.calendar_months import DAY

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether a day is a working day in Berlin; 24 and 31 December are no public holidays."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    before = day - DAY
    while not is_working_day(before):
        before -= DAY
    return before


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DE", subdiv="BE", years=year))
