"""The one way in which every page counts occurrences. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from agreements.choices import ObligationKind
from agreements.parties import ReportingSide
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.queries.obligations import ObligationFilter
from agreements.tracking.status import PRESSING, TrackedState


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """Numbers of occurrences by state, and the oldest overdue date."""

    numbers: tuple[tuple[TrackedState, int], ...]
    oldest: date | None

    def of(self, state: TrackedState) -> int:
        return dict(self.numbers).get(state, 0)

    @property
    def total(self) -> int:
        return sum(number for _, number in self.numbers)

    @property
    def figures(self) -> list[tuple[TrackedState, int]]:
        """The number of occurrences in each pressing state."""
        known = dict(self.numbers)
        return [(state, known.get(state, 0)) for state in PRESSING]

    @property
    def urgency(self) -> tuple[int, ...]:
        """A sort key, the greatest is the most urgent."""
        return tuple(number for _, number in self.figures)


class EntryGroup(NamedTuple):
    """How many entries are alike in what they are counted by; `oldest` is the first due date among them."""

    state: TrackedState
    whose: frozenset[ReportingSide]
    kind: ObligationKind
    number: int
    oldest: date | None


def entry_groups(entries: Iterable[ListEntry]) -> tuple[EntryGroup, ...]:
    """Return the entries of a day in groups, in which they are counted quickly."""
    ordered = sorted(entries, key=_alike)
    return tuple(_group(list(alike)) for _, alike in groupby(ordered, key=_alike))


def _alike(entry: ListEntry) -> tuple[str, str, list[str]]:
    return entry.state, entry.kind, sorted(entry.whose)


def _group(alike: list[ListEntry]) -> EntryGroup:
    first, days = alike[0], [one.due_on for one in alike if one.due_on]
    return EntryGroup(first.state, first.whose, first.kind, len(alike), min(days, default=None))


def count_groups(groups: Iterable[EntryGroup], choice: ObligationFilter) -> StateCount:
    """Return how many entries that the list would show for a filter are in which state."""
    numbers: Counter[TrackedState] = Counter()
    oldest = date.max
    for one in groups:
        if choice.admits(one.whose, one.kind):
            numbers[one.state] += one.number
            if one.state == TrackedState.OVERDUE and one.oldest:
                oldest = min(oldest, one.oldest)
    return StateCount(
        numbers=tuple((state, numbers[state]) for state in TrackedState if numbers[state]),
        oldest=None if oldest == date.max else oldest,
    )


def counted_together(counts: Iterable[StateCount]) -> StateCount:
    """Return the sum of counts."""
    each = list(counts)
    if len(each) == 1:
        return each[0]
    numbers: Counter[TrackedState] = Counter()
    for one in each:
        for state, number in one.numbers:
            numbers[state] += number
    return StateCount(
        numbers=tuple((state, numbers[state]) for state in TrackedState if numbers[state]),
        oldest=min((one.oldest for one in each if one.oldest), default=None),
    )


def count_states(entries: Iterable[ListEntry], choice: ObligationFilter) -> StateCount:
    """Count the entries of a day."""
    return count_groups(entry_groups(entries), choice)
