"""How often somebody may try to sign in: ten wrong passwords in a quarter of an hour for one name from one address.

Kept in Django's cache, whose table lives in the database, so that all processes count together. Name and address are
kept only as a keyed hash, and no longer than they count.
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
    """Count an attempt before it is made; return 0 if it may be made, else after how many minutes.

    It is counted beforehand so that many attempts at the same moment are not all let through; `succeeded` takes all of
    them back. Attempts that are refused do not count, so whoever waits gets in.
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


def succeeded(name: str, network: str) -> None:
    """Forget the failed attempts of somebody who knew the password."""
    cache.delete(_names(name, network)[0])


def _names(name: str, network: str) -> tuple[str, int]:
    """Return the key of the cache and the number of the lock for a name at an address."""
    digest = salted_hmac(SALT, f"{name.strip().casefold()}\n{network}", algorithm="sha256").digest()
    return f"sign-in:{digest.hex()[:32]}", int.from_bytes(digest[:8], byteorder="big", signed=True)
