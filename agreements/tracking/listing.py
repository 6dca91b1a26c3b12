"""The list of obligations in pages: entries of all signed agreements from the cache, whole occurrences of one page."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from agreements.models import Agreement, ObligationTerms
from agreements.tracking.list_entries import ListEntry, list_entries, shown_on
from agreements.tracking.overview.cached_summary import kept
from agreements.tracking.queries.obligations import URGENCY, Duty, at_rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the list shows on a day, the most urgent first; `laid` are the occurrences at rest that were not cached."""

    terms: QuerySet[ObligationTerms]
    entries: tuple[ListEntry, ...]
    laid: dict[tuple[int, str], Duty]
    as_of: date

    def duties(self, entries: Collection[ListEntry]) -> list[Duty]:
        """Return some entries as whole occurrences, in their order. Five queries, none if all were laid already."""
        unknown = {one.obligation_id for one in entries if (one.obligation_id, one.key) not in self.laid}
        found = self.laid
        if unknown:
            found = found | _by_key(at_rest(self.terms.filter(obligation__in=unknown), self.as_of))
        shown = [(one, found.get((one.obligation_id, one.key))) for one in entries]
        return [replace(duty, tracked=replace(duty.tracked, state=one.state)) for one, duty in shown if duty]


def listing(terms: QuerySet[ObligationTerms], as_of: date) -> Listing:
    """Return what the list shows of some terms in force. Two queries, and five if anything is not cached."""
    rows = Agreement.objects.filter(pk__in=terms.order_by().values("obligation__agreement"))
    agreements = {
        pk: (length, number)
        for pk, length, number in rows.values_list("pk", "history_length", "district__number")
    }
    lengths = {pk: length for pk, (length, _) in agreements.items()}
    cached = kept(lengths, as_of)
    missing = lengths.keys() - cached.keys()
    laid = at_rest(terms.filter(instrument__agreement__in=missing), as_of) if missing else []
    entries = {pk: one.entries for pk, one in cached.items()}
    for pk, duties in groupby(sorted(laid, key=_agreement), key=_agreement):
        entries[pk] = tuple(list_entries(duties, as_of))
    found = [
        (URGENCY[one.state], one.due_on or date.max, agreements[pk][1], one.position, one)
        for pk, of_one in entries.items()
        for one in shown_on(of_one, as_of)
    ]
    return Listing(
        terms=terms, entries=tuple(one for *_, one in sorted(found)), laid=_by_key(laid), as_of=as_of
    )


def _agreement(duty: Duty) -> int:
    return duty.agreement_id


def _by_key(duties: Collection[Duty]) -> dict[tuple[int, str], Duty]:
    return {(duty.obligation_id, duty.key): duty for duty in duties}
