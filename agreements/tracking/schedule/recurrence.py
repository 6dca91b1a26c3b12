"""Rules that recur run through the calendar as a ladder of months; a day that a month lacks becomes its last."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import add_months
from agreements.choices import DueShape
from agreements.tracking.schedule.facts import Terms


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Due dates every `step` months on the same day; `month` counts months since the year 0."""

    month: int
    step: int
    day: int

    def date_of(self, rung: int) -> date:
        """Return the due date of a rung."""
        year, month = divmod(self.month + rung * self.step, 12)
        return date(year, month + 1, min(self.day, calendar.monthrange(year, month + 1)[1]))

    def first_rung_from(self, day: date) -> int:
        """Return the first rung whose date is not before the day; it may lie below zero."""
        rung, beyond = divmod(_month(day) - self.month, self.step)
        return rung if not beyond and self.date_of(rung) >= day else rung + 1

    def dates_from(self, day: date) -> Iterator[date]:
        """Yield the due dates that are not before the day, without end (but that of the calendar)."""
        rung = self.first_rung_from(day)
        while self.month + rung * self.step < date.max.year * 12:
            yield self.date_of(rung)
            rung += 1


def start_of(terms: Terms, counted_from: date | None) -> date | None:
    """Return the first day on which a recurring rule can be due, None while its text does not hold."""
    if terms.holds_from is None or counted_from is None:
        return terms.holds_from
    return max(terms.holds_from, add_months(counted_from, terms.rule.offset_months))


def recurrence(terms: Terms, start: date, counted_from: date | None) -> Recurrence:
    """Return the ladder of a recurring rule. `start` is its first possible day, `counted_from` that of its event."""
    rule, step = terms.rule, terms.step
    if rule.shape == DueShape.PERIOD and rule.due_day and rule.due_month:
        return _on_a_calendar_day(rule.due_month, rule.due_day, step, start)
    if rule.shape != DueShape.COUNT and counted_from:
        return Recurrence(_month(counted_from) + rule.offset_months, step, counted_from.day)
    # „je Kalenderjahr“, „je Kalendervierteljahr“: due on the last day; odd spans count from the first month
    first = start.year * 12 if 12 % step == 0 or step % 12 == 0 else _month(start)
    return Recurrence(first + step - 1, step, 31)


def _on_a_calendar_day(month: int, day: int, step: int, start: date) -> Recurrence:
    found = Recurrence(start.year * 12 + month - 1, step, day)
    if 12 % step and found.date_of(0) < start:
        # a rhythm that does not fit into a year takes its first turn at the first such day
        return Recurrence(found.month + 12, step, day)
    return found


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
