"""Recurring rules as an arithmetic sequence of months; a day that a month lacks becomes its last."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY
from agreements.choices import DueShape
from agreements.due_rule import OffsetUnit, PeriodYear
from agreements.schedule.facts import Terms
from agreements.schedule.offsets import shifted

AUGUST = 7  # the month, counted from 0, in which a school year begins


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Due dates every `step` months on the same day; `month` counts months since the year 0."""

    month: int
    step: int
    day: int

    def date_of(self, index: int) -> date:
        year, month = divmod(self.month + index * self.step, 12)
        return date(year, month + 1, min(self.day, calendar.monthrange(year, month + 1)[1]))

    def first_index_from(self, day: date) -> int:
        """Return the index of the first date on or after the day; it may be negative."""
        index, beyond = divmod(_month(day) - self.month, self.step)
        return index if not beyond and self.date_of(index) >= day else index + 1

    def dates_from(self, day: date) -> Iterator[date]:
        """Yield the due dates on or after the day, up to the last year of the calendar."""
        index = self.first_index_from(day)
        while self.month + index * self.step < date.max.year * 12:
            yield self.date_of(index)
            index += 1


def start_of(terms: Terms, counted_from: date | None) -> date | None:
    """Return the first day on which a recurring rule can be due, None while its terms have no first day."""
    if terms.effective_from is None:
        return None
    days = [terms.effective_from]
    if counted_from:
        days.append(shifted(counted_from, terms.rule.distance))
    if terms.rule.first_year:
        days.append(date(terms.rule.first_year, 1, 1))
    return max(days)


def recurrence(terms: Terms, start: date, counted_from: date | None) -> Recurrence:
    """Return the sequence of a recurring rule. `start` is its first possible day, `counted_from` the day of its anchor."""
    rule, step = terms.rule, terms.step
    if rule.shape == DueShape.PERIOD and rule.due_day and rule.due_month:
        return _calendar_recurrence(rule.due_month, rule.due_day, step, start)
    if rule.year == PeriodYear.CONTRACT and counted_from:
        # ends on the day before the one it began on; a month without that day, on its last (§ 188 (2), (3) BGB)
        last = counted_from - DAY
        return Recurrence(_month(last), step, last.day if counted_from.day > 1 else 31)
    if rule.shape != DueShape.COUNT and counted_from:
        return _anchored_recurrence(terms, counted_from)
    # „je Kalenderjahr“, „je Schulhalbjahr“: due on the last day; odd spans count from the first month
    begins, first = AUGUST if rule.year == PeriodYear.SCHOOL else 0, _month(start)
    if 12 % step == 0 or step % 12 == 0:
        first = (first - begins) // 12 * 12 + begins
    return Recurrence(first + step - 1, step, 31)


def _anchored_recurrence(terms: Terms, counted_from: date) -> Recurrence:
    offset = terms.rule.distance
    first = shifted(counted_from, offset)
    keeps_day = offset is None or (offset.unit == OffsetUnit.MONTHS and not offset.before)
    return Recurrence(_month(first), terms.step, counted_from.day if keeps_day else first.day)


def _calendar_recurrence(month: int, day: int, step: int, start: date) -> Recurrence:
    sequence = Recurrence(start.year * 12 + month - 1, step, day)
    if 12 % step and sequence.date_of(0) < start:
        # an interval that does not divide a year starts at the first such day
        return Recurrence(sequence.month + 12, step, day)
    return sequence


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
