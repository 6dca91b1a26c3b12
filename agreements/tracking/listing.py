"""The paginated list of obligations: entries from the cache, full occurrences only for one page."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.core.cache import caches
from django.db.models import QuerySet

from agreements.models import Agreement, ObligationTerms
from agreements.tracking.list_entries import ListEntry, entries_on, list_entries
from agreements.tracking.overview.cached_summary import read_cached
from agreements.tracking.queries.obligations import URGENCY, TrackedObligation, with_base_states

SITUATIONS = "situations"  # of this process


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The entries of the list on a day, the most urgent first; `uncached` are the occurrences read from the database."""

    terms: QuerySet[ObligationTerms]
    entries: tuple[ListEntry, ...]
    uncached: dict[tuple[int, str], TrackedObligation]
    histories: dict[int, str]
    as_of: date

    def obligations(self, entries: Collection[ListEntry]) -> list[TrackedObligation]:
        """Return the occurrences of some entries, in their order.

        Seven queries unless this process knows them from earlier today, and nothing happened to their agreements since.
        """
        unknown = {one.obligation_id for one in entries if (one.obligation_id, one.key) not in self.uncached}
        by_key = self.uncached | _by_key(self._remembered(unknown)) if unknown else self.uncached
        pairs = [(one, by_key.get((one.obligation_id, one.key))) for one in entries]
        return [
            replace(tracked, status=replace(tracked.status, state=one.state))
            for one, tracked in pairs
            if tracked
        ]

    def _remembered(self, obligations: Collection[int]) -> list[TrackedObligation]:
        store = caches[SITUATIONS]
        names = {self._name(pk): pk for pk in obligations}
        known: dict[str, list[TrackedObligation]] = store.get_many(names)
        missing = {pk for name, pk in names.items() if name not in known}
        if missing:
            found = with_base_states(self.terms.filter(obligation__in=missing), self.as_of)
            fresh = {self._name(pk): list(of_one) for pk, of_one in groupby(found, key=_obligation)}
            store.set_many(fresh, None)
            known |= fresh
        return [tracked for of_one in known.values() for tracked in of_one]

    def _name(self, obligation: int) -> str:
        """Return what the occurrences of an obligation are kept under: another name after the next entry of its history."""
        return f"{obligation}:{self.histories[obligation]}:{self.as_of}"


def listing(terms: QuerySet[ObligationTerms], as_of: date, *, by_district: bool = False) -> Listing:
    """Return the listing of terms in force, what is equally urgent by day or by district. Two queries, and five if anything is not cached."""
    rows = Agreement.objects.filter(pk__in=terms.order_by().values("obligation__agreement"))
    agreements = {
        pk: (head, number) for pk, head, number in rows.values_list("pk", "history_head", "district__number")
    }
    cached = read_cached(agreements, as_of)
    missing = agreements.keys() - cached.keys()
    uncached = with_base_states(terms.filter(instrument__agreement__in=missing), as_of) if missing else []
    entries = {pk: one.entries for pk, one in cached.items()}
    for pk, obligations in groupby(sorted(uncached, key=_agreement), key=_agreement):
        entries[pk] = tuple(list_entries(obligations, as_of))
    ordered = [
        (
            URGENCY[one.state],
            *_turn(one.due_on or date.max, agreements[pk][1], by_district),
            one.position,
            one,
        )
        for pk, of_one in entries.items()
        for one in entries_on(of_one, as_of)
    ]
    return Listing(
        terms=terms,
        entries=tuple(one for *_, one in sorted(ordered)),
        uncached=_by_key(uncached),
        histories={one.obligation_id: agreements[pk][0] for pk, of_one in entries.items() for one in of_one},
        as_of=as_of,
    )


def _turn(due_on: date, district: str, by_district: bool) -> tuple[object, object]:
    return (district, due_on) if by_district else (due_on, district)


def _obligation(tracked: TrackedObligation) -> int:
    return tracked.obligation_id


def _agreement(tracked: TrackedObligation) -> int:
    return tracked.agreement_id


def _by_key(obligations: Collection[TrackedObligation]) -> dict[tuple[int, str], TrackedObligation]:
    return {(tracked.obligation_id, tracked.key): tracked for tracked in obligations}
