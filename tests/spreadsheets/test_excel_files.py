"""Excel workbooks of every origin, also of hostile ones."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import MAC_EPOCH

from agreements.spreadsheets.columns import DURATION
from agreements.spreadsheets.excel_files import NO_RESULT, read_excel, write_excel
from agreements.spreadsheets.sheet import SheetUnreadable
from tests.spreadsheets.workbooks import (
    COLUMNS,
    HEADINGS,
    LAST_OF_NOVEMBER,
    in_sheet,
    line,
    read,
    repacked,
    workbook,
)

EMPTY = [None] * (len(HEADINGS) - 1)


def titled(*titles: Any) -> list[list[Any]]:
    """Return rows with these titles, below the headings."""
    return [HEADINGS, *([None, None, title, *EMPTY[2:]] for title in titles)]


def titles(data: bytes) -> list[str]:
    rows, errors = read(data)
    assert errors == []
    return [row["title"] for row in rows]


def test_values_are_read_as_their_columns_mean_them() -> None:
    data = workbook([HEADINGS, [None, None, 4711, LAST_OF_NOVEMBER, 0.1 + 0.2, "bis zu", True]])
    wanted = line(title="4711", day="30.11.2026", amount="0,3", sense="bis zu", needed="ja")
    assert read(data) == ([wanted], [])


def test_days_of_an_old_macintosh_are_read_from_its_own_epoch() -> None:
    def of_1904(book: Any) -> None:
        book.epoch = MAC_EPOCH
        book.active["D2"].number_format = "General"  # a number, not a day

    data = workbook([HEADINGS, [None, None, "A", 46356 - 1462, None, None, None]], of_1904)
    assert read(data)[0][0]["day"] == "30.11.2026"


def test_a_formula_without_a_result_is_named() -> None:
    """No program has computed it, so its value is not in the file; it looks like an empty cell."""
    data = workbook([*titled("A", "=B7&C7")])
    assert read(data)[1] == [("C3", NO_RESULT)]


def test_a_formula_with_a_result_is_its_result() -> None:
    data = repacked(
        workbook(titled("=1+1")),
        in_sheet(rb"<f>1\+1</f><v\s*/>|<f>1\+1</f><v></v>", b"<f>1+1</f><v>2</v>"),
    )
    assert titles(data) == ["2"]


def test_only_the_first_of_merged_cells_has_the_value_and_the_others_are_named() -> None:
    data = workbook(titled("A", "B"), lambda book: book.active.merge_cells("C2:C3"))
    assert titles(data) == ["A"]
    assert "verbunden: C2:C3." in read_excel(data, COLUMNS).notes[0]
    assert read_excel(workbook(titled("A", "B")), COLUMNS).notes == ()


def test_of_many_merged_cells_the_first_are_named() -> None:
    def merge(book: Any) -> None:
        for row in range(10, 80, 2):
            book.active.merge_cells(f"C{row}:D{row + 1}")

    [note] = read_excel(workbook(titled("A"), merge), COLUMNS).notes
    assert len(re.findall(r"C\d\d:D\d\d", note)) == 5
    assert "und weitere." in note


def test_hidden_rows_count() -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[2].hidden = True

    assert titles(workbook(titled("A", "B"), hide)) == ["A", "B"]


def test_a_wrong_dimension_hides_nothing() -> None:
    data = repacked(workbook(titled("A", "B")), in_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"'))
    assert titles(data) == ["A", "B"]


def test_a_cell_at_the_end_of_the_sheet_makes_no_million_rows() -> None:
    def far(book: Any) -> None:
        book.active["XFD1048576"] = "x"

    assert titles(workbook(titled("A"), far)) == ["A"]


def test_the_sheet_called_daten_is_read_else_the_first_one() -> None:
    def behind(book: Any) -> None:
        book.active.title = "Notizen"
        sheet = book.create_sheet("Daten")
        for row in titled("A"):
            sheet.append(row)

    assert titles(workbook([["anderes"]], behind)) == ["A"]
    assert titles(workbook(titled("B"), lambda book: book.create_sheet("Leer"))) == ["B"]


def test_a_chart_is_no_sheet_of_data() -> None:
    def with_chart(book: Any) -> None:
        book.active.title = "Daten"
        book.create_chartsheet("Diagramm", 0).add_chart(BarChart())

    assert titles(workbook(titled("A"), with_chart)) == ["A"]


def test_the_header_may_stand_lower() -> None:
    assert titles(workbook([["Stand: heute"], [], *titled("A")])) == ["A"]


def bomb(name: str, part: bytes) -> bytes:
    return part + b" " * 310 * 1024**2 if name == "xl/worksheets/sheet1.xml" else part


def laughs(name: str, part: bytes) -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (depth, b"&l%d;" % (depth - 1) * 10 if depth else b"lol")
        for depth in range(10)
    )
    if name != "xl/worksheets/sheet1.xml":
        return part
    head, _, rest = part.partition(b"<worksheet")
    return head + b"<!DOCTYPE w [" + entities + b"]><worksheet" + rest.replace(b"<v>0</v>", b"<v>&l9;</v>")


def many_rows(name: str, part: bytes) -> bytes:
    row = b'<row><c t="inlineStr"><is><t>A</t></is></c></row>'
    return part.replace(b"</sheetData>", row * 100_000 + b"</sheetData>")


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


GOOD = workbook(titled("A"))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (cut(GOOD), "beschädigt"),
        (b"PK\x03\x04", "beschädigt"),
        (OLE, r"alten Excel-Format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        (repacked(GOOD, laughs), "beschädigt"),
        (repacked(GOOD, bomb), "entpackt zu groß"),
        (repacked(GOOD, lambda name, part: part[: len(part) // 2]), "beschädigt"),
        (workbook([["Name", "Vorname"], ["A", "B"]]), "Spaltenköpfen"),
        (workbook([]), "Spaltenköpfen"),
        (repacked(GOOD, many_rows), "mehr als 50.000 Zeilen"),
    ],
    ids=[
        "cut",
        "no zip",
        "old",
        "password",
        "laughs",
        "bomb",
        "half parts",
        "another table",
        "empty",
        "long",
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SheetUnreadable, match=words):
        read(data)


def test_a_workbook_with_macros_is_refused() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(SheetUnreadable, match="Makros"):
        read(out.getvalue())


def test_a_text_is_never_written_as_a_formula_nor_cut() -> None:
    long = "x" * 32_767
    data = write_excel(COLUMNS, [line(title="=1+1"), line(title="0123"), line(title=long)])
    sheet = load_workbook(io.BytesIO(data))["Daten"]
    assert [sheet.cell(row, 3).data_type for row in (2, 3, 4)] == ["s", "s", "s"]
    assert titles(data) == ["=1+1", "0123", long]
    with pytest.raises(SheetUnreadable, match="länger"):
        write_excel(COLUMNS, [line(title=long + "x")])


def test_what_the_format_cannot_hold_is_written_in_its_own_way() -> None:
    assert titles(write_excel(COLUMNS, [line(title="a\x0bb"), line(title="_x000B_")])) == [
        "a\x0bb",
        "_x000B_",
    ]


@pytest.mark.parametrize("text", ["_x0000_", "a_xD800_b", "_xdfff_"])
def test_what_no_text_can_hold_stays_as_it_is_written(text: str) -> None:
    """The database refuses it, and the table would be tried for ever."""
    assert titles(workbook(titled(text))) == [text]


def test_a_duration_is_named() -> None:
    assert read(workbook(titled(timedelta(hours=30))))[1] == [("C2", DURATION)]


def test_key_and_stand_are_hidden_and_the_columns_explained() -> None:
    book = load_workbook(io.BytesIO(write_excel(COLUMNS, [], ["Eine Zeile je Sache."])))
    assert [book["Daten"].column_dimensions[letter].hidden for letter in "ABC"] == [True, True, False]
    explained = [[cell.value for cell in row] for row in book["Erläuterung"].iter_rows()]
    assert explained[0][0] == "Eine Zeile je Sache."
    assert ["Gilt als", "eines von: mindestens; bis zu", None] in explained
