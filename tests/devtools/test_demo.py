"""`manage.py demo`: creates its data once, serves it, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import call_command

from districts.models import User
from mitwirkung.environment_errors import SetupError, bound_socket
from mitwirkung.management.commands import demo
from tests.devtools.conftest import SECONDS, Clone

SMALL_DEMO = """
from dataclasses import dataclass
from pathlib import Path
from django.conf import settings
from django.contrib.auth import get_user_model

@dataclass(frozen=True)
class DemoResult:
    pdfs: dict
    logins: list

def create_demo(say):
    get_user_model().objects.create_user("amira", password="demo")
    say(f"Printed on PDFs: {settings.PUBLIC_URL}")
    return DemoResult({"Pankow": settings.VAR_DIR / "demo" / "pankow.pdf"}, [("Koordination", "amira", "demo")])
"""


@pytest.fixture
def small_demo(clone: Clone) -> Clone:
    """Return a copy whose demo is one account: the real one has its own tests and is slow."""
    (clone.folder / "mitwirkung" / "demo" / "__init__.py").write_text(SMALL_DEMO)
    return clone


def start(clone: Clone, until: str) -> tuple["subprocess.Popen[str]", str]:
    """Start the demo on a free port and return its output up to a line with this beginning."""
    process = clone.start("manage.py", "demo", PORT="0")
    assert process.stdout is not None
    output = ""
    for line in process.stdout:
        output += line
        if line.startswith(until):
            return process, output
    raise AssertionError(f"the demo ended early: {output}")


def interrupt(process: "subprocess.Popen[str]") -> int:
    """Send Ctrl-C to the process group, as a terminal does."""
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)
    return process.returncode


def test_the_demo_is_created_once_and_served(small_demo: Clone) -> None:
    process, output = start(small_demo, "Ctrl-C ends the demo")
    assert "Creating the demo data" in output
    assert f"Pankow: {small_demo.folder / 'var' / 'demo' / 'pankow.pdf'}" in output
    assert "Koordination  amira  demo" in output
    address = output.partition("Address: ")[2].split()[0]
    assert f"Printed on PDFs: {address.rstrip('/')}" in output
    assert urlopen(address, timeout=20).status == 200  # noqa: S310 - our own address
    assert interrupt(process) == 0
    assert small_demo.processes() == []

    process, output = start(small_demo, "Ctrl-C ends the demo")
    assert "Creating the demo data" not in output
    assert "Koordination  amira  demo" in output
    process.terminate()
    process.communicate(timeout=SECONDS)
    assert small_demo.processes() == []


@pytest.mark.django_db
def test_a_demo_of_an_earlier_version_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    User.objects.create_user("amira")
    story = {"tables": "of another first migration", "pdfs": {}, "logins": [["", "amira", ""]]}
    (tmp_path / "story.json").write_text(json.dumps(story))
    monkeypatch.setattr(demo, "RESULT_FILE", tmp_path / "story.json")
    with pytest.raises(SetupError, match=r"was made by an earlier version.* delete this folder"):
        demo._existing_demo()


def test_ctrl_c_while_it_is_set_up_leaves_nothing(small_demo: Clone) -> None:
    for moment in ("Creating the database", "Bringing the tables"):
        process, _ = start(small_demo, moment)
        assert interrupt(process) == 128 + signal.SIGINT
        assert small_demo.processes() == []
    status, output = small_demo.manage("migrate", "--verbosity", "0")
    assert (status, output) == (0, ""), "what was begun can be finished"


def test_a_taken_port_is_one_sentence(clone: Clone) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, output = clone.manage("demo", PORT=str(port), DATABASE_URL=os.environ["DATABASE_URL"])
    assert status == 1
    assert output.startswith(f"Port {port} cannot be used (Address already in use): ")
    assert output.count("\n") == 1


@pytest.mark.parametrize("port", ["eight", "70000", "-1", "٨٠"])
def test_a_strange_port_is_one_sentence(port: str) -> None:
    with pytest.raises(SetupError, match=f"PORT must be a number up to 65535, not '{port}'"):
        bound_socket(port)


@pytest.mark.django_db
def test_a_database_with_other_accounts_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    User.objects.create_user("someone")
    monkeypatch.setattr(demo, "RESULT_FILE", tmp_path / "story.json")
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv(
        "MITWIRKUNG_PUBLIC_URL", settings.PUBLIC_URL
    )  # or the demo would set another for this process
    with pytest.raises(SetupError, match="This database has accounts that no demo made"):
        call_command("demo", stdout=StringIO())
    assert User.objects.count() == 1


def test_production_has_no_demo(clone: Clone) -> None:
    status, output = clone.manage(
        "demo",
        MITWIRKUNG_PRODUCTION="1",
        MITWIRKUNG_SECRET_KEY="x",
        DATABASE_URL="postgresql://mw@127.0.0.1:1/mw",
    )
    assert status == 1
    assert output.startswith("The demo has well-known passwords")
