"""Records failed attempts and computes the pause before the next one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
DOUBLINGS = 9  # more than that would pass the longest pause


def pause(tries: int) -> timedelta:
    """Return the pause after so many failures: doubled each time, up to six hours."""
    return min(FIRST_PAUSE * float(2 ** min(tries - 1, DOUBLINGS)), LONGEST_PAUSE)


@contextmanager
def failures_recorded(record: Callable[[Exception], None]) -> Iterator[None]:
    """Record any exception instead of raising it; must be outside the transaction of the attempt.

    A broken connection is replaced first, so that its loss is recorded, too.
    """
    try:
        yield
    except Exception as error:
        if not connection.is_usable():
            connection.close()
        record(error)
