"""A draft against a newer version of its model text: what is new there, and what the draft says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from agreements.content import Content, Obligation
from agreements.drafting.comparison.field_facts import FactPlace, differing, obligation_facts
from agreements.drafting.comparison.word_diff import TextDiff
from agreements.drafting.concurrency.merge import DRAFT, MODEL, merge_texts
from agreements.drafting.model_texts.queries import newest, published
from agreements.events import EventKind
from agreements.models import AgreementTemplate, Clause, Event, Instrument
from agreements.texts.assembly import raw_copy


class ChangedPart(StrEnum):
    """What can be new in a model text."""

    CLAUSE = "absatz"
    HEADING = "ueberschrift"
    DUTY = "pflicht"


class State(StrEnum):
    """Where a draft stands with a change of its model text."""

    OPEN = "open"
    CLASH = "clash"
    TAKEN = "taken"
    DECLINED = "declined"


TOLD: dict[str, State] = {
    EventKind.MODEL_CHANGE_TAKEN: State.TAKEN,
    EventKind.MODEL_CHANGE_DECLINED: State.DECLINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """One change from the draft's version to the newest one. Without `before` it is new, without `after` it is gone.

    `draft` is what the draft says, None if it has nothing there; `revision` belongs to its row. `locks`: the newest
    version locks these words. `facts` tell the change of an obligation; its words stand in `before` and `after`, too.
    """

    part: ChangedPart
    key: str
    place: str
    before: str | None
    after: str | None
    draft: str | None
    revision: int | None
    state: State
    locks: bool = False
    facts: tuple[tuple[str, TextDiff], ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Whether somebody still has to say what the draft does with it."""
        return self.state in {State.OPEN, State.CLASH}

    @property
    def mergeable(self) -> bool:
        """Whether two wordings of one clause can be brought together by hand."""
        both = self.before is not None and self.after is not None and self.draft is not None
        return self.state == State.CLASH and self.part == ChangedPart.CLAUSE and both and not self.locks


def merged_into(text: str, change: ModelChange) -> str:
    """Return a text with a change of its model text worked in; where both touch, both stand in marks (`Merged.marked`)."""
    return merge_texts(change.before or "", text, change.after or "").marked(DRAFT, MODEL)


def newer_version(instrument: Instrument) -> AgreementTemplate | None:
    """Return the newest version of the draft's model text, if that is not its own."""
    last = newest(instrument.template.name)
    return None if last.version <= instrument.template.version or instrument.agreement.is_model else last


def model_changes(instrument: Instrument, last: AgreementTemplate) -> tuple[ModelChange, ...]:
    """Return every change of words and obligations from the draft's version to another one, in reading order."""
    return tuple(_Differ(instrument, last).changes())


class _Differ:
    def __init__(self, instrument: Instrument, last: AgreementTemplate) -> None:
        self.old, self.new = published(instrument.template), published(last)
        self.draft = raw_copy(instrument)
        self.rows = {row.key: row for row in Clause.objects.filter(section__instrument=instrument)}
        self.sections = {row.key: row for row in instrument.sections.all()}
        self.terms = dict(instrument.terms.values_list("obligation__code", "revision"))
        self.deviating = set(instrument.deviations.values_list("clause_key", flat=True))
        self.decided = dict(_decided(instrument, last))

    def changes(self) -> Iterator[ModelChange]:
        yield from self._headings()
        yield from self._clauses()
        yield from self._duties()

    def _headings(self) -> Iterator[ModelChange]:
        old = {section.key: section for section in self.old.content.sections}
        for label, section in self.new.content.labelled_sections():
            row, before = self.sections.get(section.key), old.get(section.key)
            if row is None or before is None or before.heading == section.heading:
                continue
            yield ModelChange(
                part=ChangedPart.HEADING,
                key=section.key,
                place=f"Überschrift {label or section.heading}",
                before=before.heading,
                after=section.heading,
                draft=row.heading,
                revision=row.revision,
                state=self._state(
                    ChangedPart.HEADING, section.key, before.heading, section.heading, row.heading
                ),
            )

    def _clauses(self) -> Iterator[ModelChange]:
        before, after = _texts(self.old.content), _texts(self.new.content)
        labels = {**self.old.content.clause_labels(), **self.new.content.clause_labels()}
        for key in _merged_order(before, after):
            old, new, row = before.get(key), after.get(key), self.rows.get(key)
            same_lock = (key in self.old.rules.locked) == (key in self.new.rules.locked)
            if (old == new and same_lock) or not self._concerns(key, row):
                continue
            locks = key in self.new.rules.locked and key not in self.deviating
            said = row.text if row else None
            state = self._state(ChangedPart.CLAUSE, key, old, new, said)
            if (
                state == State.TAKEN
                and row
                and row.locked != locks
                and (ChangedPart.CLAUSE, key) not in self.decided
            ):
                state = State.OPEN  # the words are there already, the lock is not
            if new is None and state == State.OPEN and self._held(key):
                state = State.CLASH
            yield ModelChange(
                part=ChangedPart.CLAUSE,
                key=key,
                place=labels[key],
                before=old,
                after=new,
                draft=said,
                revision=row.revision if row else None,
                state=state,
                locks=locks,
            )

    def _duties(self) -> Iterator[ModelChange]:
        before, after, said = (_duties(c) for c in (self.old.content, self.new.content, self.draft))
        facts = (
            obligation_facts(_places(self.old.content)),
            obligation_facts(_places(self.new.content)),
            obligation_facts(_places(self.draft)),
        )
        for code in _merged_order(before, after):
            old, new, own = before.get(code), after.get(code), said.get(code)
            if old == new or (new is not None and old is None and not self._has_place(new)):
                continue
            if old is None and own is not None and own != new:
                own = None  # the draft uses the code for something of its own
            words = tuple((field.label, field.text) for field in differing(facts[0], old, new, facts[1]))
            local = (
                ""
                if own in {None, old, new}
                else "; ".join(
                    f"{field.label}: {field.text.after or '–'}"
                    for field in differing(facts[0], old, own, facts[2])
                )
            )
            yield ModelChange(
                part=ChangedPart.DUTY,
                key=code,
                place=f"Pflicht {code} {(new or old).title}",  # type: ignore[union-attr]  # one of them is there
                before=old.title if old else None,
                after=new.title if new else None,
                draft=local or (own.title if own else None),
                revision=self.terms.get(code) if own else None,
                state=self._state(ChangedPart.DUTY, code, old, new, own),
                facts=words,
            )

    def _state(self, part: ChangedPart, key: str, old: object, new: object, said: object) -> State:
        if said == new:
            return State.TAKEN
        if found := self.decided.get((part, key)):
            return found
        return State.OPEN if said == old else State.CLASH

    def _concerns(self, key: str, row: Clause | None) -> bool:
        """Say whether a clause is a matter of this draft: not the alternatives and options that it did without."""
        if row is not None:
            return True
        before, after = self.old.rules, self.new.rules
        if key in _texts(self.old.content):
            return key not in before.optional and key not in before.choices
        name = after.choices.get(key)
        if name is None:
            return True
        first = next(one for one, choice in after.choices.items() if choice == name)
        return key == first and name not in before.choices.values()

    def _held(self, key: str) -> bool:
        """Say whether obligations would still stand in a clause that is to go."""
        gone = set(_duties(self.old.content)) - set(_duties(self.new.content))
        return any(duty.clause_key == key and duty.code not in gone for duty in self.draft.obligations)

    def _has_place(self, duty: Obligation) -> bool:
        """Say whether the clause of a new obligation stands in the draft, or will."""
        key = duty.clause_key
        return (
            not key or key in self.rows or (key not in _texts(self.old.content) and self._concerns(key, None))
        )


def _decided(
    instrument: Instrument, last: AgreementTemplate
) -> Iterator[tuple[tuple[ChangedPart, str], State]]:
    events = Event.objects.filter(
        agreement=instrument.agreement_id,
        kind__in=TOLD,
        data__instrument=instrument.number,
        data__template_fingerprint=last.fingerprint,
        data__version=last.version,
    )
    for event in events.order_by("sequence"):
        yield (ChangedPart(event.data["part"]), event.data["key"]), TOLD[event.kind]


def _texts(content: Content) -> dict[str, str]:
    return {clause.key: clause.text for section in content.sections for clause in section.clauses}


def _duties(content: Content) -> dict[str, Obligation]:
    return {duty.code: duty for duty in content.obligations}


def _places(content: Content) -> dict[str, FactPlace]:
    return {key: FactPlace(key, label, "") for key, label in content.clause_labels().items()}


def _merged_order(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    """Return all keys in the order of the newer text, those that are gone at the end."""
    return [*after, *(key for key in before if key not in after)]
