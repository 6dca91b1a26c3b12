"""The days on which a term ends: after its extensions, and by notice. Pure."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from agreements.calendar_months import months_before, months_following


def last_notice_day(ends_on: date, notice_months: int) -> date:
    """Return the last day on which a notice to the end of a term can be received (§§ 187, 188 BGB).

    A Saturday, Sunday or holiday does not shift it: § 193 BGB does not apply to a period of notice.
    """
    return months_before(ends_on, notice_months)


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
