"""Geometry of a stacked bar; the template draws it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.tracking.status import TrackedState

WIDTH = 160
GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPart:
    state: TrackedState
    number: int
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The parts of a bar, and the same as text for screen readers."""

    parts: tuple[BarPart, ...]
    words: str
    width: int = WIDTH


def bar(numbers: Iterable[tuple[TrackedState, int]], widest: int) -> Bar:
    """Return a bar; `widest` is the sum that fills the width. Every number but zero has a visible part."""
    parts: list[BarPart] = []
    x = 0
    visible = [(state, number) for state, number in numbers if number]
    space = WIDTH - GAP * len(visible)
    for state, number in visible:
        width = max(3, space * number // max(widest, 1))
        parts.append(BarPart(state=state, number=number, x=x, width=width))
        x += width + GAP
    words = ", ".join(f"{number} {state.label}" for state, number in visible) or "nichts offen"
    return Bar(parts=tuple(parts), words=words)
