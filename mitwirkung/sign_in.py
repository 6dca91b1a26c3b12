"""Rate limit of sign-in: ten wrong passwords per name and network in 15 minutes.

Counted in Django's cache, which is a database table shared by all processes. Name and network are stored only as a keyed
hash, for as long as they count.
"""

from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

FAILURES = 10
WITHIN = timedelta(minutes=15)
SALT = "mitwirkung.sign_in"


def minutes_to_wait(name: str, network: str, *, at: datetime) -> int:
    """Count an attempt; return 0 if it is allowed, else the minutes to wait.

    It is counted beforehand so that concurrent attempts are limited, too; `reset_attempts` clears the count. Rejected attempts
    are not counted, so waiting helps.
    """
    key, lock = _names(name, network)
    now = at.timestamp()
    with transaction.atomic(), connection.cursor() as cursor:
        # one after the other: the cache itself cannot read and write in one go
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        counted: list[float] = [
            moment for moment in cache.get(key, []) if moment > now - WITHIN.total_seconds()
        ]
        if len(counted) >= FAILURES:
            return ceil((counted[0] + WITHIN.total_seconds() - now) / 60)
        cache.set(key, [*counted, now], timeout=int(WITHIN.total_seconds()))
    return 0


def reset_attempts(name: str, network: str) -> None:
    """Forget the failed attempts after a correct password."""
    cache.delete(_names(name, network)[0])


def _names(name: str, network: str) -> tuple[str, int]:
    """Return the cache key and the number of the advisory lock."""
    digest = salted_hmac(SALT, f"{name.strip().casefold()}\n{network}", algorithm="sha256").digest()
    return f"sign-in:{digest.hex()[:32]}", int.from_bytes(digest[:8], byteorder="big", signed=True)
