"""Working days in Berlin: Monday to Friday without the public holidays of the Land."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from agreements.calendar_months import DAY
from agreements.choices import ReactionUnit

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether a day is a working day in Berlin; 24 and 31 December are no public holidays."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def after_reaction(event: date, amount: int, unit: ReactionUnit) -> date:
    """Return the last day of a reaction time; the day of the event itself does not count (§ 187 (1) BGB)."""
    match unit:
        case ReactionUnit.DAYS:
            return event + timedelta(days=amount)
        case ReactionUnit.WEEKS:
            return event + timedelta(weeks=amount)
        case ReactionUnit.WORKING_DAYS:
            day = event
            while amount:
                day += DAY
                amount -= is_working_day(day)
            return day


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DE", subdiv="BE", years=year))
