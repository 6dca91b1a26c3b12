"""The list of obligations: entries as they are remembered of each agreement, full occurrences only of those shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import merge
from itertools import chain, groupby

from django.db.models import QuerySet

from agreements.models import Agreement, ObligationTerms
from agreements.situation_cache import remembered
from agreements.tracking.counts import StateCount, count_groups, counted_together
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.overview.day_summary import DaySummary, day_summaries
from agreements.tracking.queries.obligations import (
    URGENCY,
    ObligationFilter,
    TrackedObligation,
    with_base_states,
)

ALL = ObligationFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedContract:
    """What the list shows of an agreement; `head` is that of its history."""

    pk: int
    head: str
    district_number: str
    summary: DaySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list of obligations shows on a day, of agreements that have some of the `terms`."""

    terms: QuerySet[ObligationTerms]
    agreements: tuple[ListedContract, ...]
    as_of: date

    def count(self, choice: ObligationFilter = ALL) -> StateCount:
        """Return how many entries a filter leaves in which state, whatever state it chooses."""
        if not choice.kind:
            return counted_together(one.summary.counts[choice.owed_by] for one in self.agreements)
        return count_groups(chain.from_iterable(one.summary.groups for one in self.agreements), choice)

    def entries(self, choice: ObligationFilter = ALL) -> Iterator[ListEntry]:
        """Yield the entries that a filter leaves, the most urgent first; no more is sorted than is asked for."""
        ordered = merge(*(_in_turn(one, choice) for one in self.agreements))
        return (entry for *_, entry in ordered)

    def heads_of(self, entries: Collection[ListEntry]) -> dict[int, str]:
        """Return the heads of the histories that the obligations of some entries belong to, by obligation."""
        wanted = {one.obligation_id for one in entries}
        return {
            entry.obligation_id: one.head
            for one in self.agreements
            for entry in one.summary.entries
            if entry.obligation_id in wanted
        }

    def obligations(self, entries: Collection[ListEntry]) -> list[TrackedObligation]:
        """Return the occurrences of some entries, in their order.

        Seven queries unless this process knows them from earlier today, and nothing happened to their agreements since.
        """
        occurrences = partial(_occurrences, self.terms, self.as_of)
        known = remembered("obligation", self.heads_of(entries), self.as_of, occurrences)
        by_key = {
            (one.obligation_id, one.key): one for of_obligation in known.values() for one in of_obligation
        }
        pairs = [(one, by_key.get((one.obligation_id, one.key))) for one in entries]
        return [
            replace(tracked, status=replace(tracked.status, state=one.state))
            for one, tracked in pairs
            if tracked
        ]


def listing(terms: QuerySet[ObligationTerms], as_of: date) -> Listing:
    """Return the listing of terms in force. One query, and those for what this process does not know."""
    rows = Agreement.objects.filter(pk__in=terms.order_by().values("obligation__agreement")).order_by()
    found = list(rows.values_list("pk", "history_head", "district__number"))
    summaries = day_summaries({pk: head for pk, head, _ in found}, as_of)
    return Listing(
        terms=terms,
        agreements=tuple(
            ListedContract(pk=pk, head=head, district_number=number, summary=summaries[pk])
            for pk, head, number in found
        ),
        as_of=as_of,
    )


def _in_turn(
    listed: ListedContract, choice: ObligationFilter
) -> Iterator[tuple[int, object, object, int, int, str, ListEntry]]:
    """Yield the entries of an agreement behind what they are sorted by in the list."""
    number = listed.district_number
    for one in listed.summary.entries:
        if choice.state in {None, one.state} and choice.admits(one.whose, one.kind):
            day = one.due_on or date.max
            turn = (number, day) if choice.by_district else (day, number)
            yield URGENCY[one.state], *turn, one.position, one.obligation_id, one.key, one


def _occurrences(
    terms: QuerySet[ObligationTerms], as_of: date, obligations: Collection[int]
) -> dict[int, list[TrackedObligation]]:
    found = with_base_states(terms.filter(obligation__in=obligations), as_of)
    return {pk: list(of_one) for pk, of_one in groupby(found, key=lambda tracked: tracked.obligation_id)}
