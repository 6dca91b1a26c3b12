"""Typed tables as HTML: a region that scrolls on a narrow screen, columns whose width follows their words in print."""

from collections.abc import Callable, Sequence

from django.utils.html import escape

from agreements.rendering.footnotes import FOOTNOTE
from agreements.rendering.typed_table import Table

MIN_LETTERS, MAX_LETTERS = 3, 60  # of a column beside its words, and of the cell that it makes room for
WIDTH = 90  # letters that a line of the PDF's table has room for
NAMED = 60  # letters of the head that name the region
Cell = Callable[[str], str]


def table_html(table: Table, cell_html: Cell) -> str:
    """Return a table; `cell_html` writes the words of a cell."""
    columns = "".join(f'<col width="{share}%">' for share in _shares(table))
    head = _head(table, cell_html)  # first: its footnotes have the first numbers
    body = table.rows or ((("",) * len(table.head)),)  # PDF/UA forbids an empty one
    rows = "\n".join(f"<tr>{_row(row, table.right, cell_html)}</tr>" for row in body)
    return scrolled(
        f"<table>\n<colgroup>{columns}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>",
        table,
    )


def scrolled(html: str, table: Table) -> str:
    """Return the HTML of a table in what scrolls sideways, with the name that its head gives."""
    return f'<div class="typed-table" role="group" tabindex="0" aria-label="{escape(_name(table))}">\n{html}\n</div>'


def cell_class(*, is_right: bool) -> str:
    """Return the attribute of a cell in a column of figures."""
    return ' class="figures"' * is_right


def _head(table: Table, cell_html: Cell) -> str:
    return "".join(
        f'<th scope="col"{cell_class(is_right=right)}>{cell_html(cell)}</th>' if cell else "<td></td>"
        for cell, right in zip(table.head, table.right, strict=True)
    )


def _row(cells: Sequence[str], rights: Sequence[bool], cell_html: Cell) -> str:
    return "".join(
        f"<td{cell_class(is_right=right)}>{cell_html(cell) if cell else ''}</td>"
        for cell, right in zip(cells, rights, strict=True)
    )


def _name(table: Table) -> str:
    words = ", ".join(filter(None, (_plain(cell) for cell in table.head)))
    return f"Tabelle: {words[:NAMED]}".strip(": ")


def _shares(table: Table) -> list[int]:
    """Return the widths of the columns in percent: room for the longest words first, then for the cells."""
    columns = [[_plain(cell) for cell in column] for column in zip(table.head, *table.rows, strict=True)]
    words = [
        max((len(word) for cell in column for word in ([cell] if right else cell.split())), default=0)
        for column, right in zip(columns, table.right, strict=True)
    ]
    widths = _fitting([MIN_LETTERS + word for word in words], WIDTH)
    wanted = [
        max(0, MIN_LETTERS + min(MAX_LETTERS, max(map(len, column))) - width)
        for column, width in zip(columns, widths, strict=True)
    ]
    more = _fitting(wanted, WIDTH - sum(widths))
    widths = [width + extra for width, extra in zip(widths, more, strict=True)]
    return [max(1, round(100 * width / sum(widths))) for width in widths]


def _fitting(wanted: Sequence[float], room: float) -> list[float]:
    """Give to each what it wants, or an equal part of what the smaller ones leave."""
    given = [0.0] * len(wanted)
    for left, place in zip(
        range(len(wanted), 0, -1), sorted(range(len(wanted)), key=wanted.__getitem__), strict=True
    ):
        given[place] = min(wanted[place], room / left)
        room -= given[place]
    return given


def _plain(cell: str) -> str:
    return FOOTNOTE.sub("", cell).replace("*", "").replace("\\|", "|").strip()
