"""How far a table is that is being read.

All its rows are written in one transaction, which nobody sees into. The name of the connection is seen by others at once,
and goes with it: a worker that died tells nothing.
"""

from django.db import connection

NAME = "mitwirkung Tabelle {key}: "


def tell_progress(key: int, done: int) -> None:
    """Say how many rows are done, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [f"{NAME.format(key=key)}{done}"])


def told_progress(key: int) -> int | None:
    """Return how many rows a worker has done, None if none is at it. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the same names to its end
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [NAME.format(key=key)],
        )
        row = cursor.fetchone()
    return int(row[0].rpartition(" ")[2]) if row else None
