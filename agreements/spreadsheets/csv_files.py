"""Tables as CSV: written so that Excel opens them with a double click, read whatever program wrote them. Pure."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agreements.spreadsheets.columns import Column
from agreements.spreadsheets.formula_guard import guard, unguarded
from agreements.spreadsheets.sheet import (
    HeaderNotFound,
    RawRow,
    Sheet,
    SheetUnreadable,
    find_header,
    has_hidden,
    until_empty,
)

DELIMITER = ";"
DELIMITERS = (";", ",", "\t", "|")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OLD_WINDOWS = "cp1252"
GUESSED = (
    "Die Datei sagt nicht, wie ihre Buchstaben gespeichert sind. Sie wurde wie eine Datei von Windows gelesen. Bitte prüfen "
    "Sie unten die Umlaute, ehe Sie übernehmen; sind sie falsch, speichern Sie die Datei als „CSV UTF-8“."
)
BROKEN = (
    "Die CSV-Datei lässt sich ab Zeile {line} nicht lesen, meist wegen eines Anführungszeichens, das nicht geschlossen ist. "
    "Es wurde nichts geändert."
)


def write_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """Yield the lines of a file: UTF-8 with BOM, semicolons, CRLF; texts that look like formulas are guarded."""
    yield codecs.BOM_UTF8 + _line([column.heading for column in columns])
    for row in rows:
        yield _line(
            [guard(row[column.name]) if column.is_guarded else row[column.name] for column in columns]
        )


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()


def read_csv(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Return the rows of a file; guarded texts are taken back in files of ours. Raises SheetUnreadable."""
    text, notes = _decoded(data)
    refused: SheetUnreadable | None = None
    for delimiter in DELIMITERS:
        rows = _rows(text, delimiter)
        try:
            positions, more = find_header(rows, columns)
        except SheetUnreadable as unreadable:
            refused = unreadable if refused is None or isinstance(refused, HeaderNotFound) else refused
            continue
        is_ours = has_hidden(columns, positions)
        raw = unguarded(rows) if is_ours else rows
        return Sheet(columns, positions, until_empty(raw), notes=(*notes, *more))
    assert refused is not None  # noqa: S101  there are delimiters
    raise refused


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    coding = next((name for bom, name in BOMS if data.startswith(bom)), "utf-8")
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        try:
            text, notes = data.decode(OLD_WINDOWS), (GUESSED,)
        except UnicodeDecodeError as error:
            raise SheetUnreadable(
                "Die Buchstaben der Datei lassen sich nicht lesen. Bitte speichern Sie sie als „CSV UTF-8“ oder als "
                "Excel-Arbeitsmappe. Es wurde nichts geändert."
            ) from error
    if "\0" in text:
        raise SheetUnreadable(
            "Das ist keine CSV-Datei: Sie enthält Zeichen, die kein Text sind. Bitte speichern Sie sie als „CSV UTF-8“ oder als "
            "Excel-Arbeitsmappe. Es wurde nichts geändert."
        )
    return text, notes


def _rows(text: str, delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetUnreadable(BROKEN.format(line=number)) from error
        yield RawRow(number, cells)
