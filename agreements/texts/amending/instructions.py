"""The German sentences of the changes of an amendment. Pure; printed, and never read again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agreements.amendment_choices import Wording
from agreements.amendments.derivation import Derivation
from agreements.changes import HeadFieldSet, ObligationChange, PartySet, TermSet
from agreements.texts.amending.head_sentences import head_step
from agreements.texts.amending.instruction_step import InstructionStep
from agreements.texts.amending.obligation_sentences import obligation_steps
from agreements.texts.amending.section_sentences import SectionSentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What is changed in one place, printed under one number; `key` is that of the section, the target of a change in the head, or a table that is in none."""

    key: str
    place: str
    steps: tuple[InstructionStep, ...]

    @property
    def lead(self) -> str:
        """The sentence above several steps; empty above one."""
        return f"{self.place} wird wie folgt geändert:" if len(self.steps) > 1 else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is printed: one sentence, or one for each step below the lead."""
        return tuple(step.within if self.lead else step.alone for step in self.steps)


def instructions(derivation: Derivation, wording: Mapping[str, Wording]) -> tuple[Instruction, ...]:
    """Return the instructions in their printed order: the head first, then as the parts stand in the text."""
    return tuple(_instructions(derivation, wording))


def _instructions(derivation: Derivation, wording: Mapping[str, Wording]) -> Iterator[Instruction]:
    for change in derivation.changes:
        if isinstance(change, (HeadFieldSet, PartySet, TermSet)):
            yield Instruction(key=change.target, place="", steps=(head_step(change),))
    duties = [change for change in derivation.changes if isinstance(change, ObligationChange)]
    tables = dict(obligation_steps(derivation.result, duties))
    for key, name, steps in SectionSentences(derivation, wording).sections():
        said = (*steps, *filter(None, [tables.pop(key, None)]))
        if said:
            yield Instruction(key=key, place=name.subject, steps=said)
    for key, step in tables.items():  # of tables that are in no section
        yield Instruction(key=key, place="", steps=(step,))
