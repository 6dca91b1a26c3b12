"""All about a person on a page: activities, tables, and the first rows of each in words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import Field, Model
from django.urls import reverse
from django.utils import timezone

from districts.models import User
from mitwirkung.privacy.disclosure.person import Person
from mitwirkung.privacy.disclosure.queries import TableRows
from mitwirkung.privacy.presenters import kept_words

SHOWN = 10  # rows of a table on the page; the files have all
LONGEST = 160  # characters of a value
MENTION = "nennt den Namen"


@dataclass(frozen=True, slots=True)
class DisclosedRow:
    number: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class TableView:
    title: str
    caption: str
    count: int
    more: int
    rows: list[DisclosedRow]


@dataclass(frozen=True, slots=True)
class ActivitySection:
    """What an activity has about the person, and until when."""

    title: str
    purpose: str
    basis: str
    kept: str
    tables: list[TableView]


def disclosure_sections(person: Person, found: Iterable[TableRows]) -> list[ActivitySection]:
    return [
        ActivitySection(
            title=activity.title,
            purpose=activity.purpose,
            basis=activity.basis,
            kept=kept_words(activity),
            tables=[_table_view(person, rows) for rows in tables],
        )
        for activity, tables in groupby(
            sorted(found, key=lambda one: one.activity.key), key=lambda one: one.activity
        )
    ]


def table_title(found: TableRows) -> str:
    return found.table.title or str(found.model._meta.verbose_name_plural)


def field_label(model: type[Model], name: str) -> str:
    return "Nummer" if name == "pk" else str(getattr(model._meta.get_field(name), "verbose_name", name))


def value_words(person: Person, model: type[Model], name: str, value: Any) -> str:
    """Return a value in words; other people are told by their numbers."""
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    match value:
        case None | "":
            return ""
        case bool():
            return "ja" if value else "nein"
        case datetime():
            return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
    if getattr(field, "related_model", None) is User:
        return "diese Person" if value == person.account else f"Person Nr. {value}"
    choices = dict(field.flatchoices) if isinstance(field, Field) else {}
    return str(choices.get(value, value))


def _table_view(person: Person, found: TableRows) -> TableView:
    rows = [_row(person, found, row, found.table.personal_fields) for row in found.rows[:SHOWN]]
    left = SHOWN - len(rows)
    rows += [_mention(found, row) for row in found.by_name[:left]]
    count = len(found.rows) + len(found.by_name)
    title = table_title(found)
    return TableView(title, f"{title} ({count})", count, count - len(rows), rows)


def _row(person: Person, found: TableRows, row: dict[str, Any], fields: Iterable[str]) -> DisclosedRow:
    told = [
        f"{field_label(found.model, name)}: {_short(words)}"
        for name in fields
        if name in row.keys() - {"password"}
        and not isinstance(row[name], dict | list)
        and (words := value_words(person, found.model, name, row[name]))
    ]
    return DisclosedRow(str(row["pk"]), _url(found.model, row["pk"]), "; ".join(told))


def _mention(found: TableRows, row: dict[str, Any]) -> DisclosedRow:
    return DisclosedRow(str(row["pk"]), _url(found.model, row["pk"]), MENTION)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


def _url(model: type[Model], pk: object) -> str:
    if not admin.site.is_registered(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
