"""Whether the posts of one obligation are filled on the last reported day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.shortfall import ZERO, FillingsByQuarter, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """What is vacant (`short`) of the posts of one obligation on a day, in total and by post.

    A day without a report says nothing, so `complete` is False then; `confirmed`: the other side has confirmed the report.
    """

    measured_on: date
    short: Decimal
    complete: bool
    confirmed: bool
    by_place: dict[PostPlace, Decimal]

    @property
    def proves_release(self) -> bool:
        """Whether nothing is vacant, and both sides say so."""
        return self.complete and self.confirmed and not self.short


def occupancies(
    agreed: Iterable[AgreedShare], reported: FillingsByQuarter, day: date, *, confirmed: bool
) -> dict[str, Occupancy]:
    """Return the occupancy of each obligation with posts that must be filled on a day, by code."""
    by_code: dict[str, list[AgreedShare]] = {}
    for share in agreed:
        if share.can_be_short and share.applies_on(day):
            by_code.setdefault(share.place.code, []).append(share)
    return {code: _occupancy(shares, reported, day, confirmed=confirmed) for code, shares in by_code.items()}


def _occupancy(
    shares: list[AgreedShare], reported: FillingsByQuarter, day: date, *, confirmed: bool
) -> Occupancy:
    by_share = {share.place: steps([share], reported, day, day)[0] for share in shares}
    return Occupancy(
        measured_on=day,
        short=sum((step.short for step in by_share.values()), ZERO),
        complete=not any(step.unknown for step in by_share.values()),
        confirmed=confirmed,
        by_place={place: step.short for place, step in by_share.items() if not step.unknown},
    )
