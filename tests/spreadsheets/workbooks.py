"""Tables of tests, and workbooks as other programs write them."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook

from agreements.spreadsheets.columns import ChoiceColumn, Column, DayColumn, NumberColumn, YesNoColumn
from agreements.spreadsheets.reading import read_sheet
from agreements.spreadsheets.table import KEY, STAND

COLUMNS = (
    KEY,
    STAND,
    Column(name="title", heading="Titel"),
    DayColumn(name="day", heading="Tag"),
    NumberColumn(name="amount", heading="Menge"),
    ChoiceColumn(name="sense", heading="Gilt als", choices={"least": "mindestens", "most": "bis zu"}),
    YesNoColumn(name="needed", heading="Nötig"),
)
LAST_OF_NOVEMBER = datetime(2026, 11, 30, tzinfo=UTC).replace(tzinfo=None)  # programs know no time zones
HEADINGS = [column.heading for column in COLUMNS]
NAMES = [column.name for column in COLUMNS]


def workbook(rows: Sequence[Sequence[Any]], change: Callable[[Any], object] = lambda book: None) -> bytes:
    """Return a workbook with these rows, changed once more by the test."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook with each of its parts changed, as only a broken or hostile program writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in parts.namelist():
            made.writestr(name, change(name, parts.read(name)))
    return out.getvalue()


def in_sheet(pattern: bytes, replacement: bytes) -> Callable[[str, bytes], bytes]:
    """Change the XML of the first sheet."""

    def change(name: str, part: bytes) -> bytes:
        return re.sub(pattern, replacement, part) if name == "xl/worksheets/sheet1.xml" else part

    return change


def read(data: bytes) -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """Return the rows that can be read, and (cell, message) of the others."""
    rows = list(read_sheet(data, COLUMNS).rows())
    return (
        [dict(row.values) for row in rows if not row.errors],
        [(error.cell, error.message) for row in rows for error in row.errors],
    )


def line(**values: str) -> dict[str, str]:
    """Return a row in normal form."""
    return {**dict.fromkeys(NAMES, ""), "needed": "nein", **values}
