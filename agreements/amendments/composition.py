"""The text that a contract and its amendments make on a day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.amendments.application import ChangeMismatchError, apply
from agreements.amendments.labels import with_labels
from agreements.changes import Amendment, Change
from agreements.content import Content


class UncomposableTextError(Exception):
    """The amendments do not make a text: one of them does not fit those before it."""

    def __init__(self, number: int, target: str) -> None:
        super().__init__(f"amendment {number} does not fit at {target!r}")
        self.number, self.target = number, target


@dataclass(frozen=True, slots=True, kw_only=True)
class InEffect:
    """A signed amendment with the first day on which it applies and the day of its last signature."""

    number: int
    effective_on: date
    concluded_on: date
    content: Content

    @property
    def turn(self) -> tuple[date, date, int]:
        """Its place among the amendments: by the day on which they begin, then as they were concluded."""
        return self.effective_on, self.concluded_on, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOrigin:
    """An amendment that changed a place, and what it did there."""

    number: int
    effective_on: date
    change: Change

    @property
    def before(self) -> object:
        """What stood there before: words, a section, a party, a term or an obligation; None for what is new."""
        return getattr(self.change, "before", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A text, and for each changed place (`target` of its changes) the amendments in their order."""

    content: Content
    origins: Mapping[str, tuple[TextOrigin, ...]]


def in_turn(amendments: Sequence[InEffect]) -> list[InEffect]:
    """Return the amendments in the order in which they apply."""
    return sorted(amendments, key=lambda one: one.turn)


def compose(contract: Content, amendments: Sequence[InEffect], day: date) -> Composed:
    """Return the text in force on a day, with its labels stored; raises UncomposableTextError."""
    content = with_labels(contract)
    origins: dict[str, tuple[TextOrigin, ...]] = {}
    for one in in_turn(amendments):
        if one.effective_on > day:
            break
        amendment = one.content.amendment
        if not isinstance(amendment, Amendment):
            raise UncomposableTextError(one.number, "")
        try:
            content = apply(content, amendment.changes)
        except ChangeMismatchError as error:
            raise UncomposableTextError(one.number, error.change.target) from error
        for change in amendment.changes:
            origin = TextOrigin(number=one.number, effective_on=one.effective_on, change=change)
            origins[change.target] = (*origins.get(change.target, ()), origin)
    return Composed(content=content, origins=origins)


def misfits(contract: Content, amendments: Sequence[InEffect]) -> tuple[UncomposableTextError, ...]:
    """Return what does not fit on the first day of any amendment: asked before one more is frozen."""
    found = []
    for day in sorted({one.effective_on for one in amendments}):
        try:
            compose(contract, amendments, day)
        except UncomposableTextError as error:
            found.append(error)
    return tuple(found)
