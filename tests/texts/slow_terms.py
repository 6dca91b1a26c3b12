"""A second, slow implementation of periods, terms and notices: it walks, and shares nothing with the first."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeAlias

DAY = timedelta(days=1)
Changes: TypeAlias = Iterable[tuple[date, int]]


def slow_month(day: date, months: int) -> tuple[int, int]:
    """Walk month by month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, month


def slow_period_end(received: date, months: int) -> date:
    """§ 188 (2), first half: the day of the same number; (3): the last one of a month that has none."""
    year, month = slow_month(received, months)
    return date(year, month, min(received.day, monthrange(year, month)[1]))


def slow_span_end(begins: date, months: int) -> date:
    """§ 188 (2), second half: the day before the one of the same number; (3): the last one of a month that has none."""
    year, month = slow_month(begins, months)
    if begins.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, begins.day) - DAY


def slow_is_in_time(received: date, end: date, notice: int, changes: Changes) -> bool:
    """The last change that has begun when the notice is received counts."""
    for first, months in changes:
        notice = months if first <= received else notice
    return slow_period_end(received, notice) <= end


def slow_last_notice(end: date, notice: int, changes: Changes) -> date:
    """Walk back from the end to a day on which a notice is in time."""
    day = end
    while not slow_is_in_time(day, end, notice, changes):
        day -= DAY
    return day


def slow_next_notice(day: date, end: date, notice: int, changes: Changes) -> date | None:
    """Walk on from a day to one on which a notice is in time."""
    while day <= end:
        if slow_is_in_time(day, end, notice, changes):
            return day
        day += DAY
    return None


def slow_end_by_notice(
    first_end: date, extension: int, notice: int, received: date, changes: Changes = ()
) -> date:
    """Walk day by day: each term is extended on its last day unless a notice came in time; return the day it ends."""
    day, end, terms, is_noticed = min(received, first_end), first_end, 0, False
    while True:
        is_noticed = is_noticed or (day >= received and slow_is_in_time(received, end, notice, changes))
        if day == end and is_noticed:
            return end
        if day == end:
            terms += 1
            end = slow_span_end(first_end + DAY, extension * terms)
        day += DAY
