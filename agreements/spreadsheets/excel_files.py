"""Tables as Excel workbooks, written and read row by row, so that memory does not grow with them."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from agreements.spreadsheets.columns import ChoiceColumn, Column, DayColumn, NumberColumn
from agreements.spreadsheets.formula_guard import unguarded
from agreements.spreadsheets.sheet import (
    MOST_ROWS,
    RawRow,
    Sheet,
    SheetUnreadable,
    find_header,
    has_hidden,
    until_empty,
)
from districts.fields import read_day, read_number

DATA_SHEET, NOTES_SHEET = "Daten", "Erläuterung"
MOST_UNPACKED = 300 * 1024**2
MOST_PARTS = 2_000
PORTION = 4 * 1024**2
LONGEST_CELL = 32_767
LONGEST_LIST = 255  # characters of a list of choices
MOST_COLUMNS = 200  # further ones are not looked at
TEXT_FORMAT, DAY_FORMAT = "@", "dd.mm.yyyy"
SEVERAL_LINES = Alignment(wrap_text=True, vertical="top")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ESCAPED = re.compile(r"_x(?!0000|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # but for what is no character of a text
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]{0,200}\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
MOST_NAMED = 5
MERGED_CELLS = (
    "In der Datei sind Zellen verbunden: {places}. Nur die erste hat den Wert; die anderen wurden als leer gelesen. Soll er für "
    "alle gelten, heben Sie die Verbindung auf und tragen ihn in jede ein."
)
NO_RESULT = "Die Zelle enthält eine Formel ohne Ergebnis. Bitte schreiben Sie den Wert hinein."
LONG_SHEET = (
    f"Ein Blatt der Arbeitsmappe hat mehr als {MOST_ROWS // 1000}.000 Zeilen. Bitte teilen Sie es auf, oder nehmen Sie es heraus, "
    "wenn es nicht dazugehört. Es wurde nichts geändert."
)
DAMAGED = (
    "Die Excel-Datei lässt sich nicht lesen: Sie ist beschädigt oder keine Arbeitsmappe (.xlsx). Öffnen und speichern Sie sie "
    "noch einmal. Es wurde nichts geändert."
)


def write_excel(
    columns: Sequence[Column], rows: Iterable[Mapping[str, str]], notes: Sequence[str] = ()
) -> bytes:
    """Return a workbook with the rows and a second sheet that explains the columns."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA_SHEET)
    assert isinstance(sheet, WriteOnlyWorksheet)  # noqa: S101  so it is in a workbook that is only written
    _lay_out(sheet, columns)
    try:
        sheet.append([_bold(sheet, column.heading) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, column, row[column.name]) for column in columns])
    finally:
        sheet.close()
    _explain(book, columns, notes)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lay_out(sheet: Any, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        look = sheet.column_dimensions[letter]
        look.width, look.hidden = column.width, column.hidden
        if isinstance(column, DayColumn):
            look.number_format = DAY_FORMAT
        elif not isinstance(column, NumberColumn):
            look.number_format = TEXT_FORMAT  # or a program takes 0123 for a number
        if isinstance(column, ChoiceColumn) and _fits_a_list(column.words):
            choice = DataValidation(type="list", formula1=f'"{",".join(column.words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.data_validations.append(choice)


def _fits_a_list(words: Sequence[str]) -> bool:
    return len(",".join(words)) + 2 <= LONGEST_LIST and not any("," in word for word in words)


def _explain(book: Workbook, columns: Sequence[Column], notes: Sequence[str]) -> None:
    sheet = book.create_sheet(NOTES_SHEET)
    for place, width in enumerate((34, 60, 90), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for note in notes:
        sheet.append([_cell(sheet, Column(name="", heading=""), note)])
    sheet.append([_bold(sheet, heading) for heading in ("Spalte", "erwartet", "Erläuterung")])
    for column in columns:
        sheet.append([column.heading, column.expects, column.note])


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, column: Column, text: str) -> Any:
    if not text:
        return None
    if isinstance(column, NumberColumn):
        return read_number(text)
    cell = WriteOnlyCell(sheet)
    if isinstance(column, DayColumn):
        cell.value, cell.number_format = read_day(text), DAY_FORMAT
        return cell
    written = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", LOOKS_ESCAPED.sub("_x005F_", text))
    if len(written) > LONGEST_CELL:
        raise SheetUnreadable(
            f"„{column.heading}“ ist länger, als Excel in einer Zelle speichert. Bitte laden Sie die Tabelle als CSV herunter."
        )
    cell.value, cell.data_type, cell.number_format = written, "s", TEXT_FORMAT  # never a formula
    if "\n" in text:
        cell.alignment = SEVERAL_LINES
    return cell


def read_excel(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Return the rows of the sheet „Daten“, else of the first one. Raises SheetUnreadable."""
    ends = _look_before_opening(data)
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True)
        sheets = [_data_sheet(book) for book in (values, formulas)]
        merged = MERGED.findall(ends.get(sheets[0]._worksheet_path, b""))
    except Exception as error:  # a hostile file breaks anything in the library
        raise SheetUnreadable(DAMAGED) from error
    for sheet in sheets:
        sheet.reset_dimensions()
    rows = until_empty(_rows(*sheets))
    positions, notes = find_header(rows, columns)
    if sheets[0].title != DATA_SHEET and has_hidden(columns, positions):
        rows = unguarded(rows)  # a CSV of ours, opened in a program and saved as a workbook
    return Sheet(columns, positions, rows, values.epoch, (*notes, *_about_merged(merged)))


def _data_sheet(book: Workbook) -> Any:
    sheets = book.worksheets
    return next((sheet for sheet in sheets if sheet.title == DATA_SHEET), sheets[0])


def _rows(values: Any, formulas: Any) -> Iterator[RawRow]:
    pairs = zip_longest(
        values.iter_rows(max_col=MOST_COLUMNS, values_only=True), formulas.iter_rows(max_col=MOST_COLUMNS)
    )
    number = 0
    while True:
        number += 1
        try:
            cells, typed = next(pairs)
            faults = {
                place: NO_RESULT
                for place, (value, cell) in enumerate(zip(cells, typed, strict=True))
                if value is None and cell.data_type == "f"
            }
        except StopIteration:
            return
        except Exception as error:  # a hostile file breaks anything in the library
            raise SheetUnreadable(DAMAGED) from error
        yield RawRow(number, [_unescaped(cell) for cell in cells], faults)


def _unescaped(cell: Any) -> Any:
    """Return a text with the control characters that the format writes as _x000B_."""
    if not isinstance(cell, str) or "_x" not in cell:
        return cell
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)


def _look_before_opening(data: bytes) -> dict[str, bytes]:
    """Return what stands behind the rows of each sheet, by part. Raises SheetUnreadable."""
    if data.startswith(OLE):
        raise SheetUnreadable(
            "Die Arbeitsmappe ist mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort. Es wurde nichts geändert."
            if ENCRYPTED in data
            else "Das ist eine Datei im alten Excel-Format (.xls). Speichern Sie sie als Arbeitsmappe (.xlsx). Es wurde nichts "
            "geändert."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile as error:
        raise SheetUnreadable(DAMAGED) from error
    names = {info.filename for info in infos}
    if "xl/vbaProject.bin" in names:
        raise SheetUnreadable(
            "Die Arbeitsmappe enthält Makros. Speichern Sie sie als Arbeitsmappe ohne Makros (.xlsx). Es wurde nichts geändert."
        )
    if "xl/workbook.xml" not in names:
        raise SheetUnreadable(DAMAGED)
    if sum(info.file_size for info in infos) > MOST_UNPACKED or len(infos) > MOST_PARTS:
        raise SheetUnreadable(
            "Die Arbeitsmappe ist entpackt zu groß. Bitte teilen Sie die Tabelle auf oder speichern Sie sie als CSV. Es wurde "
            "nichts geändert."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return {
                name: _behind_the_rows(parts, name) for name in names if name.startswith("xl/worksheets/")
            }
    except SheetUnreadable:
        raise
    except Exception as error:  # a hostile file breaks anything in the library
        raise SheetUnreadable(DAMAGED) from error


def _behind_the_rows(parts: zipfile.ZipFile, name: str) -> bytes:
    """Return the end of a part. Raises SheetUnreadable if it has too many rows with a value: to parse them takes far longer.

    Of a program that writes rows unusually too few are counted.
    """
    count, rest = 0, b""
    with parts.open(name) as sheet:
        while len(rest) < PORTION and (portion := sheet.read(PORTION)):
            *rows, rest = (rest + portion).split(b"</row>")
            count += sum(b"<v" in row or b"<is" in row for row in rows)
    if count > MOST_ROWS:
        raise SheetUnreadable(LONG_SHEET)
    return rest


def _about_merged(places: Sequence[bytes]) -> Iterator[str]:
    if places:
        named = ", ".join(place.decode() for place in places[:MOST_NAMED])
        yield MERGED_CELLS.format(places=named + (" und weitere" if places[MOST_NAMED:] else ""))
