"""Several rows in one cell: one a line, what belongs to each between bars. Pure.

„Bezirk | Erika Erdacht | Bezirksstadträtin“. A backslash before a bar, a line break or a backslash makes it part of the text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agreements.spreadsheets.columns import CellUnreadable, Column, normal_text

BAR, ESCAPE = "|", "\\"
SPECIAL = re.compile(r"[\\|\n]")


def split_rows(text: str) -> list[list[str]]:
    """Return the rows of a cell, without empty ones and without empty ends."""
    rows = [[""]]
    letters = iter(text)
    for letter in letters:
        if letter == "\n":
            rows.append([""])
        elif letter == BAR:
            rows[-1].append("")
        elif letter == ESCAPE:
            behind = next(letters, "")
            rows[-1][-1] += behind if SPECIAL.match(behind) else letter + behind
        else:
            rows[-1][-1] += letter
    return [short for row in rows if (short := _without_empty_end(row))]


def join_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a cell in its normal form."""
    lines = (
        f" {BAR} ".join(SPECIAL.sub(r"\\\g<0>", field) for field in short).strip()
        for row in rows
        if (short := _without_empty_end(row))
    )
    return "\n".join(lines)


def _without_empty_end(row: Iterable[str]) -> list[str]:
    fields = [normal_text(field) for field in row]
    while fields and not fields[-1]:
        del fields[-1]
    return fields


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsColumn(Column):
    """A column of cells with several rows; `fields` are what a row has, in order."""

    fields: tuple[Column, ...]
    width: int = 60

    @property
    def expects(self) -> str:
        return f"je Zeile: {f' {BAR} '.join(field.heading for field in self.fields)}"

    def read_text(self, text: str) -> str:
        return join_rows(self._row(number, row) for number, row in enumerate(split_rows(text), start=1))

    def _row(self, number: int, row: list[str]) -> list[str]:
        if len(row) > len(self.fields):
            raise CellUnreadable(
                f"Zeile {number} in der Zelle hat {len(row)} Angaben; es sind höchstens {len(self.fields)}."
            )
        read = []
        for field, part in zip(self.fields, self._filled(row), strict=True):
            try:
                read.append(field.read(part))
            except CellUnreadable as unreadable:
                raise CellUnreadable(
                    f"Zeile {number} in der Zelle, {field.heading}: {unreadable}"
                ) from unreadable
        return read

    def rows(self, cell: str) -> list[list[str]]:
        """Return the rows of a cell, each with all its fields."""
        return [self._filled(row) for row in split_rows(cell)]

    def _filled(self, row: list[str]) -> list[str]:
        return row + [""] * (len(self.fields) - len(row))
