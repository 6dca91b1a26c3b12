"""Names of calendar months, and arithmetic with them."""

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def add_months(day: date, months: int) -> date:
    """Add months; a day that the month lacks becomes its last day (§ 188 (2), (3) BGB)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_before(day: date, months: int) -> date:
    """Return the last day to which the months can be added without passing the day."""
    before = add_months(day, -months)
    while add_months(before + DAY, months) <= day:
        before += DAY
    return before


def months_following(last: date, months: int) -> date:
    """Return the last day of a span that begins on the day after `last`: 30.06. and six months give 31.12."""
    begins = last + DAY
    following = add_months(begins, months)
    if following.day != begins.day:  # there is no such day: the month ends earlier
        return following
    return following - DAY
