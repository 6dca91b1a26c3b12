"""The worker's part of freezing: renders what somebody asked for, stores it, and only then lets the status change.

The row of a request is locked while it is worked on, so two workers never freeze the same text; file, version, status
and the end of the request are committed together, so one that dies leaves everything as it was.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from agreements.errors import ActionRefused, Incomplete
from agreements.models import FreezeRequest
from agreements.pausing import pause
from agreements.signing.freezing.actions import freeze

LOG = logging.getLogger(__name__)
SECONDS = 1.0  # between two looks; somebody is looking at the page
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


def freeze_what_is_due(*, at: datetime) -> list[FreezeRequest]:
    """Try every request that is due at a moment once, the longest waiting first, and return what has ended now."""
    due = [request.pk for request in _open().order_by("asked_at", "pk") if due_at(request) <= at]
    tried = (_try(pk, at) for pk in due)
    return [request for request in tried if request is not None and request.ended_at is not None]


def look(at: datetime) -> Iterator[str]:
    """Freeze what is due and say what came of it."""
    for request in freeze_what_is_due(at=at):
        yield f"{'not frozen' if request.refusal else 'frozen'}: {request.instrument_id}"


def _open() -> QuerySet[FreezeRequest]:
    return FreezeRequest.objects.filter(ended_at=None)


def _held(pk: int) -> FreezeRequest | None:
    """Return a request that nobody else is at work on, its row locked until the transaction ends."""
    rows = _open().select_related("instrument__agreement__district", "asked_by")
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()


def _try(pk: int, at: datetime) -> FreezeRequest | None:
    if not _begun(pk, at):
        return None
    with transaction.atomic():
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
            request.ended_at = at
        except ActionRefused as refused:
            request.ended_at, request.refusal = at, _words(refused)
        except (InterfaceError, OperationalError):
            raise  # the worker waits for a database that is away
        except Exception as error:  # whatever it is, it must be seen on the page and not end the worker
            request.problem = _problem(error)
        request.save(update_fields=["problem", "ended_at", "refusal"])
    return request


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


def _problem(error: Exception) -> str:
    LOG.exception("freezing failed")
    words = NO_SPACE if isinstance(error, OSError) else UNEXPECTED
    return words.format(name=type(error).__name__)
