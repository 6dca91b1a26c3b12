"""Writing the security log, and shortening it.

What changes an account is written in the transaction of the change (`record`). What a request only tried or read is noted and
written after its answer is made (`note`, `write_notes`): it stays when the request's own transaction is rolled back, holds up nobody
else, and costs one statement.
"""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from districts.client_address import client_address, shortened_network
from districts.log_context import REQUEST, known_person
from districts.models import SecurityChain, SecurityEvent, User
from districts.security_kinds import SecurityKind

LOG = logging.getLogger(__name__)
LONGEST = 200


def record(kind: SecurityKind, *, at: datetime, by: User | None = None, about: str = "") -> None:
    """Write an entry about a change, in its transaction; by the user of the current request, if any, unless given."""
    request = REQUEST.get()
    person = by.pk if by else known_person(request)
    _entry(request, kind, at=at, person=person, about=about).save(force_insert=True)


def note(request: HttpRequest, kind: SecurityKind, *, person: int | None = None, about: str = "") -> None:
    """Remember an entry about a request; `person` is its user unless given, `about` the view with its numbers."""
    entry = _entry(
        request,
        kind,
        at=timezone.now(),
        person=person or known_person(request),
        about=about or _view_words(request),
    )
    request.__dict__.setdefault("security_notes", []).append(entry)


def write_notes(request: HttpRequest) -> None:
    """Write what was noted; where the database is away, a line of the log says what is missing, and the answer is sent."""
    entries: list[SecurityEvent] = request.__dict__.pop("security_notes", [])
    for entry in entries:
        try:
            entry.save(force_insert=True)
        except DatabaseError:
            LOG.exception("not in the security log: %s %s", entry.kind, entry.about)


def shorten_log(*, before: datetime, at: datetime) -> int:
    """Delete the entries before the first one that is to stay; return their number. The chain goes on from its anchor."""
    with transaction.atomic():
        chain = SecurityChain.objects.select_for_update().first()
        young = SecurityEvent.objects.filter(at__gte=before).order_by("sequence").first()
        old = SecurityEvent.objects.filter(sequence__lt=young.sequence if young else 0).first()
        if chain is None or old is None:  # nothing is old, or nothing at all would be left
            return 0
        SecurityChain.objects.filter(pk=chain.pk).update(anchor_sequence=old.sequence, anchor_hash=old.hash)
        count, _ = SecurityEvent.objects.filter(sequence__lte=old.sequence).delete()
        record(SecurityKind.LOG_SHORTENED, at=at, about=f"up to {old.sequence}")
    return count


def _entry(
    request: HttpRequest | None, kind: SecurityKind, *, at: datetime, person: int | None, about: str
) -> SecurityEvent:
    return SecurityEvent(
        at=at,
        kind=kind,
        person=person,
        about=about[:LONGEST],
        network=shortened_network(client_address(request)) if request else "",
        request=getattr(request, "id", ""),
    )


def _view_words(request: HttpRequest) -> str:
    """Return the name of the view with the numbers in its address, and nothing else that stands there."""
    match = request.resolver_match
    if match is None:
        return ""
    numbers = (f"{name}={value}" for name, value in match.kwargs.items() if str(value).isdecimal())
    return " ".join([match.view_name, *numbers])
