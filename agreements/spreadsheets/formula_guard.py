"""Keeps a text from being taken for a formula when a CSV file is opened in a spreadsheet program; reversible."""

from collections.abc import Iterable, Iterator

from agreements.spreadsheets.sheet import RawRow

RISK = "=+-@\t\r\n'|%＝＋－＠ "
APOSTROPHE = "'"


def guard(text: str) -> str:
    """Return a text that no program computes."""
    return APOSTROPHE + text if text[:1] in RISK and text else text


def unguard(text: str) -> str:
    """Return the text that was guarded; any other one as it is."""
    return text[1:] if text[:1] == APOSTROPHE and len(text) > 1 and text[1] in RISK else text


def unguarded(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Yield the rows of a file of ours as they were before they were written."""
    for row in rows:
        cells = [unguard(cell) if isinstance(cell, str) else cell for cell in row.cells]
        yield RawRow(row.number, cells, row.faults)
