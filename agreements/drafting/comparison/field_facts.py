"""The facts of a content in German words, one by one, so that two contents can be held against each other. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, is_dataclass, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import UnsetType

from agreements.choices import FieldOfAction
from agreements.content import Content, Obligation, Party, Post, Signatory, Term
from agreements.drafting.comparison.result import FieldDiff
from agreements.drafting.comparison.word_diff import compare_text
from agreements.texts.wording import (
    date_words,
    due_words,
    months_words,
    post_words,
    quantity_words,
    start_words,
)

Thing = TypeVar("Thing")


class FactPlace(NamedTuple):
    """The clause where an obligation stands: the same identity on both sides, its name there and how it begins."""

    identity: str
    label: str
    opening: str


@dataclass(frozen=True, slots=True)
class FieldFact(Generic[Thing]):
    """A fact of a thing: the value that is compared, how it is said, and how if that would not tell the difference."""

    label: str
    value: Callable[[Thing], object]
    words: Callable[[Thing], str] | None = None
    exact: Callable[[Thing], str] | None = None

    def said(self, thing: Thing | None) -> str:
        """Return the words, or nothing for nothing."""
        if thing is None:
            return ""
        return self.words(thing) if self.words else str(self.value(thing))

    def spelled(self, thing: Thing) -> str:
        """Return all that is in the value."""
        return self.exact(thing) if self.exact else _spelled(self.value(thing))


def differing(
    facts: Sequence[FieldFact[Thing]],
    before: Thing | None,
    after: Thing | None,
    facts_after: Sequence[FieldFact[Thing]] | None = None,
) -> tuple[FieldDiff, ...]:
    """Return the facts that differ; what is only on one side is told completely.

    `facts_after` says how the second side is read, if not like the first.
    """
    found = []
    for fact, fact_after in zip(facts, facts_after or facts, strict=True):
        old, new = fact.said(before), fact_after.said(after)
        if before is not None and after is not None:
            if fact.value(before) == fact_after.value(after):
                continue
            if old == new:  # no difference may hide behind equal words
                old, new = fact.spelled(before), fact_after.spelled(after)
        if old or new:
            found.append(FieldDiff(label=fact.label, text=compare_text(old, new)))
    return tuple(found)


def obligation_facts(places: Mapping[str, FactPlace]) -> tuple[FieldFact[Obligation], ...]:
    """Return the facts of an obligation; `places` are the clauses of its content by their keys."""

    def place(duty: Obligation) -> FactPlace:
        return places.get(duty.clause_key) or FactPlace(duty.clause_key, "", "")

    return (
        FieldFact("Pflicht", lambda duty: duty.title),
        FieldFact("Art", lambda duty: duty.kind, lambda duty: duty.kind.label),
        FieldFact("Wer", lambda duty: duty.owed_by, lambda duty: duty.owed_by.label),
        FieldFact(
            "Umfang",
            lambda duty: (duty.quantity, duty.unit, duty.sense),
            lambda duty: quantity_words(replace(duty, posts=())),
        ),
        FieldFact("Fälligkeit", lambda duty: duty.due, lambda duty: due_words(duty.due)),
        FieldFact("Nachweis", lambda duty: duty.evidence),
        FieldFact(
            "Stelle im Text",
            lambda duty: place(duty).identity,
            lambda duty: place(duty).label,
            lambda duty: f"{place(duty).label} „{place(duty).opening} …“",
        ),
        FieldFact("BA-Beschluss empfohlen", lambda duty: duty.needs_resolution, _resolution),
        FieldFact("Stellenanteile", lambda duty: duty.posts, lambda duty: "\n".join(map(_post, duty.posts))),
        FieldFact("IBS-Arbeit", lambda duty: duty.ibs, _ibs),
        FieldFact("Armutssensibles Arbeiten", lambda duty: duty.sensitivity, _sensitivity),
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


def _yes_no(value: bool) -> str:
    return "ja" if value else "nein"


def _day(value: date | UnsetType) -> str:
    return date_words(value) if value else "nicht angegeben"


def _file(sha256: str | UnsetType) -> str:
    return f"Datei mit dem SHA-256 {sha256}" if sha256 else "nicht hinterlegt"


def _spelled(value: Any) -> str:
    """Tell everything that is in a value, down to the last number."""
    if is_dataclass(value) and not isinstance(value, type):
        return _spelled(astuple(value))
    if isinstance(value, tuple):
        return f"({', '.join(map(_spelled, value))})"
    return "–" if value in {None, ""} else str(getattr(value, "label", value))


HEAD: tuple[FieldFact[Content], ...] = (
    FieldFact("Titel", lambda content: content.title),
    FieldFact("Gegenstand", lambda content: content.subject),
    FieldFact("Geschäftszeichen", lambda content: content.file_reference),
    FieldFact("Hinweis", lambda content: content.note),
    FieldFact("Rechtsform", lambda content: content.legal_form, lambda content: content.legal_form.label),
)
TERM: tuple[FieldFact[Term], ...] = (
    FieldFact(
        "Beginn", lambda t: t.begins_on, lambda t: date_words(t.begins_on) if t.begins_on else "noch offen"
    ),
    FieldFact("Ende", lambda t: t.ends_on, lambda t: date_words(t.ends_on) if t.ends_on else "unbefristet"),
    FieldFact(
        "Verlängerung",
        lambda t: t.extension_months,
        lambda t: f"jeweils um {months_words(t.extension_months)}" if t.extension_months else "keine",
    ),
    FieldFact(
        "Kündigungsfrist",
        lambda t: t.notice_months,
        lambda t: months_words(t.notice_months) if t.notice_months else "keine",
    ),
)
PARTY: tuple[FieldFact[Party], ...] = (
    FieldFact("Bezeichnung", lambda party: party.line),
    FieldFact("Kurzname", lambda party: party.short),
    FieldFact("Anschrift", lambda party: party.address),
)
SIGNATORY: tuple[FieldFact[Signatory], ...] = (
    FieldFact("Name", lambda person: person.name),
    FieldFact("Funktion", lambda person: person.function),
    FieldFact("Abteilung", lambda person: person.department),
    FieldFact("Grundlage", lambda person: person.authority),
    FieldFact("Tag der Grundlage", lambda person: person.authority_on, lambda p: _day(p.authority_on)),
    FieldFact(
        "Nachweis der Grundlage", lambda p: p.authority_document, lambda p: _file(p.authority_document)
    ),
    FieldFact("Im Amt seit", lambda person: person.office_begins_on, lambda p: _day(p.office_begins_on)),
    FieldFact("Im Amt bis", lambda person: person.office_ends_on, lambda p: _day(p.office_ends_on)),
    FieldFact("Seite", lambda person: person.side, lambda person: person.side.label),
    FieldFact("Platz in der Reihenfolge", lambda person: person.order),
    FieldFact(
        "Unterschrift erforderlich", lambda person: person.required, lambda person: _yes_no(person.required)
    ),
)
