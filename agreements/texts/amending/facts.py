"""What an amendment says beside its changes. Pure."""

from collections.abc import Mapping
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
class InstructionNote:
    """What the writer says of one instruction: the heading above it, and why; `key` is that of the `Instruction`."""

    key: str
    heading: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentFacts:
    """The instruments of the base in their order, and what its writer decided.

    `wording` is by the key of a clause; without it the whole Absatz is printed.
    """

    base: tuple[BaseInstrument, ...]
    effect: Effect
    reason: str = ""
    transition: str = ""
    wording: Mapping[str, Wording] = field(default_factory=dict)
    notes: tuple[InstructionNote, ...] = ()
