"""How many of a district's promises are in which state, and whether anything is heard of it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from agreements.tracking.status import TrackedState, pressed

PRESSING = (TrackedState.OVERDUE, TrackedState.ASKED_BACK, TrackedState.DUE, TrackedState.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """What stands open: `numbers` by state, and the day since when the oldest is overdue."""

    numbers: tuple[tuple[TrackedState, int], ...]
    oldest: date | None

    def of(self, state: TrackedState) -> int:
        """Return how many are in a state."""
        return dict(self.numbers).get(state, 0)

    @property
    def urgency(self) -> tuple[int, ...]:
        """What the most pressing is sorted by, the greatest first."""
        return tuple(self.of(state) for state in PRESSING)


class Open(NamedTuple):
    """Occurrences that are open, or will be: the state while their day is far, and the day, None if it does not matter."""

    state: TrackedState
    due_on: date | None = None
    number: int = 1


def count(found: Iterable[Open], as_of: date) -> StateCount:
    """Return how many occurrences are in which state on a day."""
    numbers: Counter[TrackedState] = Counter()
    late = []
    for one in found:
        state = pressed(one.state, one.due_on, as_of)
        numbers[state] += one.number
        if state == TrackedState.OVERDUE and one.due_on:
            late.append(one.due_on)
    return StateCount(
        numbers=tuple((state, numbers[state]) for state in TrackedState if numbers[state]),
        oldest=min(late, default=None),
    )


def has_ended(last_day: date | None, as_of: date) -> bool:
    """Say whether a contract is over, so that no reports are awaited any more."""
    return last_day is not None and last_day < as_of


def is_stale(last: date | None, signed_on: date | None, as_of: date, patience: timedelta) -> bool:
    """Say whether nothing was reported for longer than `patience`; before the first report it counts from the signature."""
    since = last or signed_on
    return since is not None and as_of - since > patience
