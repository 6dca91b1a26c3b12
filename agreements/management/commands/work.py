"""Runs the worker until it is told to end: `manage.py work`."""

import signal
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from agreements.looking import keep_looking
from agreements.notifications import work as mail
from agreements.sealing import work as sealing
from agreements.signing.freezing import rendering as freezing
from agreements.signing.links.invitations import remind_what_is_due
from agreements.tracking.evidence import malware
from agreements.tracking.overview.cached_summary import AT_ONCE, store_summaries


def _remind(at: datetime) -> Iterator[str]:
    for link in remind_what_is_due(at=at):
        yield f"reminded: link {link.pk}"


def _remind_and_send(at: datetime) -> Iterator[str]:
    yield from _remind(at)
    yield from mail.look(at)


def _lay(at: datetime) -> Iterator[str]:
    for _ in islice(
        store_summaries(at), AT_ONCE
    ):  # the rest at the next look: whoever stops the worker need not wait
        pass
    yield from ()  # it happens every day and is worth no line


class Command(BaseCommand):
    """Freeze what is to be signed, seal what everybody has signed, send what is to be told, check evidence for malware."""

    help = (
        "Creates the Zeichnungsfassung of what is to be frozen, seals signed agreements, checks evidence for malware "
        "and sends e-mails as they come in, "
        "until SIGTERM or Ctrl-C. Several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how long to wait between two looks, and whether one look is enough."""
        parser.add_argument("--once", action="store_true", help="look once and end")
        parser.add_argument("--seconds", type=float, default=sealing.SECONDS, help="between two looks")

    def handle(self, *args: Any, once: bool, seconds: float, **options: Any) -> None:
        """Look once, or until told to stop; what has been begun is brought to its end."""
        if once:
            for look in (_remind, mail.look, freezing.look, malware.look, sealing.look, _lay):
                for done in look(timezone.now()):
                    self._say(done)
            return
        stop = Event()
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, lambda signum, frame: stop.set())
        # beside each other: nobody who waits for a code or a text may wait until a hundred agreements are sealed
        beside = [
            Thread(target=self._look, args=(_remind_and_send, stop, seconds), name="mail"),
            Thread(
                target=self._look, args=(freezing.look, stop, min(seconds, freezing.SECONDS)), name="freezing"
            ),
            Thread(target=self._look, args=(malware.look, stop, seconds), name="checking"),
            Thread(target=self._look, args=(_lay, stop, seconds), name="laying"),
        ]
        for thread in beside:
            thread.start()
        sealing.work(stop, self._say, now=timezone.now, seconds=seconds)
        for thread in beside:
            thread.join()

    def _look(self, look: Callable[[datetime], Iterable[str]], stop: Event, seconds: float) -> None:
        try:
            keep_looking(look, stop, self._say, now=timezone.now, seconds=seconds)
        finally:
            connections.close_all()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
