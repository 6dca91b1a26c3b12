"""How often one address may ask: a bucket that refills, kept in Django's cache and so shared by all processes.

The cache's table lives in the database. An address is kept only as a keyed hash, and no longer than the bucket needs to
fill up again; what was asked is not kept at all.
"""

import ipaddress
from datetime import datetime
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

BURST = 40  # questions that may come at once
REFILL = 3.0  # seconds until one more may come
# Django's cache leaves what has expired lying about; the table is that of settings.CACHES
FORGET = (
    "DELETE FROM mitwirkung_cache WHERE cache_key IN "
    "(SELECT cache_key FROM mitwirkung_cache WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)"
)
SALT = "agreements.verification.limit"


def seconds_to_wait(request: HttpRequest, *, at: datetime) -> int:
    """Count a question of the request's address; return 0 if it may be answered, else after how many seconds.

    The bucket is one moment: when it will be full again. Questions that are refused do not count.
    """
    digest = salted_hmac(SALT, network_of(client_address(request))).digest()
    key = f"verify:{digest.hex()[:32]}"
    now = at.timestamp()
    with transaction.atomic(), connection.cursor() as cursor:
        # one question after the other: the cache itself cannot read and write in one go
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], byteorder="big", signed=True)]
        )
        cursor.execute(FORGET)
        full_at: float = max(cache.get(key, 0.0), now)
        early = full_at + REFILL - (now + BURST * REFILL)
        if early > 0:
            return ceil(early)
        cache.set(key, full_at + REFILL, timeout=int(BURST * REFILL) + 1)
    return 0


def client_address(request: HttpRequest) -> str:
    """Return who asks: the entry that the outermost of our own proxies wrote, or the other end of the line."""
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    forwarded = [part.strip() for part in told.split(",")]
    ours: int = settings.PROXIES
    if 0 < ours <= len(forwarded) and forwarded[-ours]:
        return forwarded[-ours]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """Return an IPv6 address as its /64, since one machine has as many of those as it likes."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
