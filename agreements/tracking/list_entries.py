"""The values of an occurrence that select, count and order it in the list. Pure, and small enough to cache."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from agreements.choices import ObligationKind
from agreements.parties import ReportingSide
from agreements.tracking.queries.obligations import TrackedObligation
from agreements.tracking.status import NOT_ASKED, OPEN, TrackedState, apply_deadline, listed

DEADLINE_DRIVEN = frozenset({TrackedState.IN_PROGRESS, TrackedState.UPCOMING})
NOT_SETTLED = OPEN | DEADLINE_DRIVEN | {TrackedState.ON_EVENT}


class ListEntry(NamedTuple):
    """An occurrence in the list. `time_dependent`: its state changes with its due date."""

    obligation_id: int
    key: str
    state: TrackedState
    due_on: date | None
    time_dependent: bool
    position: int
    whose: frozenset[ReportingSide]
    kind: ObligationKind

    def on(self, day: date) -> "ListEntry":
        """Return the entry with its state on a day."""
        return (
            self._replace(state=apply_deadline(self.state, self.due_on, day)) if self.time_dependent else self
        )


def list_entries(tracked_obligations: Iterable[TrackedObligation], as_of: date) -> Iterator[ListEntry]:
    """Yield every entry that the list may show from a day on, given occurrences with their base states."""
    for _, of_one in groupby(tracked_obligations, key=lambda tracked: tracked.obligation_id):
        entries = [list_entry(tracked) for tracked in of_one]
        last = {entries[-1], *[one for one in entries if one.state not in NOT_ASKED][-1:]}
        yield from (
            one
            for one in entries
            if one.state in NOT_SETTLED or one in last or (one.due_on and one.due_on >= as_of)
        )


def entries_on(entries: Iterable[ListEntry], day: date) -> Iterator[ListEntry]:
    """Yield the entries that the list shows on a day, with their state on that day."""
    for _, of_one in groupby(entries, key=lambda one: one.obligation_id):
        yield from listed([one.on(day) for one in of_one], day)


def list_entry(tracked: TrackedObligation) -> ListEntry:
    status = tracked.status
    return ListEntry(
        obligation_id=tracked.obligation_id,
        key=tracked.key,
        state=status.state,
        due_on=status.due_on,
        time_dependent=(
            status.state in DEADLINE_DRIVEN and status.due_on is not None and not tracked.terms.never_due
        ),
        position=tracked.position,
        whose=tracked.whose,
        kind=tracked.kind,
    )
