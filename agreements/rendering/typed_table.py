"""Tables in typed text: a head row, a line of dashes, rows; a cell's own bar is `\\|`. Pure.

    | Jahr | Betrag |
    |------|-------:|
    | 2027 | 12.000 |

`--:` sets a column of figures to the right. Whatever lacks the line of dashes is no table, and a line with more cells no row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

MOST_COLUMNS = 40  # as every row gets the cells of the longest one
ROW = re.compile(rf"\|(?:(?:\\.|[^|\\])*\|){{1,{MOST_COLUMNS}}}")
CELL = re.compile(r"((?:\\.|[^|\\])*)\|")
DASHES = re.compile(r"\|(?: *-{2,}:? *\|)+")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as typed, the same number in each row; `right`: the columns of figures."""

    head: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def table_at(lines: Sequence[str], place: int) -> tuple[Table, int] | None:
    """Return the table that begins in a line, and the number of its lines; none if none does."""
    if place + 1 >= len(lines) or not (ROW.fullmatch(lines[place]) and DASHES.fullmatch(lines[place + 1])):
        return None
    head, dashes = cells_of(lines[place]), cells_of(lines[place + 1])
    if len(head) != len(dashes):
        return None
    rows = [cells_of(line) for line in takewhile(ROW.fullmatch, lines[place + 2 :])]
    width = max(map(len, [head, *rows]))
    table = Table(
        head=_padded(head, width),
        right=tuple(dash.endswith(":") for dash in _padded(dashes, width)),
        rows=tuple(_padded(row, width) for row in rows),
    )
    return table, 2 + len(rows)


def cells_of(row: str) -> tuple[str, ...]:
    """Return the cells of a row as typed."""
    return tuple(cell.strip() for cell in CELL.findall(row[1:]))


def table_text(table: Table) -> str:
    """Return a table as it is stored: what `table_at` reads as the same."""
    dashes = "".join("--:|" if right else "---|" for right in table.right)
    return "\n".join([_row_text(table.head), f"|{dashes}", *map(_row_text, table.rows)])


def _row_text(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A value with a bar of its own gives its row more cells: the other rows get empty ones, and no word is lost."""
    return (*cells, *[""] * (width - len(cells)))
