"""The fields of a content that are compared, with their German texts. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, is_dataclass, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import UnsetType

from agreements.choices import FieldOfAction, Side
from agreements.content import Content, Obligation, Party, Plan, Post, Signatory, Term
from agreements.drafting.comparison.result import FieldDiff
from agreements.numbering import Numbering
from agreements.parties import bare_name
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import owing_words
from agreements.texts.wording import (
    begin_words,
    date_words,
    legal_form_words,
    months_words,
    post_words,
    quantity_words,
    start_words,
)
from agreements.word_diff import compare_text

T = TypeVar("T")


class ClauseReference(NamedTuple):
    """The clause of an obligation; `identity` is the same on both sides, `label` and `opening` are those of one side."""

    identity: str
    label: str
    opening: str


@dataclass(frozen=True, slots=True)
class ComparedField(Generic[T]):
    """A field: the compared value, its German text, and an exact text for different values with equal texts."""

    label: str
    value: Callable[[T], object]
    words: Callable[[T], str] | None = None
    exact: Callable[[T], str] | None = None

    def text(self, item: T | None) -> str:
        """Return the text, empty for None."""
        if item is None:
            return ""
        return self.words(item) if self.words else str(self.value(item))

    def exact_text(self, item: T) -> str:
        """Return the text that tells any two values apart."""
        return self.exact(item) if self.exact else _full_text(self.value(item))


def differing_fields(
    fields: Sequence[ComparedField[T]],
    before: T | None,
    after: T | None,
    fields_after: Sequence[ComparedField[T]] | None = None,
) -> tuple[FieldDiff, ...]:
    """Return the fields that differ; all of them if there is only one side.

    `fields_after` are those of the second side, if different.
    """
    diffs = []
    for field, field_after in zip(fields, fields_after or fields, strict=True):
        old, new = field.text(before), field_after.text(after)
        if before is not None and after is not None:
            if field.value(before) == field_after.value(after):
                continue
            if old == new:  # no difference may hide behind equal texts
                old, new = field.exact_text(before), field_after.exact_text(after)
        if old or new:
            diffs.append(FieldDiff(label=field.label, text=compare_text(old, new)))
    return tuple(diffs)


def obligation_fields(
    places: Mapping[str, ClauseReference], names: Mapping[Side, str]
) -> tuple[ComparedField[Obligation], ...]:
    """Return the fields of an obligation; `places` are the clauses of its content by key, `names` its parties."""

    def place(duty: Obligation) -> ClauseReference:
        return places.get(duty.clause_key) or ClauseReference(duty.clause_key, "", "")

    return (
        ComparedField("Pflicht", lambda duty: duty.title),
        ComparedField("Art", lambda duty: duty.kind, lambda duty: duty.kind.label),
        ComparedField(
            "Wer schuldet es",
            lambda duty: duty.owing,
            lambda duty: owing_words(duty.owing, names),
            lambda duty: ", ".join(side.label for side in Side if side in duty.owing),
        ),
        ComparedField(
            "Umfang",
            lambda duty: (duty.quantity, duty.unit, duty.sense),
            lambda duty: quantity_words(replace(duty, posts=())),
        ),
        ComparedField("Fälligkeit", lambda duty: duty.due, lambda duty: due_words(duty.due)),
        ComparedField("Nachweis", lambda duty: duty.evidence),
        ComparedField(
            "Stelle im Text",
            lambda duty: place(duty).identity,
            lambda duty: place(duty).label,
            lambda duty: f"{place(duty).label} „{place(duty).opening} …“",
        ),
        ComparedField("BA-Beschluss empfohlen", lambda duty: duty.needs_resolution, _resolution),
        ComparedField(
            "Stellenanteile", lambda duty: duty.posts, lambda duty: "\n".join(map(_post, duty.posts))
        ),
        ComparedField("IBS-Arbeit", lambda duty: duty.ibs, _ibs),
        ComparedField("Armutssensibles Arbeiten", lambda duty: duty.sensitivity, _sensitivity),
    )


def _resolution(duty: Obligation) -> str:
    return _yes_no(duty.needs_resolution)


def _post(post: Post) -> str:
    resolution = ", BA-Beschluss nötig" if post.needs_resolution else ""
    return f"{post.unit}, {post.function}: {post_words(post)}, ab {start_words(post)}{resolution}"


def _ibs(duty: Obligation) -> str:
    if duty.ibs is None:
        return ""
    field = duty.ibs.field_of_action
    named = field.label if field == FieldOfAction.ALL else f"Handlungsfeld {field.label}"
    spaces = f", Sozialräume {', '.join(duty.ibs.social_spaces)}" if duty.ibs.social_spaces else ""
    return f"{named}, Phase {duty.ibs.phase.label}{spaces}"


def _sensitivity(duty: Obligation) -> str:
    if duty.sensitivity is None:
        return ""
    target = f", Ziel {duty.sensitivity.target}" if duty.sensitivity.target is not None else ""
    return f"{duty.sensitivity.step.label}: {duty.sensitivity.subject}{target}"


def _plan(plan: Plan) -> str:
    return f"{plan.when}: {plan.title}" + (f", zuständig: {plan.office}" if plan.office else "")


def _numbering_value(content: Content) -> tuple[Numbering, bool]:
    return content.numbering or Numbering.PARAGRAPH, content.lone_clauses_numbered is not False


def _numbering_words(content: Content) -> str:
    numbering, lone = _numbering_value(content)
    return numbering.label if lone else f"{numbering.label}, ein einziger Absatz ohne Nummer"


def _yes_no(value: bool) -> str:
    return "ja" if value else "nein"


def _day(value: date | UnsetType) -> str:
    return date_words(value) if value else "nicht angegeben"


def _file(sha256: str | UnsetType) -> str:
    return f"Datei mit dem SHA-256 {sha256}" if sha256 else "nicht hinterlegt"


def _full_text(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        return _full_text(astuple(value))
    if isinstance(value, tuple):
        return f"({', '.join(map(_full_text, value))})"
    return "–" if value in {None, ""} else str(getattr(value, "label", value))


HEAD: tuple[ComparedField[Content], ...] = (
    ComparedField("Titel", lambda content: content.title),
    ComparedField("Gegenstand", lambda content: content.subject),
    ComparedField("Geschäftszeichen", lambda content: content.file_reference),
    ComparedField("Hinweis", lambda content: content.note),
    ComparedField("Rechtsform", lambda content: content.legal_form, lambda c: legal_form_words(c.legal_form)),
    ComparedField("Gliederung", _numbering_value, _numbering_words),
    ComparedField(
        "Geplante Meilensteine", lambda content: content.plans, lambda c: "\n".join(map(_plan, c.plans or ()))
    ),
)
TERM: tuple[ComparedField[Term], ...] = (
    ComparedField(
        "Beginn",
        lambda t: (t.begins_on, t.begins_with_signing is True),
        lambda t: begin_words(t) or "noch offen",
    ),
    ComparedField(
        "Ende", lambda t: t.ends_on, lambda t: date_words(t.ends_on) if t.ends_on else "unbefristet"
    ),
    ComparedField(
        "Verlängerung",
        lambda t: t.extension_months,
        lambda t: f"jeweils um {months_words(t.extension_months)}" if t.extension_months else "keine",
    ),
    ComparedField(
        "Kündigungsfrist",
        lambda t: t.notice_months,
        lambda t: months_words(t.notice_months) if t.notice_months else "keine",
    ),
)
PARTY: tuple[ComparedField[Party], ...] = (
    ComparedField("Bezeichnung", lambda party: party.line),
    ComparedField("Kurzname", lambda party: party.short),
    ComparedField("Vertretung", lambda party: party.represented_by, lambda party: party.represented_by or ""),
    ComparedField("Anschrift", lambda party: party.address),
)
_SIGNATORY: tuple[ComparedField[Signatory], ...] = (
    ComparedField("Name", lambda person: person.name),
    ComparedField("Funktion", lambda person: person.function),
    ComparedField("Abteilung", lambda person: person.department),
    ComparedField("Grundlage", lambda person: person.authority),
    ComparedField("Tag der Grundlage", lambda person: person.authority_on, lambda p: _day(p.authority_on)),
    ComparedField(
        "Nachweis der Grundlage", lambda p: p.authority_document, lambda p: _file(p.authority_document)
    ),
    ComparedField("Im Amt seit", lambda person: person.office_begins_on, lambda p: _day(p.office_begins_on)),
    ComparedField("Im Amt bis", lambda person: person.office_ends_on, lambda p: _day(p.office_ends_on)),
    ComparedField("Platz in der Reihenfolge", lambda person: person.order),
    ComparedField(
        "Unterschrift erforderlich", lambda person: person.required, lambda person: _yes_no(person.required)
    ),
)


def signatory_fields(names: Mapping[Side, str]) -> tuple[ComparedField[Signatory], ...]:
    """Return the fields of a signatory; `names` are the parties of her content."""

    def party(person: Signatory) -> str:
        return bare_name(names.get(person.side, person.side.label))

    return (*_SIGNATORY, ComparedField("Seite", lambda person: person.side, party))
