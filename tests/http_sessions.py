"""What other sessions of the tests' own database are doing, and waiting for it."""

from collections.abc import Callable
from time import monotonic

from django.db import connection

SECONDS = 90


def until(condition: Callable[[], bool]) -> None:
    """Ask again and again until it is so."""
    end = monotonic() + SECONDS
    while not condition():
        assert monotonic() < end, "it never came to that"


def waits() -> bool:
    """Say whether somebody in this database waits for somebody else's lock."""
    return _count("cardinality(pg_blocking_pids(pid)) > 0") > 0


def waiting_for_us() -> int:
    """Return how many sessions wait for a lock that this one holds."""
    return _count("pg_backend_pid() = ANY(pg_blocking_pids(pid))")


def others_in_a_transaction() -> int:
    """Return how many other sessions have begun something and not ended it."""
    return _count("xact_start IS NOT NULL AND backend_type = 'client backend' AND pid <> pg_backend_pid()")


def nobody_else_asks() -> bool:
    """Say whether no session but this one is open in this database."""
    return _count("backend_type = 'client backend' AND pid <> pg_backend_pid()") == 0


def _count(condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees the same activity for ever
        cursor.execute(
            f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {condition}"
        )
        return int(cursor.fetchone()[0])
