"""Runs the worker until it is told to end: `manage.py work`."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agreements.sealing.work import SECONDS, seal_what_is_due, work


class Command(BaseCommand):
    """Seal what everybody has signed, as it comes in."""

    help = "Seals signed agreements as they come in, until SIGTERM or Ctrl-C. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how long to wait between two looks, and whether one look is enough."""
        parser.add_argument("--once", action="store_true", help="look once and end")
        parser.add_argument("--seconds", type=float, default=SECONDS, help="between two looks")

    def handle(self, *args: Any, once: bool, seconds: float, **options: Any) -> None:
        """Look once, or until told to stop; what has been begun is brought to its end."""
        if once:
            for edition in seal_what_is_due(at=timezone.now()):
                self.stdout.write(f"sealed: {edition.version_id} {edition.kind}")
            return
        stop = Event()
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, lambda signum, frame: stop.set())
        work(stop, self._say, now=timezone.now, seconds=seconds)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
