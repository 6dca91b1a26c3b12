"""A second, slow implementation of periods, terms and notices: it walks, and shares nothing with the first."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


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


def slow_end_by_notice(first_end: date, extension: int, notice: int, received: date) -> date:
    """Walk day by day: each term is extended on its last day unless a notice came in time; return the day it ends."""
    day, end, terms, is_noticed = min(received, first_end), first_end, 0, False
    while True:
        is_noticed = is_noticed or (day >= received and slow_period_end(received, notice) <= end)
        if day == end and is_noticed:
            return end
        if day == end:
            terms += 1
            end = slow_span_end(first_end + DAY, extension * terms)
        day += DAY
