"""Reference implementation of due dates: checks every single day of the term."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from agreements.calendar_months import add_months
from agreements.choices import Anchor, DueShape
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.schedule.facts import Events, Terms
from tests.schedule.berlin_holidays import HOLIDAYS

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
        counted_from = anchored_on(rule, events)
        if counted_from is None:
            return False
        start = max(start, by_days(counted_from, rule.distance))
    if rule.year == PeriodYear.CONTRACT:
        assert events.begins_on
        start = max(start, events.begins_on)
    if rule.first_year:
        start = max(start, date(rule.first_year, 1, 1))
    if day < start:
        return False
    if rule.shape == DueShape.CONTINUOUS:
        return (day.day, day.month) == (31, 12)
    if rule.year == PeriodYear.CONTRACT:
        assert events.begins_on
        return ends_contract_period(events.begins_on, rule.period_months or 0, day)
    if rule.shape == DueShape.COUNT or (rule.due_day is None and rule.anchor is None):
        return ends_period(rule, start, day)
    if rule.due_day is None:
        assert events.begins_on
        return matches_offset(events.begins_on, rule, day)
    return matches_day(rule, day) and matches_interval(rule, start, day)


def matches_offset(begin: date, rule: DueRule, day: date) -> bool:
    """Whether it is the first day, or the same day of the month some periods later."""
    first, offset = by_days(begin, rule.distance), rule.distance
    keeps_day = offset is None or (offset.unit == OffsetUnit.MONTHS and not offset.before)
    same_day = is_day_of_month(day, begin.day if keeps_day else first.day)
    return same_day and months_between(first, day) % (rule.period_months or 0) == 0


def is_day_of_month(day: date, wanted: int) -> bool:
    return day.day == min(wanted, monthrange(day.year, day.month)[1])


def ends_contract_period(begin: date, months: int, day: date) -> bool:
    """Whether a period ends, in a month that lacks the day before the first one's on its last (§ 188 (3) BGB)."""
    after = day + DAY
    if begin.day == 1:
        return after.day == 1 and months_between(begin, after) % months == 0
    return months_between(begin, day) % months == 0 and is_day_of_month(day, begin.day - 1)


def ends_period(rule: DueRule, start: date, day: date) -> bool:
    months = rule.period_months or 0
    if (day + DAY).day != 1:
        return False
    last = 7 if rule.year == PeriodYear.SCHOOL else 12
    if 12 % months == 0:
        return (day.month - last) % months == 0
    if months % 12 == 0:
        ends = start  # of the year that the first period begins in
        while (ends + DAY).day != 1 or ends.month != last:
            ends += DAY
        return day.month == last and (day.year - ends.year + 1) % (months // 12) == 0
    return (months_between(start, day) + 1) % months == 0


@cache
def by_days(day: date, offset: Offset | None) -> date:
    """Return the day at a distance, counted day by day."""
    if offset is None:
        return day
    step, left = (-DAY if offset.before else DAY), offset.amount
    if offset.unit == OffsetUnit.MONTHS:
        if offset.before:
            last = day
            while months_later(last, left) > day:
                last -= DAY
            return last
        return months_later(day, left)
    left *= 7 if offset.unit == OffsetUnit.WEEKS else 1
    while left:
        day += step
        works = day.strftime("%a") not in {"Sat", "Sun"} and day not in HOLIDAYS
        left -= works or offset.unit != OffsetUnit.WORKING_DAYS
    return day


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month; in a month without that day, its last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


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
    """Return the date of a single rule."""
    if rule.due_on:
        return rule.due_on
    counted_from = anchored_on(rule, events)
    return by_days(counted_from, rule.distance) if counted_from else None


def anchored_on(rule: DueRule, events: Events) -> date | None:
    known = {
        Anchor.BEGIN: events.begins_on,
        Anchor.SIGNING: events.signed_on,
        Anchor.BA_RESOLUTION: events.ba_resolution_on,
        Anchor.FULFILMENT: events.fulfilled.get(rule.anchor_code or ""),
        Anchor.END: events.last_day,
        Anchor.MILESTONE: events.milestones.get(rule.anchor_milestone or ""),
    }
    return known[rule.anchor] if rule.anchor else None
