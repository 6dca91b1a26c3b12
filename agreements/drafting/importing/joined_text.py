"""The lines of an Absatz as one text, as a clause stores it. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from agreements.drafting.importing.line_kinds import ClassifiedLine, LineKind
from agreements.drafting.importing.markers import MarkKind
from agreements.drafting.importing.text_pieces import Piece
from agreements.rendering.typed_table import Table, table_text

HYPHENATED = re.compile(r"(?<=[a-zäöüß])-$")
NO_HYPHENATION = re.compile(r"(?:und|oder|bzw\.|sowie|als|wie)\b")
ITEM_INDENT = 3  # columns of a level, as the editor reads enumerations
FIGURES = re.compile(r"[\d.,\s+–-]*\d\s*(?:€|%|Euro)?")
DASHES = re.compile(r"-{2,}:?")


def joined_text(
    lines: Sequence[ClassifiedLine], *, without_mark: bool = False, words: Callable[[str], str] = str
) -> str:
    """Return the text of lines as it is stored: wrapped ones in one, items indented, rows as a table."""
    text = ""
    levels: list[MarkKind] = []
    for is_table, group in groupby(enumerate(lines), key=lambda one: one[1].kind == LineKind.TABLE):
        if is_table:
            table = _table_text([line.piece for _, line in group], words)
            text = f"{text}\n\n{table}" if text else table
            continue
        for place, line in group:
            piece, marker = line.piece, line.piece.marker
            said = words(marker.rest if place == 0 and without_mark and marker else piece.text)
            if line.kind == LineKind.ITEM and marker:
                levels = levels[: levels.index(marker.kind)] if marker.kind in levels else levels
                said = f"{' ' * (ITEM_INDENT * len(levels))}{said}"
                levels.append(marker.kind)
            behind_table = place and lines[place - 1].kind == LineKind.TABLE
            text = f"{text}\n\n{said}" if behind_table else _joined(text, said, line)
    return text


def _joined(text: str, said: str, line: ClassifiedLine) -> str:
    if not text:
        return said
    if not (line.piece.wrapped and line.kind == LineKind.CONTINUED):
        return f"{text}\n{said}"
    if HYPHENATED.search(text[-2:]) and said[0].islower() and not NO_HYPHENATION.match(said):
        return f"{text[:-1]}{said}"
    return f"{text} {said}"


def _table_text(pieces: Sequence[Piece], words: Callable[[str], str]) -> str:
    """Return rows as a table is typed: figures to the right, a cell's own bar with a backslash."""
    rows = [piece.cells or (piece.text,) for piece in pieces]
    dashed = next((row for row in rows if _is_dashed(row)), ())
    kept = [row for row in rows if not _is_dashed(row)] or [("",)]
    width = max(map(len, kept))
    padded = [(*row, *[""] * (width - len(row))) for row in kept]
    right = tuple(
        dashed[column].endswith(":")
        if column < len(dashed)
        else _is_figures(row[column] for row in padded[1:])
        for column in range(width)
    )
    head, *below = (tuple(words(cell).replace("|", "\\|") for cell in row) for row in padded)
    return table_text(Table(head=head, right=right, rows=tuple(below)))


def _is_dashed(row: Sequence[str]) -> bool:
    return all(DASHES.fullmatch(cell) for cell in row)


def _is_figures(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(FIGURES.fullmatch(cell) for cell in filled)
