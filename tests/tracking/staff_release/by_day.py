"""Reference implementation of the shortfall: looks at every single day."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from agreements.choices import Sense
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.shortfall import FillingsByQuarter


class Day(NamedTuple):
    day: date
    agreed: Decimal
    filled: Decimal
    short: Decimal
    unknown: Decimal


def every_day(
    agreed: Sequence[AgreedShare], reported: FillingsByQuarter, first: date, last: date
) -> list[Day]:
    found, day = [], first
    while day <= last:
        found.append(one_day(agreed, reported, day))
        day += timedelta(days=1)
    return found


def one_day(agreed: Sequence[AgreedShare], reported: FillingsByQuarter, day: date) -> Day:
    sums = [Decimal(0)] * 4
    for share in agreed:
        if share.sense == Sense.UP_TO or day < share.starts_on or day > (share.ends_on or date.max):
            continue
        sums[0] += share.share
        there = present(reported, share.place, day)
        if there is None:
            sums[3] += share.share
        else:
            sums[1] += there
            sums[2] += share.share - there if there < share.share else 0
    return Day(day, *sums)


def present(reported: FillingsByQuarter, place: PostPlace, day: date) -> Decimal | None:
    for quarter, fillings in reported.items():
        if (quarter.year, quarter.number) == (day.year, 1 + (day.month - 1) // 3) and place in fillings:
            said = fillings[place]
            vacant = said.vacated_on is not None and said.vacated_on <= day
            if vacant and said.last_vacant_on is not None and said.last_vacant_on < day:
                vacant = False
            return (said.substitute_share or Decimal(0)) if vacant else said.filled
    return None


def months(days: Sequence[Day], name: str) -> Fraction:
    """Sum a field over the days, each weighted as a fraction of its month."""
    return sum(
        (Fraction(getattr(one, name)) / monthrange(one.day.year, one.day.month)[1] for one in days),
        Fraction(0),
    )
