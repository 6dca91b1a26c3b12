"""All about a person as JSON and CSV, to be handed to her."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from agreements.spreadsheets.formula_guard import guard
from mitwirkung.privacy.disclosure.person import Person
from mitwirkung.privacy.disclosure.presenters import MENTION, field_label, table_title, value_words
from mitwirkung.privacy.disclosure.queries import TableRows
from mitwirkung.privacy.presenters import kept_words

HEADINGS = ("Tätigkeit", "Tabelle", "Nummer", "Feld", "Wert")
SECRET = {"password"}  # a hash is nothing to hand out


def disclosure_json(person: Person, found: Iterable[TableRows]) -> bytes:
    tables = [
        {
            "activity": rows.activity.title,
            "purpose": rows.activity.purpose,
            "basis": rows.activity.basis,
            "kept": kept_words(rows.activity),
            "table": table_title(rows),
            "rows": [{name: value for name, value in row.items() if name not in SECRET} for row in rows.rows],
            "mentioned_in": [row["pk"] for row in rows.by_name],
        }
        for rows in found
    ]
    whole = {"person": person.name, "tables": tables}
    return json.dumps(whole, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def disclosure_csv(person: Person, found: Iterable[TableRows]) -> bytes:
    """Return one line a value: UTF-8 with BOM, semicolons, CRLF; texts that look like formulas are guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([guard(cell) for cell in line] for rows in found for line in _lines(person, rows))
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _lines(person: Person, found: TableRows) -> Iterator[tuple[str, ...]]:
    start = (found.activity.title, table_title(found))
    for row in found.rows:
        for name, words in _values(person, found, row):
            yield (*start, str(row["pk"]), field_label(found.model, name), words)
    for row in found.by_name:
        yield (*start, str(row["pk"]), "", MENTION)


def _values(person: Person, found: TableRows, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name not in {"pk", *SECRET} and (words := value_words(person, found.model, name, value)):
            yield name, words
