"""Helpers to attempt what must be refused."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import update_wrapper
from inspect import signature
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from tests.templates import APPLICATION, as_application

NO_RIGHT = "42501"

SHADOWS = (
    "CREATE TEMP TABLE agreements_instrument (id bigint, status text, frozen_version_id bigint)",
    "CREATE TEMP TABLE agreements_signatory (id bigint, instrument_id bigint, required boolean)",
    "CREATE TEMP TABLE agreements_section (id bigint, instrument_id bigint)",
    "CREATE TEMP TABLE agreements_obligationterms (id bigint, instrument_id bigint)",
    "CREATE TEMP TABLE agreements_agreement (id bigint, origin text)",
    "CREATE TEMP TABLE agreements_clause (section_id bigint, key text, locked boolean)",
    "CREATE TEMP TABLE agreements_deviation (instrument_id bigint, clause_key text)",
    "CREATE TEMP TABLE agreements_agreementtemplate (rules jsonb)",
    "CREATE TEMP TABLE agreements_delegation (id bigint, version_id bigint, signatory_id bigint, granted_on date)",
    "CREATE TEMP TABLE agreements_archiverecord (id bigint, agreement_id bigint, step text, dated date)",
    "CREATE TEMP TABLE agreements_event (agreement_id bigint, sequence int, hash text)",
    "CREATE TEMP TABLE districts_foureyesrequest AS SELECT deed, n AS person_id, 'confirmed' AS outcome, "
    "NULL::timestamptz AS done_at FROM generate_series(1, 999) n, "
    "unnest(ARRAY['give_admin', 'take_admin', 'erase_account', 'erase_signatory']) deed",
)


def sql(statement: str, *values: Any) -> int:
    """Run a statement as on the database's console; return the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@contextmanager
def refused(words: str | None = None) -> Iterator[None]:
    """Expect a trigger to refuse, and not a foreign key or unique constraint; the application's role may not even ask."""
    with pytest.raises((IntegrityError, ProgrammingError)) as caught, transaction.atomic():
        yield
    cause = caught.value.__cause__
    if getattr(cause, "sqlstate", None) == NO_RIGHT and current_role() == APPLICATION:
        return
    assert isinstance(caught.value, IntegrityError)
    assert words is None or re.search(words, str(caught.value)), str(caught.value)
    assert getattr(cause, "sqlstate", None) == "23514", str(caught.value)
    diag = getattr(cause, "diag", None)
    assert diag, "the database says what it refused"
    assert not diag.constraint_name, "a guard, not a check of one column"


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@contextmanager
def without_triggers() -> Iterator[None]:
    """Write as a superuser can, with all triggers disabled."""
    before = current_role()
    sql("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
    try:
        yield
    finally:
        sql(f"SET LOCAL session_replication_role = origin; SET LOCAL ROLE {before}")


@contextmanager
def ignoring_by_setting() -> Iterator[None]:
    """Set the trigger library's own setting that skips triggers."""
    names = ",".join(
        trigger.get_pgid(model) for model, trigger in pgtrigger.registered() if hasattr(trigger, "get_pgid")
    )
    sql("SELECT set_config('pgtrigger.ignore', %s, true)", f"{{{names}}}")
    yield


@contextmanager
def shadowed() -> Iterator[None]:
    """Shadow the tables that triggers read with empty temporary tables."""
    for statement in SHADOWS:
        sql(statement)
    sql("SET LOCAL search_path = pg_temp, public")
    yield


DISGUISES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "plainly": nullcontext,
    "with the library's switch": pgtrigger.ignore,
    "with the library's setting": ignoring_by_setting,
    "behind temporary tables": shadowed,
    "with the application's rights": as_application,
}


def disguised(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test with every way to bypass triggers, each rolled back before the next."""

    def in_every_disguise(**fixtures: Any) -> None:
        for disguise in DISGUISES:
            try:
                with transaction.atomic():
                    test(disguise=disguise, **fixtures)
                    transaction.set_rollback(True)
            except BaseException as error:
                error.add_note(f"disguise: {disguise}")
                raise

    asked = signature(test)
    names = [parameter for name, parameter in asked.parameters.items() if name != "disguise"]
    update_wrapper(in_every_disguise, test)
    in_every_disguise.__signature__ = asked.replace(parameters=names)  # type: ignore[attr-defined]
    return in_every_disguise


def table(model: type[models.Model], disguise: str = "") -> str:
    """Return the table's name, qualified where a temporary table may shadow it."""
    return f"public.{model._meta.db_table}"


def copy_of(row: models.Model) -> str:
    """Return an INSERT that copies a row under another key."""
    name = table(type(row))
    return (
        f"INSERT INTO {name} SELECT (jsonb_populate_record(x, jsonb_build_object('id', -1))).* "
        f"FROM {name} x WHERE {row._meta.pk.column} = '{row.pk}'"
    )
