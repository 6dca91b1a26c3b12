"""What an amendment says beside its changes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agreements.amendment_choices import Wording
from agreements.changes import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseInstrument:
    """An instrument that the amendment builds on, with the day of its last signature; 0 is the contract."""

    number: int
    concluded_on: date
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionGroup:
    """Instructions that are printed together, with their reason; `keys` are those of `Instruction`.

    Without a heading they stand with those that are in no group.
    """

    heading: str
    reason: str = ""
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionNote:
    """What the writer says of one instruction: the heading above it, and why."""

    key: str
    heading: str = ""
    reason: str = ""


def grouped(notes: Sequence[InstructionNote]) -> tuple[InstructionGroup, ...]:
    """Return the instructions with the same heading together, with their reasons one behind the other."""
    found: dict[str, list[InstructionNote]] = {}
    for note in notes:
        found.setdefault(note.heading, []).append(note)
    return tuple(
        InstructionGroup(
            heading=heading,
            reason=" ".join(dict.fromkeys(note.reason for note in members if note.reason)),
            keys=frozenset(note.key for note in members),
        )
        for heading, members in found.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentFacts:
    """Number and version, the instruments of the base in their order, and what its writer decided.

    `wording` is by the key of a clause; without it the whole Absatz is printed.
    """

    number: int
    version: int
    base: tuple[BaseInstrument, ...]
    effect: Effect
    reason: str = ""
    transition: str = ""
    wording: Mapping[str, Wording] = field(default_factory=dict)
    groups: tuple[InstructionGroup, ...] = ()
