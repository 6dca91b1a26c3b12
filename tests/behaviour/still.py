"""A process in which nothing happens by chance: one moment, and random numbers that are the same in every run."""

import os
import random
import sys
import uuid
from datetime import datetime, tzinfo
from typing import Self
from zoneinfo import ZoneInfo

from django.template import defaulttags
from django.utils import timezone

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # the day after the demo's last event
ENVIRONMENT = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


class Process:
    """What the process is told when it asks for the time, for a secret or for a key."""

    now = NOW
    secrets = random.Random(0)  # noqa: S311  nothing is kept secret here
    keys = random.Random(0)  # noqa: S311  apart, so that keys do not depend on how many secrets are drawn


class StillDatetime(datetime):
    """What `{% now %}` asks."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return the moment of the process."""
        return cls.fromtimestamp(Process.now.timestamp(), tz)


def restart(module: str) -> None:
    """Run this module again without settings from outside, unless that was done: hashes are seeded at the start."""
    if any(os.environ.get(name) != value for name, value in ENVIRONMENT.items()):
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MITWIRKUNG_")}
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], ours | ENVIRONMENT)  # noqa: S606


def stand_still() -> None:
    """Replace time and chance; must run before models take `timezone.now` as a default."""
    timezone.now = lambda: Process.now.astimezone(timezone.get_default_timezone())
    defaulttags.datetime = StillDatetime  # type: ignore[attr-defined]
    random._urandom = Process.secrets.randbytes  # type: ignore[attr-defined]  # `secrets` asks it
    uuid.uuid4 = lambda: uuid.UUID(bytes=Process.keys.randbytes(16), version=4)


def seed() -> None:
    """Begin the same row of random numbers again."""
    Process.secrets.seed(0)
    Process.keys.seed(0)
