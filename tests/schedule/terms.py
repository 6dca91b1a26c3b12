"""Short constructors for rules, terms and schedules in tests."""

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, UnsetType

from agreements.choices import Anchor, DueShape
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear, stored_offset
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import Events, Occurrence, ReportedOccurrence, Terms

PANKOW = Events(
    begins_on=date(2023, 7, 1),
    signed_on=date(2023, 7, 3),
    in_force_on=date(2023, 7, 3),
    last_day=date(2026, 6, 30),
)


def fixed(day: date) -> DueRule:
    return DueRule(shape=DueShape.FIXED, due_on=day)


def offset(anchor: Anchor, distance: Offset | int | None, period: int | None = None) -> DueRule:
    """Return a rule with a distance, or with months after the anchor."""
    if isinstance(distance, int):
        distance = Offset(amount=distance, unit=OffsetUnit.MONTHS) if distance else None
    stored = stored_offset(DueShape.OFFSET, distance)
    return DueRule(shape=DueShape.OFFSET, anchor=anchor, period_months=period, **stored)


def before(amount: int, unit: OffsetUnit) -> Offset:
    return Offset(amount=amount, unit=unit, before=True)


def after(amount: int, unit: OffsetUnit) -> Offset:
    return Offset(amount=amount, unit=unit)


def period(months: int, month: int, day: int) -> DueRule:
    return DueRule(shape=DueShape.PERIOD, period_months=months, due_month=month, due_day=day)


def count(months: int, year: PeriodYear | UnsetType = UNSET) -> DueRule:
    return DueRule(shape=DueShape.COUNT, period_months=months, year=year)


def event(distance: Offset | None = None) -> DueRule:
    return DueRule(
        shape=DueShape.EVENT, trigger="bei jeder Änderung", **stored_offset(DueShape.EVENT, distance)
    )


def text(rule: DueRule, effective_from: date | None = PANKOW.in_force_on, number: int = 0) -> Terms:
    return Terms(number=number, effective_from=effective_from, rule=rule)


def reported(occurrence: Occurrence, *, settled: bool = True) -> ReportedOccurrence:
    return ReportedOccurrence(
        key=occurrence.key,
        starts_on=occurrence.starts_on,
        due_on=occurrence.due_on,
        number=occurrence.number,
        settled=settled,
    )


def occurrences(
    rules: DueRule | Sequence[Terms], events: Events, as_of: date, *reports: ReportedOccurrence
) -> tuple[Occurrence, ...]:
    texts = [text(rules, events.in_force_on)] if isinstance(rules, DueRule) else rules
    return build_schedule(texts, events, as_of, reported=reports).occurrences


def due_days(found: Sequence[Occurrence]) -> list[date | None]:
    return [occurrence.due_on for occurrence in found]
