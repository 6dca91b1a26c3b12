"""How often somebody may ask: a bucket that refills, kept in Django's cache and so shared by all processes.

The cache's table lives in the database. Who asks is kept only as a keyed hash, and no longer than the bucket needs to fill
up again.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

# Django's cache leaves what has expired lying about; the table is that of settings.CACHES
FORGET = (
    "DELETE FROM mitwirkung_cache WHERE cache_key IN "
    "(SELECT cache_key FROM mitwirkung_cache WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """So many questions may come at once, and one more after so many seconds; `name` keeps buckets apart."""

    name: str
    burst: int
    refill: float


def seconds_to_wait(bucket: Bucket, who: str, *, at: datetime) -> int:
    """Count a question; return 0 if it may be answered, else after how many seconds.

    The bucket is one moment: when it will be full again. Questions that are refused do not count.
    """
    digest = salted_hmac(f"agreements.{bucket.name}.limit", who).digest()
    key = f"{bucket.name}:{digest.hex()[:32]}"
    now = at.timestamp()
    with transaction.atomic(), connection.cursor() as cursor:
        # one question after the other: the cache itself cannot read and write in one go
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], byteorder="big", signed=True)]
        )
        cursor.execute(FORGET)
        full_at: float = max(cache.get(key, 0.0), now)
        early = full_at + bucket.refill - (now + bucket.burst * bucket.refill)
        if early > 0:
            return ceil(early)
        cache.set(key, full_at + bucket.refill, timeout=int(bucket.burst * bucket.refill) + 1)
    return 0
