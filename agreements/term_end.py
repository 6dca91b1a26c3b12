"""The days on which a term ends: after its extensions, and by notice. Pure.

A period of notice is given in months, with its later `changes`: their first days and months, in the order in which they apply.
The period in force on the day of receipt counts.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import TypeAlias

from agreements.calendar_months import DAY, months_before, months_following

NoticeChanges: TypeAlias = Sequence[tuple[date, int]]


def notice_months_on(day: date, notice_months: int, changes: NoticeChanges = ()) -> int:
    """Return the period of notice in force on a day."""
    return next((months for first, months in reversed(changes) if first <= day), notice_months)


def last_notice_day(ends_on: date, notice_months: int, changes: NoticeChanges = ()) -> date:
    """Return the last day on which a notice to the end of a term can be received (§§ 187, 188 BGB).

    A Saturday, Sunday or holiday does not shift it: § 193 BGB does not apply to a period of notice.
    """
    until = date.max
    for first, months in reversed(changes):
        if (day := min(until, months_before(ends_on, months))) >= first:
            return day
        until = first - DAY
    return min(until, months_before(ends_on, notice_months))


def next_notice_day(day: date, ends_on: date, notice_months: int, changes: NoticeChanges = ()) -> date | None:
    """Return the first day, from a day on, on which a notice to the end of a term can be received; None if it is too late.

    It is a later one between the last day of a longer period and the begin of a shorter one.
    """
    days = [day, *(first for first, _ in changes if first > day)]
    return next(
        (one for one in days if one <= months_before(ends_on, notice_months_on(one, notice_months, changes))),
        None,
    )


def term_ends(ends_on: date, extension_months: int) -> Iterator[date]:
    """Yield the end of the first term and of each extension (model agreement § 14 (1)); each counts from the first end."""
    yield ends_on
    for extensions in count(1) if extension_months else ():
        yield months_following(ends_on, extension_months * extensions)


def extended_until(ends_on: date, extension_months: int, as_of: date) -> date:
    """Return the last day of a term with the extensions begun by `as_of`."""
    if not extension_months:
        return ends_on
    return next(end for end in term_ends(ends_on, extension_months) if end >= as_of)
