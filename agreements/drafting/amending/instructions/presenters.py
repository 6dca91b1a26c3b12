"""View models of the instructions of an amendment: what is printed, what stood before and what stands now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.amendment_choices import Wording
from agreements.amendments.derivation import Derivation
from agreements.changes import (
    Change,
    ClauseInserted,
    ClauseMoved,
    ClauseNumbered,
    ClauseRemoved,
    InsetSet,
    ObligationRemoved,
    ObligationSet,
    PartySet,
    SectionInserted,
    SectionMoved,
    SectionRemoved,
    TermSet,
)
from agreements.content import Content, Section
from agreements.drafting.comparison.field_facts import (
    PARTY,
    TERM,
    ClauseReference,
    differing_fields,
    obligation_fields,
)
from agreements.drafting.comparison.html import pieces_html, wording_html
from agreements.drafting.comparison.result import FieldDiff
from agreements.drafting.comparison.tables import compare_parts
from agreements.models import Instrument
from agreements.texts.amending.instructions import Instruction, instructions
from agreements.texts.amending.printed import letter
from agreements.texts.assembly import draft_text
from agreements.texts.party_words import party_names

MOVED = "Der Wortlaut bleibt; die Stelle ist eine andere."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPlace:
    """What a change does: the words with their marks, below the name of the field where there are several."""

    label: str
    html: SafeString | str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionStepRow:
    """One sentence as it is printed; `place` names it in a form, `key` is that of its Absatz."""

    key: str
    place: str
    mark: str
    text: str
    may_choose: bool
    changes: tuple[ChangedPlace, ...]

    @property
    def way_field(self) -> str:
        return f"way-{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionRow:
    """An instruction with its number as it is counted through the page."""

    key: str
    number: int
    lead: str
    steps: tuple[InstructionStepRow, ...]

    @property
    def heading_field(self) -> str:
        return f"heading-{self.key}"

    @property
    def reason_field(self) -> str:
        return f"reason-{self.key}"


def instruction_rows(instrument: Instrument) -> tuple[InstructionRow, ...]:
    """Return the instructions of a draft in the order of the text; none if it changes nothing yet."""
    text = draft_text(instrument)
    if text.derivation is None:
        return ()
    return instruction_rows_of(text.derivation, instrument.amendment.read_wording())


def instruction_rows_of(derivation: Derivation, wording: Mapping[str, Wording]) -> tuple[InstructionRow, ...]:
    """Return the instructions of changes; each change is shown once, at the first sentence about it."""
    places = _Places(derivation)
    said = instructions(derivation, wording)
    return tuple(
        InstructionRow(key=one.key, number=number, lead=one.lead, steps=tuple(_steps(one, number, places)))
        for number, one in enumerate(said, start=1)
    )


def _steps(one: Instruction, number: int, places: "_Places") -> Iterator[InstructionStepRow]:
    for index, (step, text) in enumerate(zip(one.steps, one.texts, strict=True)):
        mark = f"{letter(index)})" if one.lead else ""
        yield InstructionStepRow(
            key=step.targets[0],
            place=f"Nummer {number} {mark}".strip(),
            mark=mark,
            text=text,
            may_choose=step.may_choose,
            changes=tuple(place for target in step.targets for place in places.taken(target)),
        )


class _Places:
    """The changes of an amendment as they are shown, each once."""

    def __init__(self, derivation: Derivation) -> None:
        self.changes: dict[str, list[Change]] = {}
        for change in derivation.changes:
            self.changes.setdefault(change.target, []).append(change)
        self.duty_fields = [
            obligation_fields(clause_references(content), party_names(content))
            for content in (derivation.base, derivation.result)
        ]

    def taken(self, target: str) -> list[ChangedPlace]:
        """Return the changes of a target, and leave none for the next sentence about it."""
        return [place for change in self.changes.pop(target, []) for place in self._shown(change)]

    def _shown(self, change: Change) -> Iterator[ChangedPlace]:
        match change:
            case TermSet():
                yield from _listed("", differing_fields(TERM, change.before, change.after))
            case PartySet():
                yield from _listed("", differing_fields(PARTY, change.before, change.after))
            case ObligationSet():
                yield from _listed(
                    f"{change.code} ",
                    differing_fields(self.duty_fields[0], change.before, change.after, self.duty_fields[1]),
                )
            case ObligationRemoved():
                yield from _listed(
                    f"{change.code} ", differing_fields(self.duty_fields[0], change.before, None)
                )
            case ClauseMoved() | SectionMoved():
                yield ChangedPlace(label="", html=MOVED)
            case _:
                yield ChangedPlace(label="", html=wording_html(compare_parts(*_texts(change))))


def _texts(change: Change) -> tuple[str, str]:
    """Return the words before and after a change of the text."""
    match change:
        case ClauseInserted():
            return "", change.after
        case ClauseRemoved():
            return change.before, ""
        case SectionInserted():
            return "", _whole(change.after)
        case SectionRemoved():
            return _whole(change.before), ""
        case ClauseNumbered():
            return change.before, change.after
        case InsetSet():
            return change.before.label, change.after.label
        case _:
            return str(getattr(change, "before", "")), str(getattr(change, "after", ""))


def _whole(section: Section) -> str:
    return "\n".join(filter(None, [section.heading, *(clause.text for clause in section.clauses)]))


def _listed(prefix: str, fields: tuple[FieldDiff, ...]) -> Iterator[ChangedPlace]:
    for field in fields:
        yield ChangedPlace(label=f"{prefix}{field.label}", html=pieces_html(field.text.pieces))


def clause_references(content: Content) -> dict[str, ClauseReference]:
    return {key: ClauseReference(key, label, "") for key, label in content.clause_labels().items()}
