"""The structure of a pasted text: every line in exactly one place, with its line number in the source. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from agreements.choices import SectionKind
from agreements.drafting.importing.joined_text import joined_text
from agreements.drafting.importing.line_kinds import HEADINGS, ClassifiedLine, LineKind
from agreements.drafting.importing.markers import MarkKind
from agreements.drafting.importing.text_pieces import Piece

SECTION_KINDS = {
    LineKind.PREAMBLE: SectionKind.PREAMBLE,
    LineKind.SECTION: SectionKind.SECTION,
    LineKind.ANNEX: SectionKind.ANNEX,
}
HEADS = frozenset({*HEADINGS, LineKind.TITLE, LineKind.PARTY})
NOTE_MARK = re.compile(r"\[\d{1,2}\]|[¹²³⁴-⁹⁰]+")


@dataclass(frozen=True, slots=True)
class RecognisedClause:
    """An Absatz with its lines; `mark` as typed, empty for one that is not numbered."""

    lines: tuple[ClassifiedLine, ...]

    @property
    def piece(self) -> Piece:
        """Its first piece."""
        return self.lines[0].piece

    @property
    def mark(self) -> str:
        """Its number as typed."""
        marker = self.piece.marker
        counted = marker and self.lines[0].kind == LineKind.CLAUSE and marker.kind in ABSATZ_MARKS
        return marker.mark if marker and counted else ""

    @property
    def body(self) -> tuple[ClassifiedLine, ...]:
        """Its lines without its footnotes, which come last."""
        return tuple(takewhile(lambda line: line.kind != LineKind.FOOTNOTE, self.lines))

    @property
    def notes(self) -> Iterator[tuple[str, str]]:
        """The mark and the words of each footnote."""
        lines = self.lines[len(self.body) :]
        begins = [place for place, line in enumerate(lines) if line.kind == LineKind.FOOTNOTE]
        for start, end in pairwise([*begins, len(lines)]):
            words = joined_text(lines[start:end])
            found = NOTE_MARK.match(words)
            yield (found[0], words[found.end() :].strip()) if found else ("", words)

    @property
    def text(self) -> str:
        """Its words without number and footnotes, one line for each line, item and row."""
        return self.written()

    def written(self, words: Callable[[str], str] = str) -> str:
        """Return the text with all words changed by a function."""
        return joined_text(self.body, without_mark=bool(self.mark), words=words)


@dataclass(frozen=True, slots=True)
class RecognisedSection:
    """A section with the lines of its heading, none for text in front of the first one, and the group headings above it."""

    kind: SectionKind
    heading: tuple[ClassifiedLine, ...] = ()
    clauses: tuple[RecognisedClause, ...] = ()
    groups: tuple[tuple[ClassifiedLine, ...], ...] = ()

    @property
    def mark(self) -> str:
        """What counts it, as typed: „§ 3“, „Artikel 2“, „II.“, „Anlage 1“."""
        if not self.heading or self.kind == SectionKind.PREAMBLE:
            return ""
        if self.kind == SectionKind.ANNEX:
            words = self.heading[0].piece.text
            found = ANNEX_MARK.match(words)
            if found is None or (not found["number"] and words[found.end() :][:1].islower()):
                return ""  # „Anlage zur Vereinbarung“
            return found[0].rstrip(" :.–-")
        marker = self.heading[0].piece.marker
        return marker.mark if marker else ""

    @property
    def name(self) -> str:
        """The words of its heading without the mark."""
        words = " ".join(line.piece.text for line in self.heading)
        return words[len(self.mark) :].strip(" :.–-") if self.mark else words.rstrip(":")


@dataclass(frozen=True, slots=True)
class RecognisedText:
    """All lines of a text by place. `frame` are words that the page prints by itself, `out` what is left out."""

    title: tuple[ClassifiedLine, ...] = ()
    parties: tuple[tuple[ClassifiedLine, ...], ...] = ()
    sections: tuple[RecognisedSection, ...] = ()
    signatures: tuple[ClassifiedLine, ...] = ()
    frame: tuple[ClassifiedLine, ...] = ()
    out: tuple[ClassifiedLine, ...] = ()

    @property
    def questions(self) -> tuple[ClassifiedLine, ...]:
        """The lines that a person should decide, in reading order."""
        return tuple(line for line in self.lines() if line.question)

    def lines(self) -> Iterator[ClassifiedLine]:
        """Yield every line once."""
        yield from self.title
        for party in self.parties:
            yield from party
        for section in self.sections:
            for group in section.groups:
                yield from group
            yield from section.heading
            for clause in section.clauses:
                yield from clause.lines
        yield from self.signatures
        yield from self.frame
        yield from self.out


ABSATZ_MARKS = frozenset({MarkKind.ABSATZ, MarkKind.NUMBER, MarkKind.NUMBER_BRACKET, MarkKind.DECIMAL})
ANNEX_MARK = re.compile(
    r"(?:Anlagen?|Anhang|Anhänge|Beilage)\b(?P<number> (?:Nr\. ?)?(?:\d{1,2}|[A-Z]|[IVX]{1,4})(?=\W|$))?[ :.–-]*"
)


@dataclass(slots=True)
class _Section:
    kind: SectionKind
    heading: list[ClassifiedLine] = field(default_factory=list)
    clauses: list[list[ClassifiedLine]] = field(default_factory=list)
    groups: list[list[ClassifiedLine]] = field(default_factory=list)


def structure_of(lines: Sequence[ClassifiedLine]) -> RecognisedText:
    """Put each line in its place."""
    placing = _Placing()
    for line in lines:
        placing.add(line)
    return placing.finish()


class _Placing:
    """Puts lines in their places one by one; `last` is where a line goes that belongs to the one before."""

    def __init__(self) -> None:
        self.aside: dict[LineKind, list[ClassifiedLine]] = {
            kind: [] for kind in (LineKind.FRAME, LineKind.OUT, LineKind.SIGNATURE)
        }
        self.title: list[ClassifiedLine] = []
        self.parties: list[list[ClassifiedLine]] = []
        self.sections: list[_Section] = []
        self.groups: list[list[ClassifiedLine]] = []
        self.notes: list[list[ClassifiedLine]] = []
        self.in_note = False
        self.last: list[ClassifiedLine] | None = None

    def add(self, line: ClassifiedLine) -> None:
        """Put a line in its place."""
        goes_on = self.in_note and line.kind == LineKind.CONTINUED and line.piece.wrapped
        self.in_note = goes_on or line.kind == LineKind.FOOTNOTE
        if line.kind in self.aside:
            self.aside[line.kind].append(line)
            return
        if goes_on:
            self.notes[-1].append(line)
            return
        if line.kind == LineKind.FOOTNOTE:
            self.notes.append([line])
            return
        self.last = self._place_of(line.kind)
        self.last.append(line)

    def finish(self) -> RecognisedText:
        """Return the whole; a heading over nothing is text, a footnote stands below what refers to it."""
        if self.groups:
            self._new_clause().extend(line for group in self.groups for line in group)
        for note in self.notes:
            self._place_note(note)
        return RecognisedText(
            title=tuple(self.title),
            parties=tuple(map(tuple, self.parties)),
            sections=tuple(
                RecognisedSection(
                    section.kind,
                    tuple(section.heading),
                    tuple(RecognisedClause(tuple(clause)) for clause in section.clauses),
                    tuple(map(tuple, section.groups)),
                )
                for section in self.sections
            ),
            signatures=tuple(self.aside[LineKind.SIGNATURE]),
            frame=tuple(self.aside[LineKind.FRAME]),
            out=tuple(self.aside[LineKind.OUT]),
        )

    def _place_of(self, kind: LineKind) -> list[ClassifiedLine]:
        if kind == LineKind.TITLE:
            return self.title
        if kind == LineKind.GROUP:
            self.groups.append([])
            return self.groups[-1]
        if kind == LineKind.PARTY:
            self.parties.append([])
            return self.parties[-1]
        if kind in SECTION_KINDS:
            self.sections.append(_Section(SECTION_KINDS[kind], groups=self.groups))
            self.groups = []
            return self.sections[-1].heading
        goes_on = self.last is not None and (kind == LineKind.CONTINUED or not self._after_heading())
        return (
            self.last if goes_on and self.last is not None and kind != LineKind.CLAUSE else self._new_clause()
        )

    def _after_heading(self) -> bool:
        return bool(self.last) and self.last is not None and self.last[0].kind in HEADS

    def _new_clause(self) -> list[ClassifiedLine]:
        if not self.sections:
            self.sections.append(_Section(SectionKind.PREAMBLE))  # text in front of the first heading
        self.sections[-1].clauses.append([])
        return self.sections[-1].clauses[-1]

    def _place_note(self, note: list[ClassifiedLine]) -> None:
        found = NOTE_MARK.match(note[0].piece.text)
        clauses = [clause for section in self.sections for clause in section.clauses]
        for clause in clauses if found else ():
            taken = {line.piece.text.split(" ")[0] for line in clause if line.kind == LineKind.FOOTNOTE}
            if (
                found
                and found[0] not in taken
                and any(call_of(found[0]).search(line.piece.text) for line in clause)
            ):
                clause.extend(note)
                return
        last = self.sections[-1].clauses if self.sections else []
        (last[-1] if last else self._new_clause()).extend(note)


def call_of(mark: str) -> re.Pattern[str]:
    """Match where a footnote is called; „m²“ calls none."""
    return re.compile(rf"(?<![mM\d¹²³⁰⁴-⁹]){re.escape(mark)}(?![¹²³⁰⁴-⁹])")
