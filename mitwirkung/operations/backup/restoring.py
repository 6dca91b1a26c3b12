"""Restores a set into an empty database and an empty folder, and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from agreements.files import store
from mitwirkung.operations.backup.copying import place_refused
from mitwirkung.operations.backup.database_facts import database_facts, is_empty
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import SetManifest, differences
from mitwirkung.operations.backup.programs import (
    age,
    connection_words,
    output_of,
    postgres_program,
    running,
    server_version,
)
from mitwirkung.operations.backup.progress import Follow
from mitwirkung.operations.backup.sets import BackupTarget
from mitwirkung.version import VERSION


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """One set on its way back. `identity` is the file of the age key, or nothing."""

    source: BackupTarget
    manifest: SetManifest
    identity: Path | None
    follow: Follow

    def refuse_unfit(self) -> None:
        """Raise BackupRefused unless program, place, key and dump fit; nothing was written then."""
        _refuse_newer(self.manifest)
        _refuse_filled()
        if self.manifest.encrypted and self.identity is None:
            raise BackupRefused(
                "Die Sicherung ist verschlüsselt: Nennen Sie mit --identity die Datei des Schlüssels."
            )
        if not self._dump_is_fit():
            raise BackupRefused(
                f"{self.dump} fehlt oder wurde verändert. Es wurde nichts geschrieben. Nehmen Sie eine andere Sicherung."
            )
        if self.manifest.encrypted:  # a key that does not fit is said once, not of each file
            with self._opened(self.dump) as source:
                file_digest(source, "sha256")

    @property
    def dump(self) -> Path:
        return self.source.set_folder(self.manifest.name) / self.manifest.dump.file

    def unfit_files(self) -> list[str]:
        """Read every stored file of the set; return those that are missing or altered."""
        progress = self.follow("Gelesen", len(self.manifest.files))
        unfit = []
        for sha256 in self.manifest.files:
            if not self._is_fit(sha256):
                unfit.append(sha256)
            progress.advance()
        return unfit

    def restore_database(self) -> list[str]:
        """Restore the database in one transaction; return what differs from the manifest."""
        major = int(self.manifest.dump.program.split(".")[0])
        program, _ = postgres_program("pg_restore", at_least=max(major, server_version()))
        words, environment = connection_words()
        command = [
            program,
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={words}",
        ]
        with (
            self._opened(self.dump) as source,
            running(command, source=source, environment=environment) as restoring,
        ):
            output_of(restoring).read()
        found = differences(self.manifest.database, database_facts())
        call_command("migrate", verbosity=0, interactive=False)  # for a backup of an older program
        return found

    def restore_files(self, *, without: list[str]) -> None:
        """Copy the stored files."""
        progress = self.follow("Zurückgespielt", len(self.manifest.files))
        place = store.backend()
        for sha256 in self.manifest.files:
            if sha256 not in without:
                with self._opened(self._file(sha256)) as source, place_refused(settings.FILES_ROOT):
                    place.replace(sha256, source.read())
            progress.advance()

    def _dump_is_fit(self) -> bool:
        try:
            with self.dump.open("rb") as file:
                return file_digest(file, "sha256").hexdigest() == self.manifest.dump.sha256
        except OSError:
            return False

    def _is_fit(self, sha256: str) -> bool:
        try:
            with self._opened(self._file(sha256)) as source:
                return file_digest(source, "sha256").hexdigest() == sha256
        except (OSError, BackupRefused):
            return False

    def _file(self, sha256: str) -> Path:
        return self.source.file(sha256, encrypted=self.manifest.encrypted)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[BufferedReader]:
        """Open a file of the set, decrypted if need be."""
        with path.open("rb") as file:
            if not self.manifest.encrypted:
                yield file
                return
            with running([age(), "--decrypt", "--identity", str(self.identity)], source=file) as opened:
                yield output_of(opened)


def _refuse_newer(manifest: SetManifest) -> None:
    known = {
        f"{app}.{name}"
        for app, name in MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    }
    foreign = sorted(set(manifest.database.migrations) - known)
    if foreign or _numbers(manifest.program) > _numbers(VERSION):
        raise BackupRefused(
            f"Die Sicherung stammt von einem neueren Stand des Programms ({manifest.program}; hier läuft {VERSION}"
            f"{f'; unbekannt ist {foreign[0]}' if foreign else ''}). Es wurde nichts geschrieben. Installieren Sie den "
            "Stand, der sie gemacht hat."
        )


def _refuse_filled() -> None:
    if not is_empty():
        raise BackupRefused(
            f"Die Datenbank „{connection.settings_dict['NAME']}“ ist nicht leer. Es wurde nichts geschrieben. Zurückgespielt wird nur "
            "in eine leere: Legen Sie eine an und nennen Sie sie in DATABASE_URL."
        )
    if any(store.backend().written()):
        raise BackupRefused(
            f"Wo die Dateien liegen sollen ({settings.S3_BUCKET or settings.FILES_ROOT}), liegen schon welche. Es wurde nichts geschrieben. "
            "Zurückgespielt wird nur, wo noch nichts liegt: Nennen Sie einen leeren Ordner in MITWIRKUNG_FILES oder einen leeren Bucket."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
