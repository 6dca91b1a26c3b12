"""A temporary copy of the project, and commands in it."""

import contextlib
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from mitwirkung.devtools.embedded_postgres import folder_outside

SOURCES = ("manage.py", "mitwirkung", "districts", "agreements", "templates", "static")
SECONDS = 60


@dataclass
class Clone:
    """A copy of the project; its processes are killed after the test."""

    folder: Path
    user: str | None = None
    python: str = sys.executable
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start Python in the copy as the copy's user, in its own process group."""
        outside = ("DATABASE_URL", "MITWIRKUNG_", "DJANGO_", "PORT", "PYTEST_", "COV_")
        own = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
        process = subprocess.Popen(
            [self.python, *arguments],
            cwd=self.folder if self.user is None else "/",
            env={**own, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            user=self.user,
            group=None if self.user is None else pwd.getpwnam(self.user).pw_gid,
            extra_groups=None if self.user is None else [],
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run Python in the copy; return exit status and output."""
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=SECONDS)
        return process.returncode, output

    def manage(self, *arguments: str, **environment: str) -> tuple[int, str]:
        return self.run(str(self.folder / "manage.py"), *arguments, **environment)

    def processes(self) -> list[bytes]:
        """Return the command lines of all processes of this copy."""
        mark = os.fsencode(self.folder)
        return [line for line in command_lines() if mark in line]

    def end(self) -> None:
        """Kill remaining processes and delete the database outside."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        shutil.rmtree(folder_outside(self.folder / "var" / "postgres"), ignore_errors=True)


def command_lines() -> list[bytes]:
    """Return the command lines of all processes."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has just ended
            lines.append(path.read_bytes())
    return lines


def wait_for_end(pid: int) -> None:
    """Wait for the end of a process that is not our child."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            assert select.select([handle], [], [], SECONDS)[0], f"process {pid} did not end"
        finally:
            os.close(handle)


def copy_sources(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in SOURCES:
        source = settings.BASE_DIR / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name
            )  # with what Python has compiled, so that each command starts quickly
        else:
            shutil.copy(source, folder / name)


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    """Enable SIGINT for child processes, which is ignored in background jobs of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """Return a copy in a folder whose path has a space and an apostrophe and is too long for a socket."""
    folder = tmp_path / "it's a long way" / ("to the clone " * 12).strip()
    copy_sources(folder)
    copy = Clone(folder)
    yield copy
    copy.end()
