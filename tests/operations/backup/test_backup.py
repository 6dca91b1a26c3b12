"""A backup is one consistent set, and a failed one leaves the others whole."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from agreements.files import erasure
from agreements.files.folder import path_of
from agreements.models import Edition
from mitwirkung.database import database_url
from mitwirkung.models import BackupRun
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.programs import postgres_program
from mitwirkung.operations.backup.sets import BackupTarget
from mitwirkung.settings import BASE_DIR
from tests.http_sessions import until
from tests.operations.backup.places import Place


def lose_a_file(place: Place) -> str:
    """Remove the file of an edition; return its SHA-256."""
    with place.entered():
        sha256: str = Edition.objects.order_by("pk").values_list("file_id", flat=True)[0]
        path_of(sha256).unlink()
    return sha256


def last_run(place: Place) -> BackupRun:
    with place.entered():
        return BackupRun.objects.all()[0]


def test_a_backup_says_what_it_holds_and_what_else_must_be_kept(original: Place, tmp_path: Path) -> None:
    said = original.run("backup", str(tmp_path / "target"))
    target = BackupTarget(tmp_path / "target")
    (name,) = target.names()
    manifest = target.read()
    assert f"Sicherung {name}: " in said
    assert f"{len(manifest.files)} Dateien, davon {len(manifest.files)} neu" in said
    assert all(
        word in said
        for word in (
            "MITWIRKUNG_SECRET_KEY",
            "MITWIRKUNG_MFA_KEY",
            "Siegel",
            "Vertrauenslisten",
            "Einstellungen",
        )
    )
    assert "only-for-trying-out" not in said, "a fingerprint, not the key"
    assert manifest.database.tables["agreements_event"] > 0
    run = last_run(original)
    assert (run.name, run.files, run.copied, run.problem) == (
        name,
        len(manifest.files),
        len(manifest.files),
        "",
    )


def test_files_that_lie_there_already_are_not_copied_again(original: Place, tmp_path: Path) -> None:
    target = BackupTarget(tmp_path / "target")
    original.run("backup", str(target.folder))
    assert "davon 0 neu" in original.run("backup", str(target.folder))
    assert len(target.names()) == 2
    half = target.file(next(iter(target.read().files)), encrypted=False)
    half.write_bytes(half.read_bytes()[:-1])
    assert "davon 1 neu" in original.run("backup", str(target.folder)), "one of another length is no copy"


def test_a_file_that_is_lost_here_is_named_and_everything_else_is_kept(
    original: Place, tmp_path: Path
) -> None:
    lost = lose_a_file(original)
    with pytest.raises(CommandError, match=f"fehlen oder sind verändert.*\n{lost}"):
        original.run("backup", str(tmp_path / "target"))
    assert BackupTarget(tmp_path / "target").read().missing == [lost]
    assert lost in last_run(original).problem


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond some bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 50_000], ids=["nothing fits", "the dump does not fit"])
def test_a_full_target_is_a_sentence_and_earlier_sets_stay_whole(
    size: int, original: Place, tmp_path: Path
) -> None:
    target = BackupTarget(tmp_path / "target")
    original.run("backup", str(target.folder))
    before = target.names()
    with (
        pytest.raises(CommandError, match=r"kein Platz mehr.*ist unverändert.*Schaffen Sie Platz"),
        room_for(size),
    ):
        original.run("backup", str(target.folder))
    assert target.names() == before
    assert "kein Platz" in last_run(original).problem
    assert target.read().name == before[0]
    assert not list(target.folder.rglob("*.part/*.part")), "what was half written takes no room"


def test_one_that_was_broken_off_is_no_good_one(
    original: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_: BackupTarget, at: datetime) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(BackupTarget, "begin", break_off)
    with pytest.raises(KeyboardInterrupt):
        original.run("backup", str(tmp_path / "target"))
    assert last_run(original).problem == "KeyboardInterrupt"


def test_a_target_that_cannot_be_written_is_a_sentence(original: Place, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("a file in its way")
    with pytest.raises(CommandError, match=r"Prüfen Sie den Ordner und die Rechte"):
        original.run("backup", str(tmp_path / "target"))


def test_two_do_not_run_at_once(original: Place, tmp_path: Path) -> None:
    with original.entered(), erasure.nothing_erased():
        with ThreadPoolExecutor() as others:
            other = others.submit(original.run, "backup", str(tmp_path / "target"))
        with pytest.raises(CommandError, match="Gerade läuft eine andere Sicherung"):
            other.result()
    assert not BackupTarget(tmp_path / "target").names()


SLOW = """#!/bin/sh
[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit
echo half of it
exec sleep 60
"""


def program(folder: Path, name: str, text: str) -> Path:
    """Put a program in place of another."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


def test_what_was_killed_half_way_is_ignored_and_removed_by_the_next(original: Place, tmp_path: Path) -> None:
    target = BackupTarget(tmp_path / "target")
    slow = program(tmp_path / "bin", "pg_dump", SLOW)
    with original.entered():
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(connection.settings_dict),
            "MITWIRKUNG_FILES": str(original.files),
            "PATH": f"{slow}:{os.environ['PATH']}",
        }
    killed = subprocess.Popen(
        [sys.executable, "manage.py", "backup", str(target.folder)],
        cwd=BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    until(lambda: bool(list(target.folder.glob("sets/*.part/*"))))
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    (left,) = target.folder.glob("sets/*")
    assert target.names() == []
    with pytest.raises(BackupRefused, match="keine vollständige Sicherung"):
        target.read()
    original.run("backup", str(target.folder))
    assert not left.exists()
    assert len(target.names()) == 1


def test_an_older_pg_dump_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = program(tmp_path / "bin", "pg_dump", '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6"\n')
    monkeypatch.setenv("PATH", f"{old}:{os.environ['PATH']}")
    path, version = postgres_program("pg_dump", at_least=15)
    assert path != str(old / "pg_dump")
    assert int(version.split(".")[0]) >= 15
    with pytest.raises(BackupRefused, match="postgresql-client-99"):
        postgres_program("pg_dump", at_least=99)


def test_sets_that_need_not_be_kept_go_with_the_files_that_only_they_name(
    original: Place, tmp_path: Path
) -> None:
    target = BackupTarget(tmp_path / "target")
    original.run("backup", str(target.folder))
    first = target.read()
    stray = target.file("f" * 64, encrypted=False)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"named by nothing")
    said = original.run("backup", str(target.folder), "--keep-daily", "1")
    assert "Gelöscht: 1 ältere" in said
    assert target.names() != [first.name]
    assert len(target.names()) == 1
    assert not stray.exists()
    assert all(target.file(sha256, encrypted=False).exists() for sha256 in target.read().files)
    with pytest.raises(CommandError, match="0 oder mehr"):
        original.run("backup", str(target.folder), "--keep-weekly", "-1")
