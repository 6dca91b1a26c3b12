"""The loop of a worker: look, wait a little, look again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event

from django.db import Error, close_old_connections


def keep_looking(
    look: Callable[[datetime], Iterable[str]],
    stop: Event,
    say: Callable[[str], None],
    *,
    now: Callable[[], datetime],
    seconds: float,
) -> None:
    """Look until told to stop and say what was done; `now` is the clock. A database that is away is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            for done in look(now()):
                say(done)
        except Error as error:
            say(f"the database does not answer: {type(error).__name__}")
        stop.wait(seconds)
