"""Days at a distance from a day."""

from datetime import date, timedelta

from agreements.calendar_months import DAY, add_months, months_before
from agreements.due_rule import Offset, OffsetUnit
from agreements.schedule.working_days import is_working_day


def shifted(day: date, offset: Offset | None) -> date:
    """Return the day at a distance; the day itself does not count (§ 187 (1) BGB).

    In front of a day it is the last one from which the distance still fits: four weeks before, a month or more before
    (31 March is three months before 30 June), or the working day so many working days before.
    """
    if offset is None:
        return day
    amount = -offset.amount if offset.before else offset.amount
    match offset.unit:
        case OffsetUnit.DAYS:
            return day + timedelta(days=amount)
        case OffsetUnit.WEEKS:
            return day + timedelta(weeks=amount)
        case OffsetUnit.WORKING_DAYS:
            return _working_days_away(day, offset)
        case OffsetUnit.MONTHS:
            return months_before(day, offset.amount) if offset.before else add_months(day, offset.amount)


def _working_days_away(day: date, offset: Offset) -> date:
    step, left = (-DAY if offset.before else DAY), offset.amount
    while left:
        day += step
        left -= is_working_day(day)
    return day
