"""Token-bucket rate limits in Django's database cache, shared by all processes.

A client is stored only as a keyed hash, and only until its bucket is full again.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from districts.client_address import client_address, network_of

# Django's database cache keeps expired rows; the table is that of settings.CACHES
DELETE_EXPIRED = (
    "DELETE FROM mitwirkung_cache WHERE cache_key IN "
    "(SELECT cache_key FROM mitwirkung_cache WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Allow `burst` requests at once and one more every `refill` seconds; `name` separates buckets."""

    name: str
    burst: int
    refill: float


def seconds_to_wait(bucket: Bucket, client: str, *, at: datetime) -> int:
    """Count a request; return 0 if it is allowed, else the seconds to wait. Refused requests do not count.

    The state of a bucket is the moment when it will be full again.
    """
    digest = salted_hmac(f"agreements.{bucket.name}.limit", client).digest()
    key = f"{bucket.name}:{digest.hex()[:32]}"
    now = at.timestamp()
    with transaction.atomic(), connection.cursor() as cursor:
        # serialised: the cache cannot read and write atomically
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], byteorder="big", signed=True)]
        )
        cursor.execute(DELETE_EXPIRED)
        longest = bucket.burst * bucket.refill
        # no further ahead than ever possible: after a clock was set back it would wait for the old time
        full_at: float = min(max(cache.get(key, 0.0), now), now + longest)
        wait = full_at + bucket.refill - (now + longest)
        cache.set(key, full_at if wait > 0 else full_at + bucket.refill, timeout=int(longest) + 1)
    return max(ceil(wait), 0)


def seconds_to_wait_for_network(bucket: Bucket, request: HttpRequest, *, at: datetime) -> int:
    """Count a request of the client's network like `seconds_to_wait`."""
    return seconds_to_wait(bucket, network_of(client_address(request)), at=at)
