"""The structure of a pasted text: every line in exactly one place, with its line number in the source. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agreements.choices import SectionKind
from agreements.drafting.importing.line_kinds import HEADINGS, ClassifiedLine, LineKind
from agreements.drafting.importing.markers import MarkKind
from agreements.drafting.importing.text_pieces import Piece

SECTION_KINDS = {
    LineKind.PREAMBLE: SectionKind.PREAMBLE,
    LineKind.SECTION: SectionKind.SECTION,
    LineKind.ANNEX: SectionKind.ANNEX,
}
HYPHENATED = re.compile(r"(?<=[a-zäöüß])-$")
NO_HYPHENATION = re.compile(r"(?:und|oder|bzw\.|sowie|als|wie)\b")
ITEM_INDENT = 3  # columns of a level, as the editor reads enumerations
HEADS = frozenset({*HEADINGS, LineKind.TITLE, LineKind.PARTY})
NOTE_MARK = re.compile(r"\[\d{1,2}\]|[¹²³⁴-⁹]")


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
    def text(self) -> str:
        """Its words without the number, one line for each line, item and row."""
        return joined_text(self.lines, without_mark=bool(self.mark))


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
            kind: [] for kind in (LineKind.FRAME, LineKind.OUT, LineKind.SIGNATURE, LineKind.FOOTNOTE)
        }
        self.title: list[ClassifiedLine] = []
        self.parties: list[list[ClassifiedLine]] = []
        self.sections: list[_Section] = []
        self.groups: list[list[ClassifiedLine]] = []
        self.last: list[ClassifiedLine] | None = None

    def add(self, line: ClassifiedLine) -> None:
        """Put a line in its place."""
        if line.kind in self.aside:
            self.aside[line.kind].append(line)
            return
        self.last = self._place_of(line.kind)
        self.last.append(line)

    def finish(self) -> RecognisedText:
        """Return the whole; a heading over nothing is text, a footnote stands below what refers to it."""
        if self.groups:
            self._new_clause().extend(line for group in self.groups for line in group)
        for note in self.aside[LineKind.FOOTNOTE]:
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

    def _place_note(self, note: ClassifiedLine) -> None:
        found = NOTE_MARK.match(note.piece.text)
        clauses = [clause for section in self.sections for clause in section.clauses]
        for clause in clauses:
            if found and any(found[0] in line.piece.text for line in clause):
                clause.append(note)
                return
        last = self.sections[-1].clauses if self.sections else []
        (last[-1] if last else self._new_clause()).append(note)


def joined_text(lines: Sequence[ClassifiedLine], *, without_mark: bool = False) -> str:
    """Return the text of lines as it is stored: wrapped ones in one, items indented, rows with bars."""
    text = ""
    levels: list[MarkKind] = []
    for place, line in enumerate(lines):
        piece, marker = line.piece, line.piece.marker
        words = marker.rest if place == 0 and without_mark and marker else piece.text
        if piece.cells and not words.startswith("|"):
            words = f"| {' | '.join(piece.cells)} |"
        if line.kind == LineKind.ITEM and marker:
            levels = levels[: levels.index(marker.kind)] if marker.kind in levels else levels
            words = f"{' ' * (ITEM_INDENT * len(levels))}{words}"
            levels.append(marker.kind)
        if not text:
            text = words
        elif piece.wrapped and line.kind == LineKind.CONTINUED:
            if HYPHENATED.search(text) and words[0].islower() and not NO_HYPHENATION.match(words):
                text = f"{text[:-1]}{words}"
            else:
                text = f"{text} {words}"
        else:
            apart = line.kind == LineKind.FOOTNOTE or (
                (line.kind == LineKind.TABLE) != (lines[place - 1].kind == LineKind.TABLE)
            )
            text = f"{text}\n\n{words}" if apart else f"{text}\n{words}"
    return text
