"""The one way in which every page counts occurrences. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
    def figures(self) -> list[tuple[TrackedState, int]]:
        """The number of occurrences in each pressing state."""
        return [(state, self.of(state)) for state in PRESSING]

    @property
    def urgency(self) -> tuple[int, ...]:
        """A sort key, the greatest is the most urgent."""
        return tuple(number for _, number in self.figures)


def count_states(entries: Iterable[ListEntry], choice: ObligationFilter) -> StateCount:
    """Return how many of the entries of a day that the list would show for a filter are in which state."""
    admitted = [one for one in entries if choice.admits(one.whose, one.kind)]
    numbers = Counter(one.state for one in admitted)
    late = [one.due_on for one in admitted if one.state == TrackedState.OVERDUE and one.due_on]
    return StateCount(
        numbers=tuple((state, numbers[state]) for state in TrackedState if numbers[state]),
        oldest=min(late, default=None),
    )
