"""Makes a backup: the database in one snapshot, then the files that its rows name."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from agreements.files import erasure, store
from agreements.models import StoredFile
from mitwirkung.models import BackupRun
from mitwirkung.operations.backup.copying import place_refused, write_whole
from mitwirkung.operations.backup.database_facts import database_facts
from mitwirkung.operations.backup.erased import encode_erased, erased_here, read_erased
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import DatabaseFacts, DumpFacts, SetManifest, written
from mitwirkung.operations.backup.outside import outside_parts
from mitwirkung.operations.backup.programs import (
    age,
    connection_words,
    output_of,
    postgres_program,
    running,
    server_version,
)
from mitwirkung.operations.backup.progress import Follow
from mitwirkung.operations.backup.retention import Retention
from mitwirkung.operations.backup.sets import DUMP, MANIFEST, SEALED, BackupTarget
from mitwirkung.version import VERSION


@dataclass(kw_only=True)
class MadeBackup:
    """What became of it."""

    manifest: SetManifest
    copied: int = 0
    dropped: list[str] = field(default_factory=list)


def back_up(
    target: BackupTarget, *, recipient: str, retention: Retention, follow: Follow, at: datetime
) -> MadeBackup:
    """Make one set, and note the attempt, also one that failed or was broken off. Raises BackupRefused.

    `recipient` is an age key to encrypt for, or empty.
    """
    run = BackupRun(target=str(target.folder), program=VERSION, begun_at=at, encrypted=bool(recipient))
    try:
        with place_refused(target.folder), _alone():
            made = _Making(target, recipient, at, follow).make()
            made.dropped = retention.surplus(target.names())
            target.drop(made.dropped)
    except BaseException as error:
        run.problem = str(error) or type(error).__name__
        raise
    else:
        run.name, run.files, run.copied = made.manifest.name, len(made.manifest.files), made.copied
        run.size = made.manifest.dump.size
        run.problem = "\n".join(
            f"Datei {sha256} fehlt oder ist verändert." for sha256 in made.manifest.missing
        )
    finally:
        run.ended_at = timezone.now()
        run.save()
    return made


@contextmanager
def _alone() -> Iterator[None]:
    """Keep sweeping, erasing and other backups out."""
    with erasure.nothing_erased() as alone:
        if not alone:
            raise BackupRefused(
                "Gerade läuft eine andere Sicherung, oder es wird etwas gelöscht. Versuchen Sie es in einigen Minuten noch einmal."
            )
        yield


@dataclass
class _Making:
    """One set while it is made."""

    target: BackupTarget
    recipient: str
    at: datetime
    follow: Follow

    def make(self) -> MadeBackup:
        name, folder = self.target.begin(self.at)
        with _snapshot() as snapshot:
            facts = database_facts()
            files = dict(erasure.kept_files().values_list("sha256", "size"))
            erased = {*erased_here(), *read_erased(self.target.erased)}
            dump = self._dump(folder, snapshot)
        copied, missing = self._copy(files)
        write_whole(self.target.erased, BytesIO(encode_erased(erased)))
        manifest = self._manifest(name, facts, dump, files, missing)
        write_whole(folder / MANIFEST, BytesIO(written(manifest)))
        self.target.complete(name)
        return MadeBackup(manifest=manifest, copied=copied)

    def _manifest(
        self, name: str, facts: DatabaseFacts, dump: DumpFacts, files: dict[str, int], missing: list[str]
    ) -> SetManifest:
        return SetManifest(
            name=name,
            program=VERSION,
            taken_at=self.at,
            encrypted=bool(self.recipient),
            dump=dump,
            database=facts,
            files={sha256: size for sha256, size in files.items() if sha256 not in missing},
            missing=missing,
            outside=outside_parts(),
        )

    def _dump(self, folder: Path, snapshot: str) -> DumpFacts:
        program, version = postgres_program("pg_dump", at_least=server_version())
        words, environment = connection_words()
        command = [program, "--format=custom", "--compress=6", "--no-owner", "--no-privileges"]
        command += [f"--snapshot={snapshot}", f"--dbname={words}"]
        path = folder / (DUMP + SEALED * bool(self.recipient))
        with running(command, environment=environment) as dumping:
            sha256, size = self._write(path, output_of(dumping))
        return DumpFacts(file=path.name, sha256=sha256, size=size, program=version)

    def _copy(self, files: dict[str, int]) -> tuple[int, list[str]]:
        """Copy the files that are not there yet; return how many, and those that cannot be read whole."""
        copied, missing = 0, []
        progress = self.follow("Dateien", len(files))
        for sha256, size in files.items():
            path = self.target.file(sha256, encrypted=bool(self.recipient))
            if not path.exists() or not (self.recipient or path.stat().st_size == size):
                path.parent.mkdir(parents=True, exist_ok=True)
                try:
                    with store.open_verified(StoredFile(sha256=sha256)) as source:
                        self._write(path, source)
                    copied += 1
                except store.DamagedFileError:
                    missing.append(sha256)
            progress.advance()
        return copied, missing

    def _write(self, path: Path, source: IO[bytes]) -> tuple[str, int]:
        with ExitStack() as stack:
            if self.recipient:
                command = [age(), "--encrypt", "--recipient", self.recipient]
                source = output_of(stack.enter_context(running(command, source=source)))
            return write_whole(path, source)


@contextmanager
def _snapshot() -> Iterator[str]:
    """Read the database as of one moment, which other programs can read as well by its name."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        yield name
