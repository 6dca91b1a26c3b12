"""The demo's mailbox: e-mails are written into a folder, so that links and codes can be tried without a mail server."""

from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from django.conf import settings

from agreements.notifications.work import work

FOLDER = settings.VAR_DIR / "demo" / "e-mails"


def send_in_background(now: Callable[[], datetime]) -> Callable[[], None]:
    """Begin to write e-mails into the folder, or to send them if a server is set; return what ends it."""
    prepare()
    stop = Event()
    worker = Thread(target=work, args=(stop, _say_nothing), kwargs={"now": now}, daemon=True, name="e-mail")
    worker.start()

    def end() -> None:
        stop.set()
        worker.join(timeout=2)

    return end


def prepare() -> None:
    """Let the settings name the folder unless they name a server."""
    if not settings.EMAIL_HOST:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = str(FOLDER)


def _say_nothing(text: str) -> None:
    """The terminal of the demo belongs to its way in."""
