"""A bar of stacked parts, as the numbers beside it say: geometry only, drawn by the template. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.tracking.status import TrackedState

WIDTH = 160
GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    """One part of a bar."""

    state: TrackedState
    number: int
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The parts of a bar, and the same in words for whoever does not see it."""

    parts: tuple[BarPart, ...]
    words: str
    width: int = WIDTH


def bar(numbers: Iterable[tuple[TrackedState, int]], widest: int) -> Bar:
    """Return a bar for some numbers; `widest` is the sum that fills it. Every number but zero has a part that is seen."""
    parts: list[BarPart] = []
    x = 0
    shown = [(state, number) for state, number in numbers if number]
    room = WIDTH - GAP * len(shown)
    for state, number in shown:
        width = max(3, room * number // max(widest, 1))
        parts.append(BarPart(state=state, number=number, x=x, width=width))
        x += width + GAP
    words = ", ".join(f"{number} {state.label}" for state, number in shown) or "nichts offen"
    return Bar(parts=tuple(parts), words=words)
