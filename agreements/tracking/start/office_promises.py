"""Staff release promised by the offices of a district: whether the post is filled, else the status of its obligation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import ObligationKind, Sense
from agreements.models import Agreement, StaffRelease
from agreements.texts.wording import fte_words, share_words
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.listing import Listing
from agreements.tracking.queries.obligations import (
    ObligationFilter,
    TrackedObligation,
    districts_with_several,
)
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import state_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A share of a post that an office has promised to release."""

    office: str
    function: str
    share: str
    obligation_id: int
    code: str
    state: TrackedState
    words: str


def promises(listed: Listing, agreements: Mapping[int, Agreement]) -> tuple[Promise, ...]:
    """Return the promises by office; `agreements` are those of the listing. Two queries, and those for its obligations."""
    first: dict[int, ListEntry] = {}
    for entry in listed.entries(ObligationFilter(kind=ObligationKind.STAFF_RELEASE)):
        first.setdefault(entry.obligation_id, entry)
    urgent = {one.obligation_id: one for one in listed.obligations(first.values())}
    several = districts_with_several({one.district_id for one in agreements.values()})
    contracts = {pk: one.reference for pk, one in agreements.items() if one.district_id in several}
    rows = StaffRelease.objects.filter(
        terms__obligation__in=urgent,
        terms__instrument__in={tracked.current_instrument_id for tracked in urgent.values()},
    ).values_list("terms__obligation_id", "terms__instrument_id", "unit", "function", "share", "sense")
    return tuple(_promises(rows, urgent, contracts, listed.as_of))


def _promises(
    rows: Iterable[tuple[int, int, str, str, Decimal, str]],
    urgent: Mapping[int, TrackedObligation],
    contracts: Mapping[int, str],
    as_of: date,
) -> Iterator[Promise]:
    ordered = sorted(rows, key=lambda row: (row[2], row[0], row[3]))
    for obligation, instrument, unit, function, share, sense in ordered:
        tracked = urgent[obligation]
        if instrument != tracked.current_instrument_id:
            continue  # in force are the posts of another instrument
        state, words = _state(tracked, PostPlace(tracked.code, unit, function), as_of)
        yield Promise(
            office=unit,
            function=function,
            share=f"{Sense(sense).label} {share_words(share)}",
            obligation_id=obligation,
            code=" ".join(filter(None, [contracts.get(tracked.agreement_id), tracked.code])),
            state=state,
            words=words,
        )


def _state(tracked: TrackedObligation, place: PostPlace, as_of: date) -> tuple[TrackedState, str]:
    short = tracked.occupancy.by_place.get(place) if tracked.occupancy else None
    if short is None:
        return tracked.status.state, state_words(tracked.status, as_of)
    if short:
        return TrackedState.SHORT, f"{fte_words(short)} unbesetzt"
    return TrackedState.DONE, "besetzt"
