"""A sheet as it was read: rows of normal texts by column, and what could not be read, by cell. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from agreements.errors import ActionRefused
from agreements.spreadsheets.columns import CellUnreadable, Column, RawCell

LONGEST_VALUE = 80
MOST_ROWS = 50_000  # the worker is some minutes at them
EMPTY_ROWS = 100  # so many in a row are the end
HEADER_WITHIN = 20  # rows: what people write above a table


class SheetUnreadable(ActionRefused):
    """The file as a whole cannot be read; the message is German."""


class HeaderNotFound(SheetUnreadable):
    """No row has the headings of the table."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row as the file has them; `faults` says by position what a program left without a value."""

    number: int
    cells: Sequence[RawCell]
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellError:
    """What is wrong with a cell, with a row if `cell` is empty, or with a file beside the table if `row` is 0."""

    row: int
    cell: str = ""
    heading: str = ""
    value: str = ""
    expects: str = ""
    message: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by the names of its columns."""

    number: int
    values: Mapping[str, str]
    errors: tuple[CellError, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, read one by one; `positions` maps the name of a column to its place."""

    columns: Sequence[Column]
    positions: Mapping[str, int]
    raw: Iterator[RawRow]
    epoch: datetime = WINDOWS_EPOCH
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows that are not empty. Raises SheetUnreadable where the file ends badly."""
        # what makes a row more than an empty one: of a „nein“ nobody knows who wrote it
        asked = [column.name for column in self.columns if column.read(None) == ""]
        count = 0
        for raw in self.raw:
            row = self._row(raw)
            if not row.errors and not any(row.values[name] for name in asked):
                continue
            count += 1
            if count > MOST_ROWS:
                raise SheetUnreadable(
                    f"Die Tabelle hat mehr als {MOST_ROWS // 1000}.000 Zeilen. Bitte teilen Sie sie auf. Es wurde nichts geändert."
                )
            yield row

    def _row(self, raw: RawRow) -> SheetRow:
        values, errors = {}, []
        for column in self.columns:
            place = self.positions.get(column.name)
            cell = raw.cells[place] if place is not None and place < len(raw.cells) else None
            try:
                if place is not None and place in raw.faults:
                    raise CellUnreadable(raw.faults[place])
                values[column.name] = column.read(cell, self.epoch)
            except CellUnreadable as unreadable:
                values[column.name] = ""
                errors.append(self.error(raw.number, column.name, str(unreadable), shown_value(cell)))
        return SheetRow(raw.number, values, tuple(errors))

    def error(self, row: int, name: str, message: str, value: str = "") -> CellError:
        """Return the error of a cell; of the row if there is no column of that name."""
        column = next((one for one in self.columns if one.name == name), None)
        if column is None or name not in self.positions:
            return CellError(row=row, message=message)
        return CellError(
            row=row,
            cell=f"{get_column_letter(self.positions[name] + 1)}{row}",
            heading=column.heading,
            value=value,
            expects=column.expects,
            message=message,
        )


def find_header(rows: Iterable[RawRow], columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the place of each column and what is to be said about the header. Raises SheetUnreadable.

    The header is the first row with at least half of the headings; `rows` is left behind it.
    """
    wanted = {_heading(column.heading): column for column in columns}
    needed = sum(not column.hidden for column in columns)
    for index, raw in enumerate(rows):
        headings = [_heading(cell) for cell in raw.cells]
        if len(set(headings) & set(wanted)) * 2 >= needed:
            return _positions(headings, raw.cells, wanted)
        if index >= HEADER_WITHIN:
            break
    raise HeaderNotFound(
        "Die Zeile mit den Spaltenköpfen dieser Tabelle wurde nicht gefunden. Laden Sie die Vorlage herunter und füllen Sie "
        "sie aus, oder schreiben Sie ihre Spaltenköpfe in die erste Zeile. Es wurde nichts geändert."
    )


def _positions(
    headings: Sequence[str], cells: Sequence[RawCell], wanted: Mapping[str, Column]
) -> tuple[dict[str, int], tuple[str, ...]]:
    twice = [heading for heading, count in Counter(headings).items() if count > 1 and heading in wanted]
    if twice:
        names = ", ".join(f"„{wanted[heading].heading}“" for heading in twice)
        raise SheetUnreadable(f"Diese Spalte gibt es zweimal: {names}. Es wurde nichts geändert.")
    missing = [
        column.heading for heading, column in wanted.items() if heading not in headings and not column.hidden
    ]
    if missing:
        names = ", ".join(f"„{heading}“" for heading in missing)
        raise SheetUnreadable(
            f"Es fehlt: Spalte {names}. Leere Spalten dürfen bleiben, fehlen dürfen sie nicht: Sonst wäre nicht zu sehen, ob "
            "etwas geleert werden soll. Es wurde nichts geändert."
        )
    unknown = [
        str(cell) for heading, cell in zip(headings, cells, strict=True) if heading and heading not in wanted
    ]
    notes = tuple(
        f"Die Spalte „{shown_value(one)}“ gehört nicht zu dieser Tabelle und wird nicht gelesen."
        for one in unknown
    )
    return {
        column.name: headings.index(heading) for heading, column in wanted.items() if heading in headings
    }, notes


def has_hidden(columns: Sequence[Column], positions: Mapping[str, int]) -> bool:
    """Whether a file has the columns that only one of ours has."""
    hidden = {column.name for column in columns if column.hidden}
    return bool(hidden) and hidden <= set(positions)


def until_empty(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Yield rows until so many are empty that nothing can follow: a program may keep a million of them."""
    empty = 0
    for row in rows:
        empty = 0 if row.faults or any(cell not in {None, ""} for cell in row.cells) else empty + 1
        if empty > EMPTY_ROWS:
            return
        yield row


def shown_value(cell: RawCell) -> str:
    """Return a cell short enough to be repeated."""
    words = " ".join(("" if cell is None else str(cell)).split())
    return words if len(words) <= LONGEST_VALUE else f"{words[:LONGEST_VALUE]}…"


def _heading(cell: RawCell) -> str:
    return " ".join(cell.split()).casefold() if isinstance(cell, str) else ""
