"""A report for evidence, and a real clamd with one signature."""

import hashlib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from agreements.models import Report
from mitwirkung.devtools.install import program_path
from tests.http_sessions import until
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT, EICAR
from tests.tracking.report_factories import DONE, make_report, obligation_of


@pytest.fixture
def reported(scenario: Scenario) -> Report:
    """What the district has reported for the year 2025."""
    return make_report(obligation_of(scenario.signed, "O-12"), DONE, scenario.people["staff"], AT, amount=43)


@pytest.fixture(scope="session")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start clamd with a signature of EICAR and nothing else, and return its socket."""
    folder = tmp_path_factory.mktemp("clamd")
    known = f"{hashlib.md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test\n"
    (folder / "known.hdb").write_text(known)
    door = folder / "door"
    settings = f"Foreground yes\nLocalSocket {door}\nDatabaseDirectory {folder}\nSelfCheck 0\n"
    (folder / "clamd.conf").write_text(settings)
    program = program_path("clamd")
    assert program, "clamd is missing: mitwirkung/devtools/install.py test"
    with (folder / "log").open("wb") as log:
        command = [program, "--config-file", folder / "clamd.conf"]
        running = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until(lambda: _answers(door) or running.poll() is not None)
            assert running.poll() is None, (folder / "log").read_text()
            yield str(door)
        finally:
            running.terminate()
            running.wait()


@pytest.fixture
def scanner(daemon: str) -> Iterator[str]:
    """Set up the scanner."""
    with override_settings(CLAMD=daemon):
        yield daemon


def _answers(door: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(door))
        except OSError:
            return False
    return True
