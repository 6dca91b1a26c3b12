"""The roles of deploy/sql/roles.sql: who signs in as the application can lift no trigger and change nothing that is kept."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import errors
from pytest_django import DjangoDbBlocker

from mitwirkung.checks import application_owns_nothing
from mitwirkung.database import database_url
from tests import templates
from tests.conftest import DATABASES

NAME = "roles"


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database that has its roles, and nobody else's rights."""
    name, before = f"{DATABASES.empty}_{NAME}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        templates.copy_scenario(name)
        templates.connect_to(name)
        templates.set_roles()
        yield name
        templates.connect_to(before)
        templates.drop(name)


def signed_in(database: str, role: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Open a connection of its own, as a program with that role does."""
    words = connection.settings_dict
    return psycopg.connect(
        database_url({**words, "NAME": database, "USER": role, "PASSWORD": ""}), autocommit=True
    )


def events_trigger(database: str) -> str:
    with signed_in(database, "mw_app") as application:
        row = application.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'agreements_event'::regclass AND NOT tgisinternal"
        ).fetchone()
    assert row is not None
    return str(row[0])


REFUSED = {
    "disable a trigger": "ALTER TABLE agreements_event DISABLE TRIGGER {trigger}",
    "disable all triggers": "ALTER TABLE agreements_event DISABLE TRIGGER ALL",
    "drop a trigger": "DROP TRIGGER {trigger} ON agreements_event",
    "put another function in its place": (
        "CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"
    ),
    "drop a table": "DROP TABLE agreements_event",
    "drop a constraint": "ALTER TABLE agreements_signature DROP CONSTRAINT signature_fingerprint_is_sha256",
    "truncate": "TRUNCATE agreements_event",
    "truncate something unguarded": "TRUNCATE django_session",
    "create a table": "CREATE TABLE mine (id int)",
    "create a schema": "CREATE SCHEMA mine",
    "create a temporary table": "CREATE TEMP TABLE agreements_instrument (id bigint)",
    "replicate": "SET session_replication_role = replica",
    "become the owner": "SET ROLE mw_owner",
    "become who migrates": "SET ROLE mw_migrate",
    "become a superuser": "ALTER ROLE mw_app SUPERUSER",
    "make a role": "CREATE ROLE mine",
    "make a database": "CREATE DATABASE mine",
    "change an event": "UPDATE agreements_event SET kind = 'withdrawn'",
    "delete an event": "DELETE FROM agreements_event",
    "change a signature": "UPDATE agreements_signature SET place = 'anders'",
    "change a file's row": "DELETE FROM agreements_storedfile",
    "change the security log": "UPDATE districts_securityevent SET about = ''",
    "say what was migrated": "DELETE FROM django_migrations",
    "read the server's files": "COPY agreements_event FROM '/etc/passwd'",
    "run a program": "COPY agreements_event FROM PROGRAM 'true'",
    "read passwords": "SELECT * FROM pg_authid",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_application_may_not(what: str, database: str) -> None:
    statement = REFUSED[what].format(trigger=events_trigger(database))
    with signed_in(database, "mw_app") as application, pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_application_reads_writes_and_locks_rows(database: str) -> None:
    with signed_in(database, "mw_app") as application:
        assert application.execute("SELECT count(*) > 0 FROM agreements_event").fetchone() == (True,)
        assert application.execute("SELECT id FROM agreements_event LIMIT 1 FOR UPDATE").fetchone()
        with application.transaction(force_rollback=True):
            application.execute("LOCK TABLE agreements_storedfile IN SHARE MODE")
            application.execute("UPDATE districts_district SET name = name || ' '")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE agreements_event SET id = id + 1000000", "kann weder geändert noch gelöscht werden"),
        ("UPDATE agreements_event SET actor = 'Niemand'", "kann weder geändert noch gelöscht werden"),
        ("UPDATE agreements_storedfile SET size = 1", "kann weder geändert noch gelöscht werden"),
        ("DELETE FROM agreements_agreement", "Der Vertrag darf nicht gelöscht werden"),
    ],
)
def test_below_the_rights_the_triggers_refuse(statement: str, reason: str, database: str) -> None:
    """The key may be named in an update, or no row could be locked; what is not taken away refuses by itself."""
    with signed_in(database, "mw_app") as application, pytest.raises(errors.CheckViolation, match=reason):
        application.execute(statement)


def test_who_only_reads_reads_and_no_more(database: str) -> None:
    with signed_in(database, "mw_read") as reader:
        assert reader.execute("SELECT count(*) > 0 FROM agreements_event").fetchone() == (True,)
        for statement in (
            "DELETE FROM django_session",
            "INSERT INTO django_session VALUES ('a', 'b', now())",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                reader.execute(statement)


def test_who_proves_backups_has_no_way_in(database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        signed_in(database, "mw_proof")


def test_what_is_migrated_belongs_to_the_owner(database: str) -> None:
    with signed_in(database, "mw_migrate") as migrating:
        migrating.execute("CREATE TABLE later (id bigint generated always as identity primary key)")
        owner = migrating.execute(
            "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'later'"
        ).fetchone()
    assert owner == ("mw_owner",)
    with signed_in(database, "mw_app") as application:
        application.execute("INSERT INTO later DEFAULT VALUES")
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("DROP TABLE later")
    templates.set_roles()  # again: it may be run at any time
    with signed_in(database, "mw_migrate") as migrating:
        migrating.execute("DROP TABLE later")


def test_the_checks_before_deployment_say_who_owns_tables(database: str) -> None:
    with connection.cursor() as cursor:
        assert [warning.id for warning in application_owns_nothing(None)] == ["mitwirkung.W003"], (
            "a superuser"
        )
        cursor.execute("SET ROLE mw_owner")
        assert [warning.id for warning in application_owns_nothing(None)] == ["mitwirkung.W003"]
        cursor.execute("SET ROLE mw_app")
        assert application_owns_nothing(None) == []
        call_command("migrate", check_unapplied=True, verbosity=0)
        call_command("verify_history", verbosity=0)
        call_command("verify_files", verbosity=0)
        call_command("sweep_files", verbosity=0)
        cursor.execute("RESET ROLE")
