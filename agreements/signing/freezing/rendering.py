"""The worker's part of freezing: renders what somebody asked for, stores it, and only then lets the status change.

The row of a request is locked while it is worked on, so two workers never freeze the same text; file, version, status
and the end of the request are committed together, so one that dies leaves everything as it was.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from agreements.errors import ActionRefused, Incomplete
from agreements.models import FreezeRequest
from agreements.retries import failures_recorded, pause
from agreements.signing.freezing.actions import freeze

LOG = logging.getLogger(__name__)
NO_SPACE = (
    "Die Zeichnungsfassung konnte nicht gespeichert werden ({name}). Der Text ist unverändert; "
    "bitte den Speicherplatz für Dateien prüfen lassen."
)
UNEXPECTED = (
    "Unerwarteter Fehler beim Erstellen der Zeichnungsfassung ({name}). Der Text ist unverändert; "
    "Näheres steht im Protokoll des Servers."
)


def due_at(request: FreezeRequest) -> datetime:
    """Return when the next attempt is due; the first one at once."""
    return request.tried_at + pause(request.tries) if request.tried_at else request.asked_at


def due_requests(*, at: datetime) -> list[int]:
    """Return the keys of the requests that are due at a moment, the longest waiting first."""
    return [request.pk for request in _open().order_by("asked_at", "pk") if due_at(request) <= at]


def try_request(pk: int, *, at: datetime) -> FreezeRequest | None:
    """Try a request once if it is due, and return it if it has ended."""
    if not _begun(pk, at):
        return None
    with failures_recorded(lambda error: _note(pk, error)), transaction.atomic():
        request = _held(pk)
        if request is None:
            return None
        try:
            with transaction.atomic():
                freeze(
                    request.instrument,
                    fingerprint=request.fingerprint,
                    by=request.asked_by,
                    at=at,
                    asked_at=request.asked_at,
                )
        except ActionRefused as refused:
            request.refusal = _words(refused)
        request.ended_at = at
        request.save(update_fields=["ended_at", "refusal"])
        return request
    return None


def _open() -> QuerySet[FreezeRequest]:
    return FreezeRequest.objects.filter(ended_at=None)


def _held(pk: int) -> FreezeRequest | None:
    """Return a request that nobody else is at work on, its row locked until the transaction ends."""
    rows = _open().select_related("instrument__agreement__district", "asked_by")
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()


def _begun(pk: int, at: datetime) -> bool:
    """Count an attempt before it begins, and let every page see that it has."""
    with transaction.atomic():
        request = _held(pk)
        if request is None or due_at(request) > at:
            return False
        FreezeRequest.objects.filter(pk=pk).update(tries=F("tries") + 1, tried_at=at, problem="")
        return True


def _words(refused: ActionRefused) -> str:
    return " ".join([str(refused), *(refused.gaps if isinstance(refused, Incomplete) else ())])


def _note(pk: int, error: Exception) -> None:
    LOG.error("freezing failed", exc_info=error)
    words = NO_SPACE if isinstance(error, OSError) else UNEXPECTED
    _open().filter(pk=pk).update(problem=words.format(name=type(error).__name__))
