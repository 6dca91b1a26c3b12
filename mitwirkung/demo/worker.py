"""Runs background jobs in the demo's process, with its own seal, time stamp service and mailbox."""

from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.utils import timezone

from agreements.job_choices import Queue
from agreements.worker import Worker
from mitwirkung.demo import demo_seal, mailbox
from mitwirkung.devtools.time_service import TimeService


def work_in_background() -> Callable[[], None]:
    """Start a worker thread; return a function that stops it."""
    mailbox.prepare()
    service = TimeService(demo_seal.prepare(at=timezone.now()).stamper())
    opened = service.open()
    settings.TIME_STAMP_URL = opened.__enter__()
    worker = Worker(Queue, say=lambda text: None)  # the terminal shows the logins
    thread = Thread(target=worker.run, daemon=True, name="worker")
    thread.start()

    def end() -> None:
        worker.stop()
        thread.join(timeout=2)
        opened.__exit__(None, None, None)

    return end
