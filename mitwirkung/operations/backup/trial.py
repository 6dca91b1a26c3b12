"""Proves a set by restoring it into a database and a folder that are dropped afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import msgspec
import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from mitwirkung.database import database_url
from mitwirkung.environment import secret
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import SetManifest
from mitwirkung.operations.backup.proof import Proof
from mitwirkung.operations.backup.recovery import note_proof
from mitwirkung.operations.backup.sets import BackupTarget

SERVER = "MITWIRKUNG_PROOF_URL"  # of a role that may make databases; else that of the application


def prove_set(
    source: BackupTarget, manifest: SetManifest, *, identity: Path | None, scratch: Path | None, at: datetime
) -> Proof:
    """Restore a set for trial, prove it, drop it again and note the proof."""
    try:
        with TemporaryDirectory(prefix="mitwirkung-proof-", dir=scratch) as folder, _database() as url:
            proof = _restored(source, manifest, identity, url=url, files=Path(folder) / "files")
    except (BackupRefused, OSError) as error:
        proof = Proof(problems=[str(error)])
    note_proof(proof, source=source, manifest=manifest, for_real=False, at=at)
    return proof


def _restored(
    source: BackupTarget, manifest: SetManifest, identity: Path | None, *, url: str, files: Path
) -> Proof:
    """Run `restore` in a process of its own, whose database and files are those for trial."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(source.folder)]
    command += [
        "--set",
        manifest.name,
        "--json",
        "--despite-damage",
        *(["--identity", str(identity)] if identity else []),
    ]
    place = {
        "MITWIRKUNG_FILES": str(files),
        "MITWIRKUNG_S3_BUCKET": "",
    }  # a folder, wherever the files lie otherwise
    environment = {**os.environ, "DATABASE_URL": url, **place}
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own
    try:
        return msgspec.json.decode(ran.stdout, type=Proof)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BackupRefused(
            f"Das Zurückspielen brach ab ({ran.returncode}); mehr steht im Protokoll."
        ) from error


@contextmanager
def _database() -> Iterator[str]:
    """Make an empty database and drop it at the end."""
    server = secret(SERVER) or database_url(connection.settings_dict)
    name = f"mitwirkung_proof_{uuid4().hex[:12]}"
    try:
        with psycopg.connect(server, autocommit=True) as maker:
            maker.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BackupRefused(
            f"Die Datenbank zum Ausprobieren kann nicht angelegt werden: {' '.join(str(error).split())}. Nennen Sie in {SERVER} eine "
            "Rolle, die es darf (deploy/sql/roles.sql legt mw_proof an)."
        ) from error
    try:
        yield server_with(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as maker:
            maker.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def server_with(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    head, separator, options = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{separator}{options}"
