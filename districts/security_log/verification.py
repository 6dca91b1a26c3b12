"""Whether the security log holds: every entry unaltered, none missing since the last deletion of old ones."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from districts.models import SecurityChain, SecurityEvent
from districts.triggers.security_log import FIRST_HASH

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def digest(event: SecurityEvent) -> str:
    """Return the SHA-256 that the database computed: of a JSON array, moments in microseconds."""
    said = [
        event.sequence,
        (event.at - EPOCH) // timedelta(microseconds=1),
        event.kind,
        event.person,
        event.about,
        event.network,
        event.request,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def security_log_faults() -> Iterator[str]:
    """Yield all places where an entry was altered, removed, inserted or swapped, as German sentences."""
    chain = SecurityChain.objects.first()
    last = chain.anchor_sequence if chain else 0
    previous = chain.anchor_hash if chain else FIRST_HASH
    for event in SecurityEvent.objects.order_by("sequence").iterator():
        if event.sequence != last + 1:
            yield f"Nr. {event.sequence}: Vor diesem Eintrag fehlt Nr. {last + 1}."
        if event.previous_hash != previous:
            yield f"Nr. {event.sequence}: Der Eintrag schließt nicht an den vorigen an."
        if event.hash != digest(event):
            yield f"Nr. {event.sequence}: Der Eintrag wurde verändert."
        last, previous = event.sequence, event.hash
    end = (chain.length, chain.head) if chain else (0, FIRST_HASH)
    if end != (last, previous):
        yield f"Nr. {last + 1}: Am Ende fehlen Einträge, oder es wurden welche angehängt."
