"""Reference implementation of due dates: checks every single day of the term."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from agreements.calendar_months import add_months
from agreements.choices import Anchor, DueShape, ReactionUnit
from agreements.content import DueRule
from agreements.tracking.schedule.facts import Events, Terms

DAY = timedelta(days=1)


def recurring_by_day(texts: Sequence[Terms], events: Events) -> list[tuple[date, date, int]]:
    """Return first day, due date and number of the terms of every period of recurring rules."""
    assert events.last_day
    found: list[tuple[date, date, int]] = []
    day = starts_on = first_day(texts[0])
    while day <= events.last_day:
        number = index_in_force(texts, day)
        if is_due(texts[number], events, day) or is_interrupted(texts, number, events, starts_on, day):
            by = number if is_due(texts[number], events, day) else number - 1
            found.append((starts_on, day, texts[by].number))
            starts_on = day + DAY
        day += DAY
    return found


def first_day(text: Terms) -> date:
    assert text.effective_from
    return text.effective_from


def index_in_force(texts: Sequence[Terms], day: date) -> int:
    return max(place for place, text in enumerate(texts) if first_day(text) <= day)


def is_interrupted(texts: Sequence[Terms], number: int, events: Events, starts_on: date, day: date) -> bool:
    """Whether the older terms end their period today, because the newer ones would let it grow too long."""
    if number == 0 or starts_on > first_day(texts[number]) or not is_due(texts[number - 1], events, day):
        return False
    coming = day
    while not is_due(texts[number], events, coming):
        coming += DAY
        if coming > (events.last_day or day):
            return False
    step = texts[number].step
    return coming > day and add_months(starts_on, step + step // 2) < coming


def is_due(text: Terms, events: Events, day: date) -> bool:
    rule, start = text.rule, first_day(text)
    if rule.anchor:
        counted_from = events.anchor_day(rule)
        if counted_from is None:
            return False
        start = max(start, add_months(counted_from, rule.offset_months))
    if day < start:
        return False
    if rule.shape == DueShape.COUNT:
        return ends_period(rule.period_months or 0, start, day)
    if rule.shape == DueShape.OFFSET:
        assert rule.anchor == Anchor.BEGIN
        assert events.begins_on
        return matches_offset(events.begins_on, rule, day)
    return matches_day(rule, day) and matches_interval(rule, start, day)


def matches_offset(begin: date, rule: DueRule, day: date) -> bool:
    months, step = rule.offset_months, rule.period_months or 0
    while add_months(begin, months) < day:
        months += step
    return add_months(begin, months) == day


def ends_period(months: int, start: date, day: date) -> bool:
    if (day + DAY).day != 1:
        return False
    if 12 % months == 0:
        return day.month % months == 0
    if months % 12 == 0:
        return day.month == 12 and (day.year - start.year + 1) % (months // 12) == 0
    return (months_between(start, day) + 1) % months == 0


def matches_day(rule: DueRule, day: date) -> bool:
    return day.day == min(rule.due_day or 0, monthrange(day.year, day.month)[1])


def matches_interval(rule: DueRule, start: date, day: date) -> bool:
    months = rule.period_months or 0
    if 12 % months == 0:
        return (day.month - (rule.due_month or 0)) % months == 0
    first = start
    while first.month != rule.due_month or not matches_day(rule, first):
        first += DAY
    return months_between(first, day) % months == 0


def months_between(first: date, second: date) -> int:
    return second.year * 12 + second.month - first.year * 12 - first.month


def single_by_day(texts: Sequence[Terms], events: Events, as_of: date) -> tuple[date, int] | None:
    """Return the due date of a single rule and the number of its terms: on each day ask the terms in force then.

    The date is final once it is past and today has reached it; until then newer terms may still move it.
    """
    assert events.last_day
    far = max(as_of, events.last_day) + 3000 * DAY
    day = first_day(texts[0])
    while day <= far:
        number = index_in_force(texts, day)
        due_on = rule_day(texts[number].rule, events)
        if due_on and max(due_on, first_day(texts[0])) <= day and as_of <= day:
            return max(due_on, first_day(texts[0])), texts[number].number
        day += DAY
    return None


def rule_day(rule: DueRule, events: Events) -> date | None:
    """Return the date of a single rule; in a month without that day, its last day."""
    if rule.due_on:
        return rule.due_on
    known = {
        Anchor.BEGIN: events.begins_on,
        Anchor.SIGNING: events.signed_on,
        Anchor.BA_RESOLUTION: events.ba_resolution_on,
        Anchor.FULFILMENT: events.fulfilled.get(rule.anchor_code or ""),
    }
    counted_from = known[Anchor(rule.anchor)] if rule.anchor else None
    if counted_from is None:
        return None
    month = counted_from.month - 1 + rule.offset_months
    year, month = counted_from.year + month // 12, month % 12 + 1
    return date(year, month, min(counted_from.day, monthrange(year, month)[1]))


def reaction_by_day(rule: DueRule, happened_on: date, holidays: set[date]) -> date | None:
    if not rule.reaction_amount:
        return None
    day, left = happened_on, rule.reaction_amount
    if rule.reaction_unit == ReactionUnit.WEEKS:
        left *= 7
    while left:
        day += DAY
        counts = rule.reaction_unit != ReactionUnit.WORKING_DAYS or (
            day.strftime("%a") not in {"Sat", "Sun"} and day not in holidays
        )
        left -= counts
    return day
