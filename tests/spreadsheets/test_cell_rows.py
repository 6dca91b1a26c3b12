"""Several rows in one cell, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.spreadsheets.cell_rows import RowsColumn, join_rows, split_rows
from agreements.spreadsheets.columns import (
    CellUnreadable,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
    normal_text,
)

COLUMN = RowsColumn(
    name="people",
    heading="Personen",
    fields=tuple(Column(name=heading, heading=heading) for heading in ("Partei", "Name", "Funktion")),
)
POSTS = RowsColumn(
    name="posts",
    heading="Stellen",
    fields=(
        Column(name="unit", heading="Bereich"),
        NumberColumn(name="share", heading="Anteil"),
        YesNoColumn(name="needed", heading="Nötig"),
        DayColumn(name="day", heading="ab"),
    ),
)
FIELDS = st.text(st.sampled_from("aß |\\\n,„=")).map(normal_text)
ROWS = st.lists(st.lists(FIELDS, min_size=1, max_size=3).filter(lambda row: row[-1] != ""), max_size=4)


@given(ROWS)
def test_rows_come_back_from_their_cell(rows: list[list[str]]) -> None:
    cell = join_rows(rows)
    assert split_rows(cell) == rows
    assert COLUMN.read(cell) == normal_text(cell) == cell


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("", []),
        ("Bezirk|Erika Erdacht | Stadträtin", [["Bezirk", "Erika Erdacht", "Stadträtin"]]),
        ("Bezirk | Erika\r\n\r\n | Ernst | ", [["Bezirk", "Erika", ""], ["", "Ernst", ""]]),
        ("Bezirk | A \\| B", [["Bezirk", "A | B", ""]]),
        ("Bezirk | Weg \\", [["Bezirk", "Weg \\", ""]]),
        ("Bezirk | S:\\Akten \\\\ 2\\| 3", [["Bezirk", "S:\\Akten \\ 2| 3", ""]]),
    ],
)
def test_what_a_clerk_types_is_read(typed: str, rows: list[list[str]]) -> None:
    assert COLUMN.rows(COLUMN.read(typed)) == rows


def test_more_than_there_is_room_for_is_named() -> None:
    with pytest.raises(CellUnreadable, match="Zeile 2 in der Zelle hat 4 Angaben"):
        COLUMN.read("a | b\na | b | c | d")


def test_each_field_is_read_as_its_column_means_it() -> None:
    assert POSTS.read("Amt | 0,50 | | 2026-11-30\nBüro") == "Amt | 0,5 | nein | 30.11.2026\nBüro |  | nein"
    with pytest.raises(CellUnreadable, match="Zeile 2 in der Zelle, Anteil: „viel“"):
        POSTS.read("Amt | 1\nAmt | viel")
