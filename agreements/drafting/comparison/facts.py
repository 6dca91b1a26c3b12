"""The facts of a content in German words, one by one, so that two contents can be held against each other. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, is_dataclass, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import UnsetType

from agreements.content import Content, Obligation, Party, Post, Signatory, Term
from agreements.documents.wording import (
    date_words,
    due_words,
    months_words,
    post_words,
    quantity_words,
    start_words,
)
from agreements.drafting.comparison.result import FieldDiff
from agreements.drafting.comparison.words import compare_text
from agreements.vocabulary import FieldOfAction

Thing = TypeVar("Thing")


class Place(NamedTuple):
    """The clause where an obligation stands: the same identity on both sides, its name there and how it begins."""

    identity: str
    label: str
    opening: str


@dataclass(frozen=True, slots=True)
class Fact(Generic[Thing]):
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
    facts: Sequence[Fact[Thing]],
    before: Thing | None,
    after: Thing | None,
    facts_after: Sequence[Fact[Thing]] | None = None,
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


def obligation_facts(places: Mapping[str, Place]) -> tuple[Fact[Obligation], ...]:
    """Return the facts of an obligation; `places` are the clauses of its content by their keys."""

    def place(duty: Obligation) -> Place:
        return places.get(duty.clause_key) or Place(duty.clause_key, "", "")

    return (
        Fact("Pflicht", lambda duty: duty.title),
        Fact("Art", lambda duty: duty.kind, lambda duty: duty.kind.label),
        Fact("Wer", lambda duty: duty.owed_by, lambda duty: duty.owed_by.label),
        Fact(
            "Umfang",
            lambda duty: (duty.quantity, duty.unit, duty.sense),
            lambda duty: quantity_words(replace(duty, posts=())),
        ),
        Fact("Fälligkeit", lambda duty: duty.due, lambda duty: due_words(duty.due)),
        Fact("Nachweis", lambda duty: duty.evidence),
        Fact(
            "Stelle im Text",
            lambda duty: place(duty).identity,
            lambda duty: place(duty).label,
            lambda duty: f"{place(duty).label} „{place(duty).opening} …“",
        ),
        Fact("BA-Beschluss empfohlen", lambda duty: duty.needs_resolution, _resolution),
        Fact("Stellenanteile", lambda duty: duty.posts, lambda duty: "\n".join(map(_post, duty.posts))),
        Fact("IBS-Arbeit", lambda duty: duty.ibs, _ibs),
        Fact("Armutssensibles Arbeiten", lambda duty: duty.sensitivity, _sensitivity),
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


HEAD: tuple[Fact[Content], ...] = (
    Fact("Titel", lambda content: content.title),
    Fact("Gegenstand", lambda content: content.subject),
    Fact("Geschäftszeichen", lambda content: content.file_reference),
    Fact("Hinweis", lambda content: content.note),
    Fact("Rechtsform", lambda content: content.legal_form, lambda content: content.legal_form.label),
)
TERM: tuple[Fact[Term], ...] = (
    Fact("Beginn", lambda t: t.begins_on, lambda t: date_words(t.begins_on) if t.begins_on else "noch offen"),
    Fact("Ende", lambda t: t.ends_on, lambda t: date_words(t.ends_on) if t.ends_on else "unbefristet"),
    Fact(
        "Verlängerung",
        lambda t: t.extension_months,
        lambda t: f"jeweils um {months_words(t.extension_months)}" if t.extension_months else "keine",
    ),
    Fact(
        "Kündigungsfrist",
        lambda t: t.notice_months,
        lambda t: months_words(t.notice_months) if t.notice_months else "keine",
    ),
)
PARTY: tuple[Fact[Party], ...] = (
    Fact("Bezeichnung", lambda party: party.line),
    Fact("Kurzname", lambda party: party.short),
    Fact("Anschrift", lambda party: party.address),
)
SIGNATORY: tuple[Fact[Signatory], ...] = (
    Fact("Name", lambda person: person.name),
    Fact("Funktion", lambda person: person.function),
    Fact("Abteilung", lambda person: person.department),
    Fact("Grundlage", lambda person: person.authority),
    Fact("Tag der Grundlage", lambda person: person.authority_on, lambda p: _day(p.authority_on)),
    Fact("Nachweis der Grundlage", lambda p: p.authority_document, lambda p: _file(p.authority_document)),
    Fact("Im Amt seit", lambda person: person.office_begins_on, lambda p: _day(p.office_begins_on)),
    Fact("Im Amt bis", lambda person: person.office_ends_on, lambda p: _day(p.office_ends_on)),
    Fact("Seite", lambda person: person.side, lambda person: person.side.label),
    Fact("Platz in der Reihenfolge", lambda person: person.order),
    Fact(
        "Unterschrift erforderlich", lambda person: person.required, lambda person: _yes_no(person.required)
    ),
)
