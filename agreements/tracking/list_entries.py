"""What the list of obligations must know of an occurrence to choose, count and order it. Pure, and small enough to keep."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from agreements.choices import ObligationKind, OwedBy
from agreements.tracking.queries.obligations import Duty
from agreements.tracking.status import OPEN, TrackedState, pressed, worth_showing

UNTIL_ITS_DAY = frozenset({TrackedState.IN_PROGRESS, TrackedState.UPCOMING})
NOT_SETTLED = OPEN | UNTIL_ITS_DAY | {TrackedState.ON_EVENT}


class ListEntry(NamedTuple):
    """An occurrence. `changes`: its state changes as its day comes near; `owed_by` and `kind` are those in force."""

    obligation_id: int
    key: str
    state: TrackedState
    due_on: date | None
    changes: bool
    position: int
    owed_by: OwedBy
    kind: ObligationKind

    def on(self, day: date) -> "ListEntry":
        """Return the entry with its state on a day."""
        return self._replace(state=pressed(self.state, self.due_on, day)) if self.changes else self


def list_entries(at_rest: Iterable[Duty], as_of: date) -> Iterator[ListEntry]:
    """Yield what the list may show of occurrences at rest from a day on, until they are laid differently."""
    for _, of_one in groupby(at_rest, key=lambda duty: duty.obligation_id):
        entries = [_entry(duty) for duty in of_one]
        last = {entries[-1], *[one for one in entries if one.state != TrackedState.LAPSED][-1:]}
        yield from (
            one
            for one in entries
            if one.state in NOT_SETTLED or one in last or (one.due_on and one.due_on >= as_of)
        )


def shown_on(entries: Iterable[ListEntry], day: date) -> Iterator[ListEntry]:
    """Yield what the list shows on a day, with the states of that day."""
    for _, of_one in groupby(entries, key=lambda one: one.obligation_id):
        yield from worth_showing([one.on(day) for one in of_one], day)


def changes_with_its_day(duty: Duty) -> bool:
    """Say whether the state of an occurrence at rest changes as its day comes near and goes by."""
    tracked = duty.tracked
    return tracked.state in UNTIL_ITS_DAY and tracked.due_on is not None and not duty.terms.up_to


def _entry(duty: Duty) -> ListEntry:
    return ListEntry(
        obligation_id=duty.obligation_id,
        key=duty.key,
        state=duty.tracked.state,
        due_on=duty.tracked.due_on,
        changes=changes_with_its_day(duty),
        position=duty.position,
        owed_by=duty.owed_now,
        kind=duty.kind,
    )
