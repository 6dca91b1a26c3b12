"""Multiplies the filled district by bulk SQL: every row of it once more, with all keys shifted by the same stride.

Building it a thousand times would render a thousand PDFs and take half an hour. The copies pass by the
triggers (`session_replication_role = replica`), which rightly refuse rows below a frozen instrument; foreign keys
hold because a row and everything it names are shifted alike. Only the hash chain of the copied histories does not
fit their new keys, which no page checks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Model

from agreements.models import (
    Agreement,
    AgreementTemplate,
    DueDay,
    ScheduleCache,
    SearchRow,
    SearchWord,
    StoredFile,
)
from districts.models import (
    District,
    Membership,
    SecurityChain,
    SecurityEvent,
    SocialSpace,
    User,
)

STRIDE = 100_000
WITH_TWO_DIGITS = 97  # Pankow is 03, and the numbers after it reach 99
COMPUTED = {ScheduleCache, DueDay}  # as for any other agreement
LOG = {SecurityChain, SecurityEvent}  # of the whole house, not of a district
SHARED = {AgreementTemplate, SearchWord, StoredFile} | COMPUTED | LOG
NUMBER = "to_char(3 + n, 'FM9900')"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is particular about copying a table: which rows, and which values must differ from copy to copy."""

    where: str = "true"
    values: dict[str, str] = field(default_factory=dict)


RULES: dict[type[Model], Rule] = {
    District: Rule(
        values={
            "number": NUMBER,
            "key": "'11' || to_char(3 + n, 'FM000000')",
            "slug": "slug || '-' || n",
            "name": "name || ' ' || n",
        }
    ),
    SocialSpace: Rule(values={"key": "to_char(100000 + 10 * n + mod(id, 10), 'FM000000')"}),
    User: Rule(
        where="id IN (SELECT user_id FROM districts_membership WHERE district_id IS NOT NULL)",
        values={"username": "username || '-' || n"},
    ),
    Membership: Rule(where="district_id IS NOT NULL"),
    # three of five passages are of this district alone
    SearchRow: Rule(
        where="template_id IS NULL",
        values={"passage": "CASE WHEN mod(id + n, 5) < 3 THEN passage + n ELSE passage END"},
    ),
    Agreement: Rule(values={"reference": f"'MW-' || {NUMBER} || right(reference, 3)"}),
}


def copy_district(
    first: int, last: int, tick: Callable[[], None] = lambda: None, *, only: Collection[type[Model]] = ()
) -> None:
    """Make the copies number `first` to `last` of the district, with everything in it, or only some tables."""
    if last > WITH_TWO_DIGITS:
        _widen_numbers()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in only or _copied():
            cursor.execute(_statement(model), [first, last])
            tick()


def settle() -> None:
    """Let the database look at its new rows, as it does by itself in daily life; a test's transaction cannot vacuum."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _copied() -> list[type[Model]]:
    models = [*apps.get_app_config("districts").get_models(), *apps.get_app_config("agreements").get_models()]
    return [model for model in models if model not in SHARED and not model._meta.proxy]


def _statement(model: type[Model]) -> str:
    rule = RULES.get(model, Rule())
    values = {column.column: _value(model, column, rule) for column in model._meta.concrete_fields}
    names = ", ".join(f'"{name}"' for name in values)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values.values())} '  # noqa: S608 - names of our own tables
        f'FROM "{model._meta.db_table}", generate_series(%s, %s) AS n WHERE id < {STRIDE} AND {rule.where}'
    )


def _value(model: type[Model], column: "Field[Any, Any]", rule: Rule) -> str:
    """Return the SQL of a copied value. People who only recorded something stay the same person."""
    shifted = column.primary_key or (
        isinstance(column, ForeignKey)
        and column.related_model in _copied()
        and (column.related_model is not User or model is Membership)
    )
    if shifted:
        return f'"{column.column}" + n * {STRIDE}::bigint'
    return rule.values.get(str(column.column), f'"{column.column}"')


def _widen_numbers() -> None:
    """Make room for district numbers with more than two digits: Berlin has none, and the schema rightly says so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE districts_district DROP CONSTRAINT IF EXISTS district_number_two_digits, "
            "ALTER COLUMN number TYPE varchar(4)"
        )
