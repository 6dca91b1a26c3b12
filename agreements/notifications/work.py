"""The worker's other half: sends the e-mails that are waiting. Several may run beside each other."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from agreements.looking import keep_looking
from agreements.notifications.sending import send_what_is_due

SECONDS = 3.0  # between two looks; somebody may be waiting for a code


def look(at: datetime) -> Iterator[str]:
    """Send what is due and say what was, by number: no address is in any log."""
    for pk in send_what_is_due(at=at):
        yield f"sent: mail {pk}"


def work(
    stop: Event, say: Callable[[str], None], *, now: Callable[[], datetime], seconds: float = SECONDS
) -> None:
    """Send until told to stop; `now` is the clock. A database that is away for a while is waited for."""
    keep_looking(look, stop, say, now=now, seconds=seconds)
