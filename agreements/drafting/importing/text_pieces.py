"""Cut a pasted text into pieces: its lines, and the Absätze and items that a PDF or an e-mail has run together. Pure.

The pieces hold every letter of the text once. Blank lines, spaces, invisible characters and the „>“ of quoted mail are not
in them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

from agreements.drafting.importing.markers import Marker, MarkKind, is_citation, marker_of
from agreements.drafting.text_cleaning import tidy
from agreements.rendering.enumeration import MONTH
from agreements.rendering.typed_table import MOST_COLUMNS, ROW, cells_of

WIDEST_WRAPPED = 130  # letters; a text with longer lines has one line for each paragraph
NARROWEST_WRAPPED = 40
SHORTEST_WRAPPED = 0.6  # of the width
FEWEST_WRAPPED = 6  # lines
LONGEST_REFERENCE = 24  # letters
MOST_MARKS = 5_000  # looked at in a line
SPACED = 6  # of so many lines one is blank
QUOTED = re.compile(r"^(?:> ?)+")
CELLS = re.compile(r"\t")
LISTED = re.compile(r"\t *\d{1,3}$")
PAGE = re.compile(r"(?:- ?)?(?:Seite )?\d{1,3}(?: ?(?:von|/) ?\d{1,3})?(?: ?-)?")
# marks inside of a line
INSIDE = re.compile(rf"(?<=[.;:,\w] )(\(\d{{1,2}}\)|\d{{1,2}}\.(?= (?!{MONTH}|und\b|bis\b))|[a-z]\))(?= \S)")
# words in front of a mark that make it a reference
REFERENCE = re.compile(
    r"(?:Satz|Absatz|Abs\.|Nr\.|Nummer|Ziffer|Buchstabe|Artikel|Art\.|§|S\.|§ \d+|am|vom|zum|den|bis|und|der|\d\.)$"
)
CITED_ABSATZ = re.compile(r"(?:Satz|Absatz|Abs\.|§ \d+|Artikel \d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line of the source, or a part of it, counted from 1 and 0.

    `wrapped`: the words go on in the sentence of the line before. `alone`: blank lines around it. `cells` are those of a
    row of a table. `listed`: it ends with a tab and a page, as in a table of contents.
    """

    line: int
    part: int = 0
    text: str
    indent: int = 0
    wrapped: bool = False
    alone: bool = False
    listed: bool = False
    cells: tuple[str, ...] = ()
    marker: Marker | None = None

    @property
    def key(self) -> str:
        """Its name in forms."""
        return f"{self.line}-{self.part}"


def is_page_number(piece: Piece) -> bool:
    """Whether a line is „3“, „- 3 -“ or „Seite 3 von 10“."""
    return piece.marker is None and bool(PAGE.fullmatch(piece.text))


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a text in order."""
    lines = [QUOTED.sub("", line) for line in re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)]
    rows = _table_rows(lines)
    wrapping = _wrapping(lines)
    pieces: list[Piece] = []
    for number, line in enumerate(lines, start=1):
        plain = " ".join(tidy(line).split())
        if not plain:
            continue
        alone = not any(
            beside.strip() for beside in lines[max(number - 2, 0) : number - 1] + lines[number : number + 1]
        )
        if number in rows:
            pieces.append(Piece(line=number, text=plain, cells=rows[number]))
            continue
        whole = Piece(
            line=number,
            text=plain,
            indent=_indent(line),
            alone=alone,
            listed=bool(LISTED.search(line.rstrip())),
            marker=marker_of(plain),
        )
        if (
            pieces
            and pieces[-1].line == number - 1
            and wrapping.goes_on(pieces[-1], len(lines[number - 2].strip()), whole)
        ):
            whole = replace(whole, wrapped=True, marker=None)
        pieces += _parts(whole)
    return tuple(pieces)


def _indent(line: str) -> int:
    expanded = line.replace("\t", "   ")
    return len(expanded) - len(expanded.lstrip())


def _table_rows(lines: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the cells of the lines of tables by line: with pipes, or at least two lines below one another with tabs."""
    rows = {}
    for number, line in enumerate(lines, start=1):
        if ROW.fullmatch(line.strip()):
            rows[number] = _cells(cell.replace("\\|", "|") for cell in cells_of(line.strip()))
            continue
        beside = [lines[n] for n in (number - 2, number) if 0 <= n < len(lines)]
        if _is_row(line) and any(_is_row(other) for other in beside):
            rows[number] = _cells(CELLS.split(line.strip("\n")))
    return rows


def _is_row(line: str) -> bool:
    """Whether cells follow one another; a mark with a tab behind it and the page in a table of contents are none."""
    cells = [cell.strip() for cell in CELLS.split(line.rstrip())]
    if not 2 <= len(cells) <= MOST_COLUMNS or not any(cells[1:]):
        return False
    is_mark = bool(cells[0]) and marker_of(f"{cells[0]} x") is not None
    return not is_mark and bool(cells[0])


def _cells(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(tidy(cell).split()) for cell in cells)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a text was wrapped: `width` is 0 if each line is a paragraph, `spaced` whether blank lines part paragraphs."""

    width: int
    spaced: bool

    def goes_on(self, before: Piece, length: int, piece: Piece) -> bool:
        """Whether a line goes on where the one before, of this length, was wrapped."""
        if before.cells or not self.width or length < self.width * SHORTEST_WRAPPED:
            return False
        if is_page_number(piece) or is_page_number(before):
            return False
        unfinished = not before.text.endswith((".", ":", ";", "!", "?"))
        cited = piece.marker and piece.marker.kind == MarkKind.PARAGRAPH and is_citation(piece.marker.rest)
        if piece.marker and not (cited and unfinished):
            return False
        no_room = length + 1 + len(piece.text.split(" ")[0]) > self.width
        return unfinished or piece.text[0].islower() or (self.spaced and no_room)


def _wrapping(lines: Sequence[str]) -> _Wrapping:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 19 // 20] if lengths else 0  # a title or an address may be longer
    is_wrapped = len(lengths) >= FEWEST_WRAPPED and NARROWEST_WRAPPED <= width <= WIDEST_WRAPPED
    blank = len(lines) - len(lengths)
    return _Wrapping(width if is_wrapped else 0, blank * SPACED >= len(lines))


def _parts(whole: Piece) -> Iterator[Piece]:
    """Yield a line in the parts that were run together."""
    cuts = [0, *_cuts(whole), len(whole.text)]
    for part, (start, end) in enumerate(pairwise(cuts)):
        text = whole.text[start:end].strip()
        if part == 0:
            yield replace(whole, text=text, marker=marker_of(text) if whole.marker else None)
        else:
            yield Piece(line=whole.line, part=part, text=text, indent=whole.indent, marker=marker_of(text))


@lru_cache(maxsize=256)
def _mark(mark: str) -> Marker | None:
    return marker_of(f"{mark} x")


def _cuts(piece: Piece) -> list[int]:
    """Return where a mark goes on that has begun: (1) … (2), a) … b), 1. … 2."""
    text = piece.text
    found = [
        (match, marker) for match in islice(INSIDE.finditer(text), MOST_MARKS) if (marker := _mark(match[0]))
    ]
    last = {(marker.kind, marker.number): place for place, (_, marker) in enumerate(found)}
    cuts: list[int] = []
    open_marks = {piece.marker.kind: piece.marker.number} if piece.marker else {}
    for place, (match, marker) in enumerate(found):
        before = text[max(match.start() - LONGEST_REFERENCE, 0) : match.start()].rstrip()
        kind, number = marker.kind, marker.number
        reference = CITED_ABSATZ if kind == MarkKind.ABSATZ else REFERENCE
        if reference.search(before) and not before.endswith((", und", "; und")):
            continue
        follows = last.get((kind, number + 1), -1) > place
        begins = number == 1 and follows and before.endswith((":", ".", ";", "–"))
        if kind == MarkKind.ABSATZ and number > 1 and before.endswith("."):
            begins = open_marks.get(kind) is None and follows
        if open_marks.get(kind) == number - 1 or begins:
            open_marks[kind] = number
            cuts.append(match.start())
    return cuts
