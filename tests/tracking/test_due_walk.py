"""When something is due, a second time: an obvious, slow implementation walks the term day by day."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agreements.calendar_months import add_months
from agreements.content import DueRule
from agreements.tracking.due import ContractDates, due
from agreements.vocabulary import Anchor, DueShape

DAY = timedelta(days=1)
ENDLESS = ContractDates(
    begins_on=None, signed_on=None, in_force_on=None, last_day=None, ba_resolution_on=None
)


def offset(anchor: Anchor, months: int, period: int | None = None) -> DueRule:
    return DueRule(shape=DueShape.OFFSET, anchor=anchor, offset_months=months, period_months=period)


def period(months: int, month: int, day: int) -> DueRule:
    return DueRule(shape=DueShape.PERIOD, period_months=months, due_month=month, due_day=day)


def is_due_day(rule: DueRule, start: date, day: date) -> bool:
    """Say of one single day whether a rule for the calendar is due on it."""
    if rule.shape == DueShape.COUNT:
        return ends_a_span(rule.period_months or 0, start, day)
    return is_such_a_day(rule, day) and is_its_turn(rule, start, day)


def ends_a_span(months: int, start: date, day: date) -> bool:
    if (day + DAY).day != 1:
        return False
    if 12 % months == 0:
        return day.month % months == 0
    if months % 12 == 0:
        return day.month == 12 and (day.year - start.year + 1) % (months // 12) == 0
    return (months_between(start, day) + 1) % months == 0


def is_such_a_day(rule: DueRule, day: date) -> bool:
    return day.day == min(rule.due_day or 0, monthrange(day.year, day.month)[1])


def is_its_turn(rule: DueRule, start: date, day: date) -> bool:
    months = rule.period_months or 0
    if 12 % months == 0:
        return (day.month - (rule.due_month or 0)) % months == 0
    first = start
    while first.month != rule.due_month or not is_such_a_day(rule, first):
        first += DAY
    return months_between(first, day) % months == 0


def months_between(first: date, second: date) -> int:
    return second.year * 12 + second.month - first.year * 12 - first.month


def walk(rule: DueRule, contract: ContractDates, as_of: date) -> tuple[date | None, date | None]:
    """Return the previous and the next due date by asking every day of the term."""
    assert contract.in_force_on
    assert contract.last_day
    start = contract.in_force_on
    if rule.anchor and contract.begins_on:
        start = max(start, add_months(contract.begins_on, rule.offset_months))
    every = [start + n * DAY for n in range((contract.last_day - start).days + 1)]
    if rule.shape == DueShape.OFFSET:
        assert contract.begins_on
        turns = {
            add_months(contract.begins_on, rule.offset_months + n * (rule.period_months or 0))
            for n in range(200)
        }
        found = [day for day in every if day in turns]
    else:
        found = [day for day in every if is_due_day(rule, start, day)]
    past = [day for day in found if day < as_of]
    future = [day for day in found if day >= as_of]
    return (past[-1] if past else None, future[0] if future else None)


some_day = st.dates(date(2022, 1, 1), date(2028, 12, 31))
steps = st.sampled_from([1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36])
calendar_rules = st.builds(period, steps, st.integers(1, 12), st.integers(1, 31))
count_rules = steps.map(lambda months: DueRule(shape=DueShape.COUNT, period_months=months))
offset_rules = st.builds(offset, st.just(Anchor.BEGIN), st.integers(0, 20), steps)


@given(
    rule=calendar_rules | count_rules | offset_rules,
    begin=some_day,
    signed_after=st.integers(-60, 200),
    length=st.integers(1, 60),
    as_of=some_day,
)
def test_the_fast_way_agrees_with_the_slow_walk(
    rule: DueRule, begin: date, signed_after: int, length: int, as_of: date
) -> None:
    signed = begin + signed_after * DAY
    contract = ContractDates(
        begins_on=begin,
        signed_on=signed,
        in_force_on=max(begin, signed),
        last_day=max(add_months(begin, length), begin, signed),
        ba_resolution_on=None,
    )
    found = due(rule, contract, as_of)
    assert (
        found.previous.due_on if found.previous else None,
        found.next.due_on if found.next else None,
    ) == walk(rule, contract, as_of)


@given(rule=calendar_rules | count_rules | offset_rules, begin=some_day, as_of=some_day)
def test_periods_follow_one_another_without_gap(rule: DueRule, begin: date, as_of: date) -> None:
    contract = replace(ENDLESS, begins_on=begin, signed_on=begin, in_force_on=begin)
    found = due(rule, contract, as_of)
    assert found.next is not None
    assert begin <= found.next.starts_on <= found.next.due_on
    assert found.next.due_on >= as_of
    if found.previous:
        assert found.previous.due_on + DAY == found.next.starts_on
        assert found.previous.due_on < as_of
        assert found.previous.starts_on >= begin
