"""Agreements are frozen, concluded and sealed while clients, worker and database are killed at random.

A separate server, real processes, a seed that is printed on failure. `make kills` runs it with a hundred agreements.
"""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from mitwirkung.devtools.embedded_postgres import use_server
from mitwirkung.settings import BASE_DIR
from tests.http_sessions import until
from tests.sealing.association import SealSetup

pytestmark = pytest.mark.kills

AGREEMENTS = int(os.environ.get("MITWIRKUNG_KILLS", "8"))
SEED = int(os.environ.get("MITWIRKUNG_SEED") or random.SystemRandom().randrange(10**6))
KILLS = 4 + AGREEMENTS // 4
PAUSE = 3.0  # seconds for a program to begin
LONGEST = 0.4  # seconds that a victim lives on after it was seen at work
PATIENCE = 60 + 10 * AGREEMENTS
Process = subprocess.Popen[str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's account may enter."""
    place = Path(tempfile.mkdtemp(prefix="kills-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)


class Scene:
    """The database, its files, and the programs that work on both."""

    def __init__(self, folder: Path, seal_setup: SealSetup, clock: str) -> None:
        self.folder, self.seal_setup, self.clock = folder, seal_setup, clock
        self.url = ""
        self.programs: dict[str, Process] = {}
        self.raise_database()

    def raise_database(self) -> None:
        self.url = use_server(self.folder, "postgres", lambda _: None)

    def start(self, *command: str) -> Process:
        environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "MITWIRKUNG_FILES": str(self.folder / "files"),
            "MITWIRKUNG_TRUST_ANCHORS": str(self.seal_setup.folder / "trust"),
            "MITWIRKUNG_SEAL_FILE": str(self.seal_setup.settings["SEAL_FILE"]),
            "MITWIRKUNG_SEAL_PASSWORD": str(self.seal_setup.settings["SEAL_PASSWORD"]),
            "MITWIRKUNG_TIME_STAMP_URL": self.clock,
        }
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def step(self, name: str) -> None:
        """Run a step to its end."""
        program = self.start("-m", "tests.sealing.concluding", name, str(AGREEMENTS))
        out, _ = program.communicate(timeout=PATIENCE)
        assert program.returncode == 0, f"seed {SEED}, {name}:\n{out}"

    def run_all(self) -> None:
        """Restart ended programs."""
        commands = {
            "people": ("-m", "tests.sealing.concluding", "conclude", str(AGREEMENTS)),
            "worker": ("manage.py", "work"),
        }
        for name, command in commands.items():
            if name not in self.programs or self.programs[name].poll() is not None:
                self.kill(name)
                self.programs[name] = self.start(*command)

    def kill(self, name: str) -> None:
        program = self.programs.pop(name, None)
        if program:
            program.kill()
            program.communicate(timeout=PATIENCE)

    def kill_backend(self, chance: random.Random) -> None:
        """Kill one process of the database: it ends all connections and recovers."""
        children = Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children").read_text().split()
        if children:  # while it recovers it may have none
            with suppress(ProcessLookupError):
                os.kill(int(chance.choice(children)), signal.SIGKILL)

    def answers(self) -> bool:
        """Return whether the database has recovered."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.url):
            return True
        return False

    def kill_database(self) -> None:
        """Kill the whole server without a shutdown and start it again."""
        os.kill(self.postmaster, signal.SIGQUIT)
        for name in list(self.programs):
            self.kill(name)
        until(lambda: not (self.folder / "postgres" / "address").exists())
        self.raise_database()

    @property
    def postmaster(self) -> int:
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


@pytest.mark.kills
def test_whatever_is_killed_each_is_frozen_concluded_and_sealed_once(
    folder: Path, seal_setup: SealSetup
) -> None:
    chance = random.Random(SEED)  # noqa: S311  chance that can be repeated
    with seal_setup.running() as service:
        scene = Scene(folder, seal_setup, service.url)
        scene.step("prepare")
        kinds: list[Callable[[], None]] = [
            lambda: scene.kill("people"),
            lambda: scene.kill("worker"),
            lambda: scene.kill_backend(chance),
            scene.kill_database,
        ]
        order = (kinds * KILLS)[:KILLS]
        chance.shuffle(order)
        try:
            for strike in order:
                scene.run_all()
                seen = scene.programs[chance.choice(["people", "worker"])]
                assert seen.stdout is not None
                if select.select([seen.stdout], [], [], PAUSE)[0]:  # or it has nothing left to do
                    os.read(seen.stdout.fileno(), 65536)
                with suppress(subprocess.TimeoutExpired):
                    seen.wait(timeout=chance.uniform(0, LONGEST))
                strike()
        finally:
            for name in list(scene.programs):
                scene.kill(name)
        until(scene.answers)
        scene.step("finish")
        scene.step("verify")
        os.kill(scene.postmaster, signal.SIGQUIT)
