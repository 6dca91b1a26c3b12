"""The text in force on a day, with its changes and the documents that were signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from agreements.amendments.composition import TextOrigin, UncomposableTextError
from agreements.changes import TERM, HeadField
from agreements.choices import Side
from agreements.content import Content
from agreements.dossier.reading_text.change_notes import ChangeNote, Notes, change_notes
from agreements.models import Agreement, Instrument
from agreements.rendering.clause_text import plain_html
from agreements.rendering.document_view import DocumentView, document_view
from agreements.state import last_day
from agreements.texts.in_force import SignedTexts, contract_facts, misfit_words, signed_texts
from agreements.texts.transcript import transcript_words
from agreements.texts.wording import date_words, enumerated

UNSIGNED = (
    "Der Vertrag ist hier nicht unterzeichnet. Einen geltenden Text gibt es, sobald alle unterzeichnet haben."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """An instrument with the days of its last signature, None if unknown, and from which it applies.

    `applies`: on the day that is asked for.
    """

    instrument: Instrument
    signed_on: date | None
    since: date
    applies: bool

    @property
    def name(self) -> str:
        """„Vertrag“, „1. Nachtrag“"""
        return self.instrument.name if self.instrument.number else "Vertrag"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """A value in the head of the text."""

    label: str
    words: SafeString
    notes: tuple[ChangeNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePart:
    """What is not in the text any more and has left no number."""

    place: str
    notes: tuple[ChangeNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingText:
    """A text in force with the changes at each place of it; `transcript` says so of what was typed from a deed."""

    transcript: str
    document: DocumentView
    head: tuple[HeadRow, ...]
    notes: Notes
    gone: tuple[GonePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """The text in force on a day, or why there is none."""

    day: date
    documents: tuple[SignedDocument, ...]
    text: ReadingText | None
    missing: str

    @property
    def title(self) -> str:
        return f"In der am {date_words(self.day)} geltenden Fassung"

    @property
    def binding(self) -> str:
        """„Maßgeblich sind der Vertrag vom 10.03.2025 und der 1. Nachtrag vom 01.10.2026.“"""
        named = [
            f"der {one.name} vom {date_words(one.signed_on)}" if one.signed_on else f"der {one.name}"
            for one in self.documents
            if one.applies
        ]
        return f"Maßgeblich {'sind' if len(named) > 1 else 'ist'} {enumerated(named)}."


def reading_view(agreement: Agreement, day: date) -> ReadingView:
    """Return the text of an agreement in force on a day. One query."""
    try:
        texts = signed_texts(agreement)
        if texts is None:
            return ReadingView(day=day, documents=(), text=None, missing=UNSIGNED)
        found = texts.in_force(day)
    except UncomposableTextError as error:
        return ReadingView(day=day, documents=(), text=None, missing=misfit_words(error))
    return ReadingView(
        day=day,
        documents=tuple(_documents(texts, day)),
        text=reading_text_of(found.content, found.origins, texts.instruments) if found else None,
        missing="" if found else _out_of_force(texts, day),
    )


def _documents(texts: SignedTexts, day: date) -> Iterator[SignedDocument]:
    since = {0: texts.first_day, **{one.number: one.effective_on for one in texts.amendments}}
    for number, first_day in since.items():
        instrument = texts.instruments[number]
        yield SignedDocument(
            instrument=instrument,
            signed_on=contract_facts(instrument).signed_on,
            since=first_day,
            applies=first_day <= day,
        )


def _out_of_force(texts: SignedTexts, day: date) -> str:
    last = last_day(texts.facts, day)
    if last is not None and day > last:
        return (
            f"Am {date_words(day)} gilt kein Text mehr: Der Vertrag endet mit Ablauf des {date_words(last)}."
        )
    return f"Am {date_words(day)} gilt noch kein Text: Der Vertrag ist ab dem {date_words(texts.first_day)} in Kraft."


def reading_text_of(
    content: Content, origins: Mapping[str, Sequence[TextOrigin]], amendments: Mapping[int, Instrument]
) -> ReadingText:
    """Return a text with the changes of its amendments, each of which is at its place, in the head or under `gone`."""
    view, notes = document_view(content), change_notes(content, origins, amendments)
    present = {*HeadField, TERM, *Side, *(duty.code for duty in content.obligations)}
    for section in content.sections:
        present |= {section.key, *(clause.key for clause in section.clauses)}
    return ReadingText(
        transcript=transcript_words(content),
        document=view,
        head=tuple(_head(view, notes)),
        notes=notes,
        gone=tuple(
            GonePart(place=row[0].place, notes=row)
            for place, row in notes.items()
            if place not in present and row[0].place
        ),
    )


def _head(view: DocumentView, notes: Notes) -> Iterator[HeadRow]:
    yield HeadRow(label="Titel", words=view.title, notes=notes.get(HeadField.TITLE, ()))
    yield HeadRow(label="Gegenstand", words=view.subject, notes=notes.get(HeadField.SUBJECT, ()))
    for party in view.parties:
        yield HeadRow(label=party.short, words=party.line, notes=notes.get(party.side, ()))
    for side in Side:
        if side in notes and side not in {party.side for party in view.parties}:
            yield HeadRow(label=side.label, words=plain_html("nicht mehr Vertragspartei"), notes=notes[side])
    yield HeadRow(label="Laufzeit", words=plain_html(view.term), notes=notes.get(TERM, ()))
