"""Numbers of occurrences by state, and whether a district has stopped reporting. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from agreements.tracking.status import TrackedState, apply_deadline

PRESSING = (TrackedState.OVERDUE, TrackedState.ASKED_BACK, TrackedState.DUE, TrackedState.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """Numbers of occurrences by state, and the oldest overdue date."""

    numbers: tuple[tuple[TrackedState, int], ...]
    oldest: date | None

    def of(self, state: TrackedState) -> int:
        return dict(self.numbers).get(state, 0)

    @property
    def figures(self) -> list[tuple[TrackedState, int]]:
        """The number of occurrences in each pressing state."""
        return [(state, self.of(state)) for state in PRESSING]

    @property
    def urgency(self) -> tuple[int, ...]:
        """A sort key, the greatest is the most urgent."""
        return tuple(number for _, number in self.figures)


class OpenCount(NamedTuple):
    """A number of open or coming occurrences with the same base state and due date, None if the date does not matter."""

    state: TrackedState
    due_on: date | None = None
    number: int = 1


def count_states(open_counts: Iterable[OpenCount], as_of: date) -> StateCount:
    """Return how many occurrences are in which state on a day."""
    numbers: Counter[TrackedState] = Counter()
    late = []
    for one in open_counts:
        state = apply_deadline(one.state, one.due_on, as_of)
        numbers[state] += one.number
        if state == TrackedState.OVERDUE and one.due_on:
            late.append(one.due_on)
    return StateCount(
        numbers=tuple((state, numbers[state]) for state in TrackedState if numbers[state]),
        oldest=min(late, default=None),
    )


def has_ended(last_day: date | None, as_of: date) -> bool:
    return last_day is not None and last_day < as_of


def is_stale(last: date | None, signed_on: date | None, as_of: date, patience: timedelta) -> bool:
    """Whether nothing was reported for longer than `patience`, counted from the signature before the first report."""
    since = last or signed_on
    return since is not None and as_of - since > patience
