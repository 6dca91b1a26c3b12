"""When an obligation is due: from its rule, the dates of its contract and a day. Pure; nothing is stored.

A due date is the last day on which something may still be done: on the day itself nothing is late yet.
Rules that recur run through the calendar as a ladder of months; a day that a month lacks becomes its last.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.calendar_months import add_months
from agreements.content import DueRule
from agreements.vocabulary import Anchor, DueShape

ON_EVENT = "bei Anlass"
NO_RESOLUTION = "sobald der BA-Beschluss datiert ist"
NO_BEGIN = "sobald der Vertragsbeginn feststeht"
NO_SIGNATURE = "sobald der Vertrag unterzeichnet ist"
NOT_IN_FORCE = "sobald der Vertrag in Kraft ist"
NO_DAY = "ohne vereinbarten Tag"
TERM_ENDS = "in der Laufzeit nicht mehr fällig"
WITHOUT_ANCHOR = {
    Anchor.BEGIN: NO_BEGIN,
    Anchor.SIGNING: NO_SIGNATURE,
    Anchor.BA_RESOLUTION: NO_RESOLUTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDates:
    """The days of a contract that due dates depend on; `last_day` is None for a term without end."""

    begins_on: date | None
    signed_on: date | None
    in_force_on: date | None
    last_day: date | None
    ba_resolution_on: date | None

    def of(self, anchor: Anchor) -> date | None:
        """Return the day of an event of the contract, None if it is not known (yet)."""
        match anchor:
            case Anchor.BEGIN:
                return self.begins_on
            case Anchor.SIGNING:
                return self.signed_on
            case Anchor.BA_RESOLUTION:
                return self.ba_resolution_on


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due date with the first day of the period that it belongs to."""

    starts_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Due:
    """What is due around a day: the last due date before it and the first one from it on.

    `reason` says in German why there is no due date at all.
    """

    previous: Occurrence | None = None
    next: Occurrence | None = None
    recurs: bool = False
    reason: str = ""

    def current(self, *, previous_settled: bool) -> Occurrence | None:
        """Return the occurrence that counts now: the previous one until it is settled, then the next one."""
        if self.previous and not previous_settled:
            return self.previous
        return self.next or self.previous


@dataclass(frozen=True, slots=True)
class _Ladder:
    """Due dates every `step` months on the same day; `month` counts months since the year 0."""

    month: int
    step: int
    day: int

    def date_of(self, rung: int) -> date:
        year, month = divmod(self.month + rung * self.step, 12)
        return date(year, month + 1, min(self.day, calendar.monthrange(year, month + 1)[1]))

    def first_rung_from(self, day: date) -> int:
        """Return the first rung whose date is not before the day; it may lie below zero."""
        rung, beyond = divmod(_month(day) - self.month, self.step)
        return rung if not beyond and self.date_of(rung) >= day else rung + 1


def due(rule: DueRule, dates: ContractDates, as_of: date) -> Due:
    """Return what is due around the day `as_of`.

    Nothing is due before the contract is in force: a single due date waits for that day, recurring ones begin
    with it. Recurring due dates stop with the last day of the term; a single one stays where it is.
    """
    if rule.shape == DueShape.EVENT:
        return Due(reason=ON_EVENT)
    step = _step(rule)
    if dates.in_force_on is None:
        return Due(recurs=bool(step), reason=NOT_IN_FORCE)
    anchor = rule.anchor if rule.shape != DueShape.FIXED else None
    counted_from = dates.of(anchor) if anchor else None
    if anchor and counted_from is None:
        return Due(recurs=bool(step), reason=WITHOUT_ANCHOR[anchor])
    if not step:
        return _once(_single_day(rule, counted_from), dates.in_force_on, as_of)
    start = dates.in_force_on
    if counted_from:
        start = max(start, add_months(counted_from, rule.offset_months))
    ladder = _ladder(rule, step, start, counted_from)
    return _recurring(ladder, ladder.first_rung_from(start), dates.in_force_on, dates.last_day, as_of)


def _step(rule: DueRule) -> int:
    """Return after how many months the rule comes back, 0 for never."""
    match rule.shape:
        case DueShape.PERIOD | DueShape.COUNT:
            return rule.period_months or 12
        case DueShape.OFFSET:
            return rule.period_months or 0
        case _:
            return 0


def _single_day(rule: DueRule, counted_from: date | None) -> date | None:
    if rule.shape == DueShape.FIXED or counted_from is None:
        return rule.due_on
    return add_months(counted_from, rule.offset_months)


def _once(day: date | None, in_force_on: date, as_of: date) -> Due:
    if day is None:
        return Due(reason=NO_DAY)
    occurrence = Occurrence(in_force_on, max(day, in_force_on))
    return Due(previous=occurrence) if occurrence.due_on < as_of else Due(next=occurrence)


def _ladder(rule: DueRule, step: int, start: date, counted_from: date | None) -> _Ladder:
    if rule.shape == DueShape.PERIOD and rule.due_day and rule.due_month:
        return _calendar_ladder(rule.due_month, rule.due_day, step, start)
    if rule.shape != DueShape.COUNT and counted_from:
        return _Ladder(_month(counted_from) + rule.offset_months, step, counted_from.day)
    # „je Kalenderjahr“, „je Kalendervierteljahr“: due on the last day; odd spans count from the first month
    first = start.year * 12 if 12 % step == 0 or step % 12 == 0 else _month(start)
    return _Ladder(first + step - 1, step, 31)


def _calendar_ladder(month: int, day: int, step: int, start: date) -> _Ladder:
    ladder = _Ladder(start.year * 12 + month - 1, step, day)
    if 12 % step and ladder.date_of(0) < start:
        # a rhythm that does not fit into a year takes its first turn at the first such day
        return _Ladder(ladder.month + 12, step, day)
    return ladder


def _recurring(ladder: _Ladder, first: int, in_force_on: date, last_day: date | None, as_of: date) -> Due:
    following = max(first, ladder.first_rung_from(as_of))
    beyond = ladder.first_rung_from(last_day + timedelta(days=1)) if last_day else following + 1

    def occurrence(rung: int) -> Occurrence:
        begins = ladder.date_of(rung - 1) + timedelta(days=1) if rung > first else in_force_on
        return Occurrence(begins, ladder.date_of(rung))

    before = min(following, beyond) - 1
    previous = occurrence(before) if before >= first else None
    upcoming = occurrence(following) if following < beyond else None
    return Due(previous, upcoming, recurs=True, reason="" if previous or upcoming else TERM_ENDS)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
