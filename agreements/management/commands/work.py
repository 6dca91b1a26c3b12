"""Runs the worker until it is stopped: `manage.py work`."""

import logging
import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.job_choices import Queue
from agreements.worker import Worker

LOG = logging.getLogger("agreements.worker")
# a frozen worker's row locks end with its session, and another worker takes over
IDLE = "-c idle_in_transaction_session_timeout=60s"


class Command(BaseCommand):
    """Work on the queues of background jobs."""

    help = (
        "Creates the Zeichnungsfassung of what is to be frozen, seals signed agreements, sends e-mails, checks evidence "
        "for malware and tidies up as it comes in, until SIGTERM or Ctrl-C. Several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the queues to work on, and whether one look is enough."""
        parser.add_argument("--once", action="store_true", help="do what is due and end")
        parser.add_argument(
            "--queues",
            default=",".join(Queue),
            help=f"which of {', '.join(Queue)}, separated by commas (default: all)",
        )

        parser.add_argument(
            "--name", default="", help="tells apart several workers of the same queues on one machine"
        )

    def handle(self, *args: Any, once: bool, queues: str, name: str, **options: Any) -> None:
        """Do what is due once, or work until stopped; what has been begun is brought to its end."""
        try:
            chosen = [Queue(name) for name in queues.split(",")]
        except ValueError as error:
            raise CommandError(f"{error}: choose of {', '.join(Queue)}.") from None
        os.environ.setdefault("PGOPTIONS", IDLE)
        worker = Worker(chosen, self._say, name)
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, lambda signum, frame: worker.stop())
        worker.run(once=once)

    def _say(self, text: str) -> None:
        """Say what was done; among lines of JSON in the log, for it would be none."""
        if settings.LOG_FORMAT == "json":
            LOG.info(text)
            return
        self.stdout.write(text)
        self.stdout.flush()
