"""The German sentences of the changes of an amendment. Pure; printed, and never read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.amendment_choices import Wording
from agreements.changes import Change
from agreements.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionStep:
    """One sentence with the quoted text behind it: `alone` as it stands by itself, `within` under „§ 8 wird wie folgt geändert:“.

    `targets` are the keys of what it changes. `may_choose`: its words can be replaced instead of the whole Absatz.
    """

    targets: tuple[str, ...]
    alone: str
    within: str
    may_choose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What is changed in one § or other place; `key` is that of the section, or „head“, „term“, „duties“."""

    key: str
    place: str
    steps: tuple[InstructionStep, ...]

    @property
    def lead(self) -> str:
        """The sentence before several steps; empty before one."""
        return f"{self.place} wird wie folgt geändert:" if len(self.steps) > 1 else ""


def instructions(
    base: Content, changes: Sequence[Change], wording: Mapping[str, Wording]
) -> tuple[Instruction, ...]:
    """Return the instructions in their printed order: the title first, then as the parts stand in the base."""
    raise NotImplementedError
