"""Reads what can be compared of a database; inside a transaction of one snapshot it is of one moment."""

from typing import Any

from django.db import connection

from mitwirkung.operations.backup.manifest import DatabaseFacts

TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname
"""
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
HISTORIES = "SELECT reference, history_length || ' ' || history_head FROM agreements_agreement"
TRIGGERS = """
    SELECT relname || '.' || tgname,
           tgenabled::text || ' ' || encode(sha256(convert_to(pg_get_triggerdef(t.oid), 'UTF8')), 'hex')
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""
FUNCTIONS = """
    SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')',
           encode(sha256(convert_to(pg_get_functiondef(oid), 'UTF8')), 'hex')
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind IN ('f', 'p')
"""
NAMES = """
    SELECT relname || '.' || conname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
    WHERE relnamespace = current_schema()::regnamespace AND contype <> 'n'
    UNION
    SELECT tablename || '.' || indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1
"""
AT_WORK = {"O", "A"}  # states of a trigger that fires for everybody


def database_facts() -> DatabaseFacts:
    """Return the facts of the database that Django is connected to."""
    tables = [name for (name,) in _rows(TABLES)]
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)  # noqa: S608 - from the catalogue
    return DatabaseFacts(
        migrations=[name for (name,) in _rows(MIGRATIONS)],
        tables=dict(_rows(counts)),
        histories=dict(_rows(HISTORIES)),
        triggers=dict(_rows(TRIGGERS)),
        functions=dict(_rows(FUNCTIONS)),
        names=[name for (name,) in _rows(NAMES)],
    )


def is_empty() -> bool:
    """Return whether the database has no table at all."""
    return not _rows(TABLES)


def disabled_triggers(facts: DatabaseFacts) -> list[str]:
    """Return the triggers that are there and do nothing."""
    return sorted(name for name, state in facts.triggers.items() if state.split()[0] not in AT_WORK)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
