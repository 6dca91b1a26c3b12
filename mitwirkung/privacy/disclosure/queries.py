"""All rows about a person: one query for each table of the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Case, ForeignKey, Model, OneToOneField, Q, TextField, Value, When
from django.db.models.functions import Cast

from agreements.models import Signatory
from districts.models import User
from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.disclosure.person import Person
from mitwirkung.privacy.register import ACTIVITIES


@dataclass(frozen=True, slots=True)
class TableRows:
    """What a table has about a person, by field; `by_name` are rows that only mention the name."""

    activity: Activity
    table: DeclaredTable
    model: type[Model]
    rows: list[dict[str, Any]]
    by_name: list[dict[str, Any]]


def rows_about(person: Person) -> list[TableRows]:
    """Return the tables that have something about a person."""
    found = (
        _rows_of(activity, table, person)
        for activity in ACTIVITIES
        for table in activity.tables
        if table.model != Session._meta.label
    )
    return [*_sessions(person), *(one for one in found if one.rows or one.by_name)]


def _rows_of(activity: Activity, table: DeclaredTable, person: Person) -> TableRows:
    model = apps.get_model(table.model)
    about, named = about_condition(table, person), name_condition(table, person)
    fields = ["pk", *(name for name in table.personal_fields if name not in table.bulk.split())]
    rows: list[dict[str, Any]] = []
    by_name: list[dict[str, Any]] = []
    if about or named:
        searched = {f"{name}_as_text": Cast(name, TextField()) for name in table.named.split()}
        is_about = Case(When(about, then=True), default=False) if about else Value(False)
        query = model._base_manager.annotate(**searched, is_about=is_about).filter(about | named)
        for row in query.order_by("pk").values(*fields, "is_about"):
            (rows if row.pop("is_about") else by_name).append(row)
    return TableRows(activity, table, model, rows, by_name)


def about_condition(table: DeclaredTable, person: Person) -> Q:
    """Return the condition that a row is of a person; empty if it cannot be."""
    if person.account is not None:
        paths = [*_keys_to(table, User), *table.account.split()]
        return _any(Q(**{path: person.account}) for path in paths)
    paths = [*_keys_to(table, Signatory), *table.signatory.split()]
    return _any(Q(**{f"{path}__in": person.signatories}) for path in paths)


def name_condition(table: DeclaredTable, person: Person) -> Q:
    """Return the condition that a row has the name in one of its texts; empty if it cannot."""
    return _any(Q(**{f"{name}_as_text__icontains": person.name}) for name in table.named.split())


def _any(conditions: Iterator[Q]) -> Q:
    return reduce(or_, conditions, Q())


def _keys_to(table: DeclaredTable, target: type[Model]) -> list[str]:
    """Return the personal foreign keys of a table to the accounts or to the signatories."""
    fields = [apps.get_model(table.model)._meta.get_field(name) for name in table.personal_fields]
    return [
        field.name
        for field in fields
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is target
    ]


def sessions_of(account: int) -> list[Session]:
    """Return the sessions in which an account is signed in."""
    return [one for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(account)]


def _sessions(person: Person) -> Iterator[TableRows]:
    if person.account is None:
        return
    activity, table = next(
        (activity, table)
        for activity in ACTIVITIES
        for table in activity.tables
        if table.model == Session._meta.label
    )
    rows = [
        {"pk": number, "expire_date": one.expire_date}
        for number, one in enumerate(sessions_of(person.account), 1)
    ]
    if rows:
        yield TableRows(activity, table, Session, rows, [])
