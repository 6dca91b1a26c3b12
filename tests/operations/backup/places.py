"""Databases and folders to back up and to restore into, and the commands as people run them."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import psycopg
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from psycopg import sql

from mitwirkung.database import database_url
from mitwirkung.operations.backup.database_facts import TABLES
from tests import templates

NOTED_LATER = {
    "mitwirkung_backuprun",
    "mitwirkung_restoreproof",
}  # by the commands themselves, after the snapshot


@dataclass(frozen=True)
class Place:
    """A database and a folder of files."""

    database: str
    files: Path

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Work there."""
        before = connection.settings_dict["NAME"]
        templates.connect_to(self.database)
        try:
            with override_settings(FILES_ROOT=self.files):
                yield
        finally:
            templates.connect_to(before)

    def clear(self) -> None:
        """Leave an empty database and no folder."""
        self.remove()
        templates.make(self.database)

    def remove(self) -> None:
        templates.drop(self.database)
        shutil.rmtree(self.files, ignore_errors=True)

    def run(self, *command: str) -> str:
        """Run a command there and return what it says. Raises CommandError with the sentence, and what was said before."""
        said = StringIO()
        with self.entered():
            try:
                call_command(*command, stdout=said, stderr=StringIO())
            except CommandError as error:
                raise CommandError(said.getvalue() + str(error)) from error
        return said.getvalue()

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        with self.entered(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def contents(self) -> dict[str, str]:
        """Return a digest of every table and of every file."""
        with self.entered():
            rows = digests(database_url(connection.settings_dict))
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.files.rglob("*")
            if path.is_file()
        }
        return rows | files


def digests(url: str) -> dict[str, str]:
    """Return a digest of every table, whatever the order of its rows."""
    with closing(psycopg.connect(url, autocommit=True)) as reader:
        tables = [name for (name,) in reader.execute(TABLES) if name not in NOTED_LATER]
        digest = "SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {} t"
        found = {
            name: reader.execute(sql.SQL(digest).format(sql.Identifier(name))).fetchone() for name in tables
        }
    return {name: str(row[0]) for name, row in found.items() if row}
