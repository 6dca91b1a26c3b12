"""Entry point of manage.py: starts the database, then runs Django; setup errors end with one sentence."""

import os
import signal
import sys
from types import FrameType

from django.conf import settings
from django.core.management import execute_from_command_line

from mitwirkung.database import ensure_database
from mitwirkung.environment_errors import error_sentence

WITHOUT_DATABASE = {"help", "version", "collectstatic", "findstatic", "verify_bundle"}


def run(argv: list[str]) -> None:
    """Run a command; exits with its status, or 1 and one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        if not WITHOUT_DATABASE.intersection(argv[1:2]):
            ensure_database(_say)
        _ = settings.INSTALLED_APPS  # a faulty setting speaks here, not inside a command
        execute_from_command_line(argv)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except Exception as error:
        words = error_sentence(error)
        if words is None:
            raise
        sys.exit(words)


def _end(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - standard output belongs to the command
