"""Several rows in one cell, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.spreadsheets.cell_rows import RowsColumn, join_rows, split_rows
from agreements.spreadsheets.columns import CellUnreadable, normal_text

COLUMN = RowsColumn(name="people", heading="Personen", fields=("Partei", "Name", "Funktion"))
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
