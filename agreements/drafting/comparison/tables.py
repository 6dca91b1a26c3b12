"""Clauses with tables or footnotes, compared as they are read: cell by cell, a footnote where it is called. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.drafting.comparison.matching import (
    MatchedEntry,
    MatchText,
    Pair,
    PositionedEntry,
    match_rows,
    match_texts,
    reading_order,
    stable_pairs,
    with_unmatched,
)
from agreements.rendering.footnotes import FOOTNOTE
from agreements.rendering.typed_table import Table, table_at, table_text
from agreements.word_diff import TextDiff, compare_text

Segment = str | Table
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDiff:
    """Two tables as one: rows of cells, the head first; `table` is the present one, or the last."""

    table: Table
    right: tuple[bool, ...]
    rows: tuple[tuple[TextDiff, ...], ...]
    realigned: bool = False


def has_parts(*texts: str) -> bool:
    """Return whether any of these texts has a table or a footnote."""
    return any(
        FOOTNOTE.search(text) or any(isinstance(one, Table) for one in _segments(text)) for text in texts
    )


def flat(text: str) -> str:
    """Return a text in plain lines: the cells of a row with a dot between them, footnotes in their place."""
    return "\n".join(
        "\n".join(" · ".join(map(_readable, row)) for row in (one.head, *one.rows))
        if isinstance(one, Table)
        else _readable(one)
        for one in _segments(text)
    ).replace("\\|", "|")


def compare_parts(before: str, after: str) -> Iterator[TextDiff | TableDiff]:
    """Yield the differences of texts and tables in reading order."""
    old, new = list(_segments(before)), list(_segments(after))
    start = new_start = 0
    for i, j in (*_table_pairs(old, new), (len(old), len(new))):
        yield from _between(old[start:i], new[new_start:j])
        if i < len(old):
            yield _compare_tables(_table(old[i]), _table(new[j]))
        start, new_start = i + 1, j + 1


def _segments(text: str) -> Iterator[Segment]:
    """Yield the tables of a text, and what stands between them."""
    lines = text.split("\n")
    stripped = [line.strip() for line in lines]
    begin = place = 0
    while place < len(lines):
        found = table_at(stripped, place)
        if found is None:
            place += 1
            continue
        if begin < place:
            yield "\n".join(lines[begin:place])
        yield found[0]
        begin = place = place + found[1]
    if begin < len(lines):
        yield "\n".join(lines[begin:])


def _table_pairs(old: Sequence[Segment], new: Sequence[Segment]) -> list[Pair]:
    places, new_places = (
        [place for place, one in enumerate(side) if isinstance(one, Table)] for side in (old, new)
    )
    pairs = match_texts([_match_table(old[i]) for i in places], [_match_table(new[j]) for j in new_places])
    return sorted((places[i], new_places[j]) for i, j in stable_pairs(pairs))


def _match_table(segment: Segment) -> MatchText:
    table = _table(segment)
    return MatchText(key=" | ".join(table.head), text=table_text(table))


def _table(segment: Segment) -> Table:
    if isinstance(segment, Table):
        return segment
    raise TypeError(segment)


def _between(old: Sequence[Segment], new: Sequence[Segment]) -> Iterator[TextDiff | TableDiff]:
    """Yield the text between two tables that stand on both sides, then the tables that stand on one."""
    texts, new_texts = (
        "\n".join(_readable(one) for one in side if not isinstance(one, Table)) for side in (old, new)
    )
    if texts or new_texts:
        yield compare_text(texts, new_texts)
    yield from (_compare_tables(one, None) for one in old if isinstance(one, Table))
    yield from (_compare_tables(None, one) for one in new if isinstance(one, Table))


def _compare_tables(old: Table | None, new: Table | None) -> TableDiff:
    table, other = new or old, old or new
    if table is None or other is None:
        raise ValueError("Two missing tables cannot be compared.")
    columns = _columns(old.head if old else (), new.head if new else ())
    rows, new_rows = (side.rows if side else () for side in (old, new))
    places: list[Place] = [(0 if old else None, 0 if new else None)]
    places += [
        (None if i is None else i + 1, None if j is None else j + 1)
        for i, j in _in_order(
            match_texts(list(map(_match_row, rows)), list(map(_match_row, new_rows))),
            len(rows),
            len(new_rows),
        )
    ]
    return TableDiff(
        table=table,
        right=tuple(table.right[j] if new and j is not None else other.right[i or 0] for i, j in columns),
        rows=tuple(
            tuple(compare_text(_cell(old, i, left), _cell(new, j, right)) for left, right in columns)
            for i, j in places
        ),
        realigned=table.right != other.right and len(table.right) == len(other.right),
    )


def _match_row(row: Sequence[str]) -> MatchText:
    return MatchText(key=row[0], text="\n".join(row))


def _columns(head: Sequence[str], new_head: Sequence[str]) -> list[Place]:
    if not head or not new_head or len(head) == len(new_head):
        width = max(len(head), len(new_head))
        return [(place if head else None, place if new_head else None) for place in range(width)]
    return _in_order(match_rows(head, new_head, str), len(head), len(new_head))


def _in_order(pairs: Sequence[Pair], before: int, after: int) -> list[Place]:
    """Return pairs that kept their order, and what stands on one side, in reading order; what moved stands twice."""
    places = with_unmatched(stable_pairs(pairs), before, after)
    return [
        entry.item for entry in reading_order(PositionedEntry(i, j, MatchedEntry((i, j))) for i, j in places)
    ]


def _cell(table: Table | None, row: int | None, column: int | None) -> str:
    if table is None or row is None or column is None:
        return ""
    return _readable((table.head, *table.rows)[row][column]).replace("\\|", "|")


def _readable(text: str) -> str:
    return FOOTNOTE.sub(lambda found: f" [Fußnote: {found['words'].strip()}]", text)
