"""How long the worker waits after failures before it tries again. Pure."""

from datetime import timedelta

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
DOUBLINGS = 9  # more than that would pass the longest pause


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time, up to six hours."""
    return min(FIRST_PAUSE * float(2 ** min(tries - 1, DOUBLINGS)), LONGEST_PAUSE)
