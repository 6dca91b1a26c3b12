"""The drill: people write while a backup is made, everything is destroyed, restored on another server and compared.

`make drill` lets them write much more.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from agreements.models import SigningEvent
from districts.models import User
from mitwirkung.database import database_url
from mitwirkung.devtools.embedded_postgres import use_server
from mitwirkung.operations.backup.sets import BackupTarget
from mitwirkung.settings import BASE_DIR
from tests import factories, templates
from tests.operations.backup.places import Place, digests
from tests.signing.ceremonies import held, photo_of

pytestmark = pytest.mark.kills

WRITERS = 3
ROUNDS = int(os.environ.get("MITWIRKUNG_DRILL", "4"))  # photos of each writer


@pytest.fixture
def other_server() -> Iterator[str]:
    """Another machine: a server of its own, with an empty database and its roles; yields the superuser's address."""
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    folder.chmod(0o755)  # the database's account enters it
    url = use_server(folder, "postgres", lambda _: None)
    with closing(psycopg.connect(url, autocommit=True)) as superuser:
        superuser.execute(templates.ROLES.read_text())
    yield url
    shutil.rmtree(folder, ignore_errors=True)


def of(role: str, url: str) -> str:
    """Return the address for another role."""
    return url.replace("postgresql://mitwirkung@", f"postgresql://{role}@")


def write(ceremony: SigningEvent, by: User, number: int) -> int:
    """Add photos: each is a file, a row, and an entry of the history that moves the end of its chain."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {templates.APPLICATION}")
        for photo in range(ROUNDS):
            colour = f"#{photo % 32 * 8:02x}{photo // 32 * 8:02x}{number * 80:02x}"
            photo_of(ceremony, by, colour=colour)
        return ROUNDS
    finally:
        connection.close()


def manage(url: str, files: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "MITWIRKUNG_FILES": str(files)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_lost_machine_comes_back_elsewhere(original: Place, other_server: str, tmp_path: Path) -> None:
    target, files = BackupTarget(tmp_path / "target"), tmp_path / "machine" / "files"

    # given people who write, with the rights of the application, and backups meanwhile
    with original.entered():
        templates.set_roles()
        amira = factories.coordinator()
        ceremonies = [
            held(factories.draft(factories.district(f"{place:02}"), amira), amira) for place in (5, 6, 7)
        ]
        with ThreadPoolExecutor(WRITERS) as people:
            busy = [people.submit(write, one, amira, place) for place, one in enumerate(ceremonies)]
            made = 0
            while wait(busy, timeout=0).not_done:
                original.run("backup", str(target.folder))
                made += 1
        assert [one.result() for one in busy] == [ROUNDS] * WRITERS
        assert made, "a backup was made meanwhile"
        # a set made meanwhile is of one moment: every row has its file, and every history its end
        assert "alles unversehrt" in original.run(
            "prove_backup", str(target.folder), "--set", target.names()[0]
        )
        original.run("backup", str(target.folder))
        here = database_url(connection.settings_dict)
        before = digests(here)
    stored = {path.name: path.read_bytes() for path in original.files.rglob("*") if path.is_file()}
    assert len(stored) >= WRITERS * ROUNDS

    # when the machine is lost
    original.remove()

    # then everything comes back on another one, without a superuser
    said = manage(of("mw_migrate", other_server), files, "restore", str(target.folder))
    assert "alles unversehrt" in said
    assert digests(other_server) == before
    assert {path.name: path.read_bytes() for path in files.rglob("*") if path.is_file()} == stored
    with closing(psycopg.connect(other_server, autocommit=True)) as superuser:
        superuser.execute(templates.ROLES.read_text())
    application = of(templates.APPLICATION, other_server)
    assert "unversehrt" in manage(application, files, "verify_history")
    manage(application, files, "check", "--deploy", "--tag", "roles", "--fail-level", "WARNING")
    manage(application, files, "work", "--once")
    manage(application, files, "backup", str(tmp_path / "again"))
