"""What is made once for each state of the code: a migrated database, one with the scenario, and the PDFs."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from types import MappingProxyType

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from weasyprint import Attachment

from agreements.rendering.pdf import write_pdf
from tests.scenario import StageKeys, build_scenario

# whatever can change a row or a file of a template; its dates follow the day on which it was made
SOURCES = (
    "agreements",
    "districts",
    "mitwirkung",
    "templates",
    "tests/scenario.py",
    "tests/factories.py",
    "tests/templates.py",
    "deploy/sql/roles.sql",
    "requirements.txt",
)
PREFIX = "test_template_"
APPLICATION = "mw_app"
ROLES = settings.BASE_DIR / "deploy/sql/roles.sql"
BUILDING = "_building"
KEPT_FOR = 7 * 24 * 3600  # seconds, of a PDF


@cache
def state_of_the_code() -> str:
    """Return a name for everything that the templates are made from."""
    today = date.today().isoformat()  # noqa: DTZ011 - the day of this machine
    return _state(today, SOURCES, "*")


@cache
def state_of_the_migrations() -> str:
    """Return a name for what the migrated database is made from; it outlives most changes of the code."""
    return _state(
        "",
        ("agreements", "districts", "mitwirkung", "requirements.txt", "deploy/sql/roles.sql"),
        "migrations/*.py",
    )


@cache
def state_of_the_printing() -> str:
    """Return a name for what makes a PDF of a page; it outlives changes of everything that the page says."""
    return _state("", ("agreements/rendering", "requirements.txt"), "*")


def _state(begin: str, sources: Iterable[str], pattern: str) -> str:
    mark = sha256(begin.encode())
    for source in (settings.BASE_DIR / name for name in sources):
        for path in sorted(source.rglob(pattern)) if source.is_dir() else [source]:
            if path.is_file() and "__pycache__" not in path.parts:
                mark.update(str(path.relative_to(settings.BASE_DIR)).encode())
                mark.update(sha256(path.read_bytes()).digest())
    return mark.hexdigest()[:16]


def connect_to(name: str) -> None:
    """Let this process, its threads and its children work in another database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def drop(name: str) -> None:
    """Remove a database, if it is there."""
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make(name: str) -> None:
    """Make an empty database."""
    _execute(f'CREATE DATABASE "{name}" TEMPLATE template0')


def copy_migrated(name: str) -> None:
    """Make a database with tables and triggers and no rows but those of the migrations."""
    with _alone():
        _copy(_migrated(), name)


def copy_scenario(name: str) -> StageKeys:
    """Make a database with the scenario, put its files among ours and return the keys of its rows."""
    with _alone():
        template = _scenario()
        _copy(template, name)
    shutil.copytree(_folder() / "files", settings.FILES_ROOT, dirs_exist_ok=True)
    return StageKeys(**json.loads((_folder() / "keys.json").read_text()))


def written_once(
    html: str, *, attachments: Sequence[Attachment] = (), fields: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return what `write_pdf` makes of a page, shared between the workers and all runs that print alike.

    What is attached is named by its fingerprint in the page.
    """
    attached = [(one.name, one.created) for one in attachments]
    source = repr((html, attached, sorted(fields.items())))
    kept = _pdfs() / sha256(source.encode()).hexdigest()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}-{get_ident()}")
        fresh.write_bytes(write_pdf(html, attachments=attachments, fields=fields))
        fresh.replace(kept)
    return kept.read_bytes()


def set_roles() -> None:
    """Give the database that Django is connected to its roles and their rights."""
    with connection.cursor() as cursor:
        cursor.execute(ROLES.read_text())


@contextmanager
def as_application() -> Iterator[None]:
    """Write with the rights of web server and worker until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APPLICATION}")
    yield


def _migrated() -> str:
    name = f"{PREFIX}{state_of_the_migrations()}"
    if not _exists(name):
        with _building(name) as database:
            _execute(f'CREATE DATABASE "{database}"')
            set_roles()
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            set_roles()
    return name


def _scenario() -> str:
    name = f"{PREFIX}{state_of_the_code()}_scenario"
    if not _exists(name):
        migrated = _migrated()
        _drop_others()
        _folder().mkdir(parents=True)
        with _building(name) as database, override_settings(FILES_ROOT=_folder() / "files"):
            _copy(migrated, database)
            with transaction.atomic(), as_application():
                scenario = build_scenario()
                connection.run_on_commit.clear()  # a test that looks at the reading copy makes it
            (_folder() / "keys.json").write_text(json.dumps(scenario.keys()._asdict()))
    return name


@contextmanager
def _building(name: str) -> Iterator[str]:
    """Give a template its name when it is whole; the planner knows its rows."""
    before = connection.settings_dict["NAME"]
    database = name + BUILDING
    drop(database)
    connect_to(database)
    try:
        yield database
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    finally:
        connect_to(before)
    _execute(f'ALTER DATABASE "{database}" RENAME TO "{name}"')


def _copy(template: str, name: str) -> None:
    drop(name)
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop_others() -> None:
    """Remove the templates of other states of the code, and what a run left that was ended."""
    for name in _names():
        if name != _migrated():
            drop(name)
    for folder in _place().glob("*/"):
        if folder != _pdfs():
            shutil.rmtree(folder)
    for kept in _pdfs().glob("*"):
        if kept.stat().st_mtime < time.time() - KEPT_FOR:
            kept.unlink()


def _exists(name: str) -> bool:
    return name in _names()


def _names() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _execute(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep parallel workers from making the same template, and from copying one in which somebody works."""
    _place().mkdir(parents=True, exist_ok=True)
    with (_place() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    return _place() / state_of_the_code()


def _pdfs() -> Path:
    return _place() / f"pdf-{state_of_the_printing()}"


def _place() -> Path:
    return Path(settings.VAR_DIR) / "test-templates"
