"""Changes between the model text of a draft and a newer version, compared with the draft."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from agreements.content import Content, Obligation
from agreements.drafting.comparison.field_facts import ClauseReference, differing_fields, obligation_fields
from agreements.drafting.model_texts.queries import (
    clauses_of,
    latest_template,
    published_model_text,
    template_of,
)
from agreements.events import EventKind
from agreements.models import AgreementTemplate, Clause, Event, Instrument
from agreements.text_merge import DRAFT, MODEL, merge_texts
from agreements.texts.assembly import raw_copy
from agreements.texts.party_words import party_names
from agreements.word_diff import TextDiff


class ChangedPart(StrEnum):
    """The kind of part that a change is about."""

    CLAUSE = "absatz"
    HEADING = "ueberschrift"
    DUTY = "pflicht"


class UpdateState(StrEnum):
    """The state of a change in a draft; CLASH: the draft has a different text of its own."""

    OPEN = "open"
    CLASH = "clash"
    TAKEN = "taken"
    DECLINED = "declined"


STATE_BY_EVENT: dict[str, UpdateState] = {
    EventKind.MODEL_CHANGE_TAKEN: UpdateState.TAKEN,
    EventKind.MODEL_CHANGE_DECLINED: UpdateState.DECLINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """One change from the draft's version to the newer one; `before` is None for additions, `after` for removals.

    `draft` is the text of the draft, None without a row, and `revision` that of the row. `locks` is whether the newer
    version locks the clause. `facts` are the changed fields of an obligation.
    """

    part: ChangedPart
    key: str
    place: str
    before: str | None
    after: str | None
    draft: str | None
    revision: int | None
    state: UpdateState
    locks: bool = False
    facts: tuple[tuple[str, TextDiff], ...] = ()

    @property
    def is_undecided(self) -> bool:
        return self.state in {UpdateState.OPEN, UpdateState.CLASH}

    @property
    def mergeable(self) -> bool:
        """Whether two texts of an unlocked clause conflict and can be merged by hand."""
        both = self.before is not None and self.after is not None and self.draft is not None
        return self.state == UpdateState.CLASH and self.part == ChangedPart.CLAUSE and both and not self.locks


def merge_into_text(text: str, change: ModelChange) -> str:
    """Merge a change of the model text into a text; conflicts are marked (`Merged.marked`)."""
    return merge_texts(change.before or "", text, change.after or "").marked(DRAFT, MODEL)


def newer_template(instrument: Instrument) -> AgreementTemplate | None:
    """Return the latest version of the draft's model text, or None if the draft is based on it."""
    own = instrument.template
    if own is None or instrument.agreement.is_model:
        return None
    last = latest_template(own.name)
    return last if last.version > own.version else None


def model_changes(instrument: Instrument, last: AgreementTemplate) -> tuple[ModelChange, ...]:
    """Return all changes from the draft's version to `last`, in reading order."""
    return tuple(_Differ(instrument, last).changes())


class _Differ:
    def __init__(self, instrument: Instrument, last: AgreementTemplate) -> None:
        self.old, self.new = published_model_text(template_of(instrument)), published_model_text(last)
        self.draft = raw_copy(instrument)
        self.rows = {row.key: row for row in clauses_of(instrument)}
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
        for own, section, _ in self.new.content.labelled_sections():
            row, before = self.sections.get(section.key), old.get(section.key)
            if row is None or before is None or before.heading == section.heading:
                continue
            yield ModelChange(
                part=ChangedPart.HEADING,
                key=section.key,
                place=f"Überschrift {own.place}",
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
            if (old == new and same_lock) or not self._is_relevant(key, row):
                continue
            locks = key in self.new.rules.locked and key not in self.deviating
            own = row.text if row else None
            state = self._state(ChangedPart.CLAUSE, key, old, new, own)
            if (
                state == UpdateState.TAKEN
                and row
                and row.locked != locks
                and (ChangedPart.CLAUSE, key) not in self.decided
            ):
                state = UpdateState.OPEN  # the text is the same, the lock is not
            if new is None and state == UpdateState.OPEN and self._has_obligations(key):
                state = UpdateState.CLASH
            yield ModelChange(
                part=ChangedPart.CLAUSE,
                key=key,
                place=labels[key],
                before=old,
                after=new,
                draft=own,
                revision=row.revision if row else None,
                state=state,
                locks=locks,
            )

    def _duties(self) -> Iterator[ModelChange]:
        before, after, draft = (_duties(c) for c in (self.old.content, self.new.content, self.draft))
        facts = (
            obligation_fields(_places(self.old.content), party_names(self.old.content)),
            obligation_fields(_places(self.new.content), party_names(self.new.content)),
            obligation_fields(_places(self.draft), party_names(self.draft)),
        )
        for code in _merged_order(before, after):
            old, new, own = before.get(code), after.get(code), draft.get(code)
            if old == new or (new is not None and old is None and not self._clause_exists(new)):
                continue
            if old is None and own is not None and own != new:
                own = None  # the draft uses the code for another obligation
            changed_fields = tuple(
                (field.label, field.text) for field in differing_fields(facts[0], old, new, facts[1])
            )
            local = (
                ""
                if own in {None, old, new}
                else "; ".join(
                    f"{field.label}: {field.text.after or '–'}"
                    for field in differing_fields(facts[0], old, own, facts[2])
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
                facts=changed_fields,
            )

    def _state(self, part: ChangedPart, key: str, old: object, new: object, own: object) -> UpdateState:
        if own == new:
            return UpdateState.TAKEN
        if state := self.decided.get((part, key)):
            return state
        return UpdateState.OPEN if own == old else UpdateState.CLASH

    def _is_relevant(self, key: str, row: Clause | None) -> bool:
        """Whether a clause concerns the draft: not the optional clauses and alternatives that it has excluded."""
        if row is not None:
            return True
        before, after = self.old.rules, self.new.rules
        if key in _texts(self.old.content):
            return key not in before.optional and key not in before.choices
        name = after.choices.get(key)
        if name is None:
            return True
        first = next(other for other, choice in after.choices.items() if choice == name)
        return key == first and name not in before.choices.values()

    def _has_obligations(self, key: str) -> bool:
        """Whether the draft has obligations in the clause beyond those that the newer version removes."""
        removed = set(_duties(self.old.content)) - set(_duties(self.new.content))
        return any(duty.clause_key == key and duty.code not in removed for duty in self.draft.obligations)

    def _clause_exists(self, duty: Obligation) -> bool:
        """Whether the clause of a new obligation is in the draft, or is a change that concerns it."""
        key = duty.clause_key
        return (
            not key
            or key in self.rows
            or (key not in _texts(self.old.content) and self._is_relevant(key, None))
        )


def _decided(
    instrument: Instrument, last: AgreementTemplate
) -> Iterator[tuple[tuple[ChangedPart, str], UpdateState]]:
    events = Event.objects.filter(
        agreement=instrument.agreement_id,
        kind__in=STATE_BY_EVENT,
        data__instrument=instrument.number,
        data__template_fingerprint=last.fingerprint,
        data__version=last.version,
    )
    for event in events.order_by("sequence"):
        yield (ChangedPart(event.data["part"]), event.data["key"]), STATE_BY_EVENT[event.kind]


def _texts(content: Content) -> dict[str, str]:
    return {clause.key: clause.text for section in content.sections for clause in section.clauses}


def _duties(content: Content) -> dict[str, Obligation]:
    return {duty.code: duty for duty in content.obligations}


def _places(content: Content) -> dict[str, ClauseReference]:
    return {key: ClauseReference(key, label, "") for key, label in content.clause_labels().items()}


def _merged_order(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    """Return the keys of the newer text in order, then the removed ones."""
    return [*after, *(key for key in before if key not in after)]
