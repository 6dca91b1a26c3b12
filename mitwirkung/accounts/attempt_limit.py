"""Rate limit of sign-in: wrong passwords within 15 minutes, counted per name and network, per name, and per network.

Counted in Django's cache, which is a database table shared by all processes. Name and network are stored only as a keyed
hash, for as long as they count.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from districts.log_context import REQUEST
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note

FAILURES = 10  # of a name from a network
# from everywhere; more than the first, so that one network alone does not lock an account elsewhere
FAILURES_OF_NAME = 30
FAILURES_OF_NETWORK = 100  # many people share the address of an office
WITHIN = timedelta(minutes=15)
SALT = "mitwirkung.sign_in"
SECOND_FACTOR = "second factor"  # so are codes
OWN_PASSWORD = "own password"  # noqa: S105  instead of a network: where the own password is asked again is counted apart


@dataclass(frozen=True, slots=True)
class Counter:
    most: int
    digest: bytes

    @property
    def key(self) -> str:
        return f"sign-in:{self.digest.hex()[:32]}"

    @property
    def lock(self) -> int:
        return int.from_bytes(self.digest[:8], byteorder="big", signed=True)


def minutes_to_wait(name: str, network: str, *, at: datetime) -> int:
    """Count an attempt; return 0 if it is allowed, else the minutes to wait.

    It is counted beforehand so that concurrent attempts are limited, too; `reset_attempts` clears the count. Rejected attempts
    are not counted, so waiting helps.
    """
    now, seconds = at.timestamp(), WITHIN.total_seconds()
    counters = _counters(name, network)
    with _one_after_the_other(counters):
        # after a clock was set back, what seems to lie ahead counts from now
        counted = {
            counter: [min(moment, now) for moment in cache.get(counter.key, []) if moment > now - seconds]
            for counter in counters
        }
        full = [counter for counter in counters if len(counted[counter]) >= counter.most]
        for counter, moments in counted.items():
            cache.set(counter.key, moments if full else [*moments, now], timeout=int(seconds))
    if full and (request := REQUEST.get()) is not None:
        note(request, SecurityKind.ATTEMPTS_LIMITED)
    return max((ceil((counted[counter][0] + seconds - now) / 60) for counter in full), default=0)


def reset_attempts(name: str, network: str) -> None:
    """Forget the failed attempts of a name after its correct password, and this attempt of the network."""
    *of_name, of_network = _counters(name, network)
    cache.delete_many([counter.key for counter in (of_name or [of_network])])
    if of_name:
        with _one_after_the_other([of_network]):
            counted = cache.get(of_network.key, [])[:-1]
            cache.set(of_network.key, counted, timeout=int(WITHIN.total_seconds()))


@contextmanager
def _one_after_the_other(counters: Iterable[Counter]) -> Iterator[None]:
    """Let nobody else count meanwhile: the cache itself cannot read and write in one go."""
    with transaction.atomic(), connection.cursor() as cursor:
        for counter in sorted(counters, key=lambda one: one.lock):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [counter.lock])
        yield


def _counters(name: str, network: str) -> list[Counter]:
    folded = name.strip().casefold()
    pair = Counter(FAILURES, _digest(f"{folded}\n{network}"))
    if network in {OWN_PASSWORD, SECOND_FACTOR}:
        return [pair]
    return [
        pair,
        Counter(FAILURES_OF_NAME, _digest(f"{folded}\nname")),
        Counter(FAILURES_OF_NETWORK, _digest(f"{network}\nnetwork")),
    ]


def _digest(text: str) -> bytes:
    return salted_hmac(SALT, text, algorithm="sha256").digest()
