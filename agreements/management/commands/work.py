"""Runs the worker until it is told to end: `manage.py work`."""

import signal
from collections.abc import Iterator
from datetime import datetime
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from agreements.looking import keep_looking
from agreements.mail import work as mail
from agreements.sealing import work as sealing
from agreements.signing.links.inviting import remind_what_is_due


def _remind(at: datetime) -> Iterator[str]:
    for link in remind_what_is_due(at=at):
        yield f"reminded: link {link.pk}"


def _remind_and_send(at: datetime) -> Iterator[str]:
    yield from _remind(at)
    yield from mail.look(at)


class Command(BaseCommand):
    """Seal what everybody has signed and send what is to be told, as it comes in."""

    help = "Seals signed agreements and sends e-mails as they come in, until SIGTERM or Ctrl-C. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how long to wait between two looks, and whether one look is enough."""
        parser.add_argument("--once", action="store_true", help="look once and end")
        parser.add_argument("--seconds", type=float, default=sealing.SECONDS, help="between two looks")

    def handle(self, *args: Any, once: bool, seconds: float, **options: Any) -> None:
        """Look once, or until told to stop; what has been begun is brought to its end."""
        if once:
            for look in (_remind, mail.look, sealing.look):
                for done in look(timezone.now()):
                    self._say(done)
            return
        stop = Event()
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, lambda signum, frame: stop.set())
        # beside each other: a code must not wait until a hundred agreements are sealed
        beside = Thread(target=self._send, args=(stop, seconds), name="mail")
        beside.start()
        sealing.work(stop, self._say, now=timezone.now, seconds=seconds)
        beside.join()

    def _send(self, stop: Event, seconds: float) -> None:
        try:
            keep_looking(_remind_and_send, stop, self._say, now=timezone.now, seconds=seconds)
        finally:
            connections.close_all()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
