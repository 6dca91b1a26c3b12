"""View model of the preview: the source line by line, and what becomes of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.choices import SectionKind
from agreements.content import Content
from agreements.drafting.actions.beginnings import PARTIES
from agreements.drafting.importing.counting import Counting
from agreements.drafting.importing.draft_content import ImportedContent, imported_content
from agreements.drafting.importing.forms import ImportForm
from agreements.drafting.importing.line_kinds import HEADINGS, ClassifiedLine, LineKind
from agreements.drafting.importing.recognised_parties import UNKNOWN
from agreements.drafting.importing.suggested_signatories import SuggestedSignatory, suggested_signatories
from agreements.drafting.importing.suggestions import SuggestedObligation, suggested_obligations
from agreements.numbering import Numbering
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import as_object, owing_words, party_names
from agreements.texts.wording import amount_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """A line of the source; `place` is where it goes, in the words of the page."""

    line: ClassifiedLine
    place: str

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"zeile-{self.line.piece.key}"

    @property
    def look(self) -> str:
        """How it is drawn."""
        if self.line.kind in {*HEADINGS, LineKind.TITLE}:
            return "heading"
        return "aside" if self.line.kind in ASIDE else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """A suggested obligation; `owner` is named as in the text, `due` is empty if the words give no rule that can be stored."""

    suggested: SuggestedObligation
    owner: str
    amount: str
    due: str
    place: str
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A suggested signatory; `party` is named as in the text."""

    suggested: SuggestedSignatory
    party: str
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """The page between pasting and storing."""

    rows: tuple[PreviewRow, ...]
    summary: tuple[tuple[str, str], ...]
    questions: tuple[PreviewRow, ...]
    remarks: tuple[tuple[str, str], ...]
    aside: tuple[tuple[str, tuple[PreviewRow, ...]], ...]
    suggestions: tuple[SuggestionRow, ...]
    people: tuple[PersonRow, ...]
    kinds: tuple[LineKind, ...]
    counting: Counting
    numberings: tuple[Numbering, ...]


ASIDE = {
    LineKind.SIGNATURE: "Unterschriftszeilen: Die Unterschriftsfelder druckt die Seite selbst, eines für jede Person",
    LineKind.FRAME: "Worte um die Vertragsparteien: Die Seite druckt sie selbst",
    LineKind.OUT: "Weggelassen",
}


def import_preview(form: ImportForm, counting: Counting) -> ImportPreview:
    """Return the preview of a valid form, counted as the page will."""
    text = form.recognised
    imported = imported_content(text, counting, defaults=PARTIES)
    labels = {key: imported.places.get(clause, "") for key, clause in imported.clauses.items()}
    order = {piece.key: number for number, piece in enumerate(form.pieces)}
    lines = sorted(text.lines(), key=lambda line: order[line.piece.key])
    names = party_names(imported.content)  # as the text names them: it may be about somebody else
    names |= {side: "die andere Seite" for side, name in names.items() if name == UNKNOWN}
    rows = [PreviewRow(line=line, place=labels.get(line.piece.key, "")) for line in lines]
    return ImportPreview(
        rows=tuple(rows),
        summary=tuple(_summary(imported.content, named=bool(text.parties))),
        questions=tuple(row for row in rows if row.line.question),
        remarks=tuple(_remarks(imported)),
        aside=tuple(
            (words, found) for kind, words in ASIDE.items() if (found := tuple(_of_kind(rows, kind)))
        ),
        suggestions=tuple(
            _suggestion(one, labels.get(one.clause, ""), owing_words(one.owing, names), form.accepted)
            for one in suggested_obligations(text)
        ),
        people=tuple(
            PersonRow(
                suggested=one, party=as_object(names[one.side]), accepted=one.key in form.confirmed_people
            )
            for one in suggested_signatories(text)
        ),
        kinds=tuple(form.kinds),
        counting=counting,
        numberings=tuple(Numbering),
    )


def _of_kind(rows: Iterable[PreviewRow], kind: LineKind) -> list[PreviewRow]:
    return [row for row in rows if row.line.kind == kind]


def _remarks(imported: ImportedContent) -> list[tuple[str, str]]:
    return [(imported.places.get(remark.clause, ""), remark.text) for remark in imported.remarks]


def _summary(content: Content, *, named: bool) -> list[tuple[str, str]]:
    counts = {kind: [s for s in content.sections if s.kind == kind] for kind in SectionKind}
    clauses = sum(len(section.clauses) for section in content.sections)
    found = [("Titel", content.title)] if content.title else []
    if named:
        found += [
            (
                f"Partei „{party.short}“",
                ", ".join(filter(None, [party.line, party.represented_by or "", party.address])),
            )
            for party in content.parties
        ]
    found += [("Präambel", "ja")] if counts[SectionKind.PREAMBLE] and content.title else []
    groups = len(counts[SectionKind.GROUP])
    found += [("Zwischenüberschriften", str(groups))] if groups else []
    found += [
        ("Paragrafen", str(len(counts[SectionKind.SECTION]))),
        ("Anlagen", str(len(counts[SectionKind.ANNEX]))),
        ("Absätze", str(clauses)),
    ]
    return found


def _suggestion(one: SuggestedObligation, place: str, owner: str, accepted: frozenset[str]) -> SuggestionRow:
    return SuggestionRow(
        suggested=one,
        owner=owner,
        amount=amount_words(one.sense, one.quantity, one.unit) if one.quantity else "",
        due=due_words(one.due) if one.due else "",
        place=place,
        accepted=one.key in accepted,
    )
