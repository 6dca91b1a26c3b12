"""The rows in a cell as a set of forms takes them, and its errors at that cell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from agreements.spreadsheets.cell_rows import RowsColumn
from agreements.spreadsheets.table import Values


def form_rows(column: RowsColumn, sent: Values) -> list[Mapping[str, str]]:
    """Return the rows of a cell by the names of its fields, as forms take them."""
    return [
        {field.name: field.sent(part) for field, part in zip(column.fields, row, strict=True)}
        for row in column.rows(sent[column.name])
    ]


def set_data(prefix: str, rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """Return rows as a set of forms takes them."""
    cells = {
        f"{prefix}-{number}-{name}": part for number, row in enumerate(rows) for name, part in row.items()
    }
    return {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, **cells}


def set_faults(column: RowsColumn, typed: "forms.BaseFormSet[Any]") -> Iterator[tuple[str, str]]:
    """Yield the errors of a set of forms, each with its row."""
    for number, one in enumerate(typed.forms, start=1):
        for messages in one.errors.values():
            for message in messages:
                yield column.name, f"Zeile {number} in der Zelle: {message}"
    for message in typed.non_form_errors():
        yield column.name, str(message)
