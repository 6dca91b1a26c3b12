"""The worker's part of freezing: render, store, and only then change the status.

File, version, status and the end of the request are committed together with the request's row locked: two workers never
freeze the same text, and a worker that dies changes nothing.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from agreements.errors import ActionRefused, FilesUnreachable, Incomplete, StorageRefused
from agreements.models import FreezeRequest
from agreements.retries import failures_recorded, pause
from agreements.signing.freezing.actions import freeze_as, render

LOG = logging.getLogger(__name__)
NO_SPACE = (
    "Die Zeichnungsfassung konnte nicht gespeichert werden ({name}). Der Text ist unverändert; "
    "bitte den Speicherplatz für Dateien prüfen lassen."
)
UNREACHABLE = "Die Ablage der Dateien antwortet gerade nicht. Der Text ist unverändert; es wird von selbst noch einmal versucht."
UNEXPECTED = (
    "Unerwarteter Fehler beim Erstellen der Zeichnungsfassung ({name}). Der Text ist unverändert; "
    "Näheres steht im Protokoll des Servers."
)


def due_at(request: FreezeRequest) -> datetime:
    """Return the time of the next attempt."""
    return request.tried_at + pause(request.tries) if request.tried_at else request.asked_at


def due_requests(*, at: datetime) -> list[int]:
    """Return the keys of the due requests, oldest first."""
    return [request.pk for request in _open().order_by("asked_at", "pk") if due_at(request) <= at]


def try_request(pk: int, *, at: datetime) -> FreezeRequest | None:
    """Try a request once if it is due; return it if it has ended."""
    request = _begin(pk, at)
    if request is None:
        return None
    # a request for another text meanwhile is a new one, which this attempt must not end
    same = _open().filter(pk=pk, asked_at=request.asked_at)
    with failures_recorded(lambda error: _record_failure(same, error)):
        try:
            _freeze(request, same, at)
        except StorageRefused:  # waited for, not refused
            raise
        except ActionRefused as refused:
            same.update(ended_at=at, refusal=_words(refused))
    request.refresh_from_db()
    return request if request.ended_at else None


def _open() -> QuerySet[FreezeRequest]:
    return FreezeRequest.objects.filter(ended_at=None)


def _begin(pk: int, at: datetime) -> FreezeRequest | None:
    """Count the attempt beforehand and commit it, so that pages show it; return the request if it is due."""
    with transaction.atomic():
        request = _locked(_open().filter(pk=pk))
        if request is None or due_at(request) > at:
            return None
        _open().filter(pk=pk).update(tries=F("tries") + 1, tried_at=at, problem="")
        return request


def _locked(rows: QuerySet[FreezeRequest]) -> FreezeRequest | None:
    """Return a request, locked until the end of the transaction; None if another worker has it."""
    rows = rows.select_related("instrument__agreement__district", "asked_by")
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()


def _freeze(request: FreezeRequest, same: QuerySet[FreezeRequest], at: datetime) -> None:
    contract, shown, by, moment = (
        request.instrument,
        request.fingerprint,
        request.asked_by,
        request.asked_at,
    )
    file = render(contract, fingerprint=shown, by=by, moment=moment)
    with transaction.atomic():
        if _locked(same) is not None:
            freeze_as(
                contract, file, fingerprint=shown, confirmed=request.confirmed, by=by, at=at, moment=moment
            )
            same.update(ended_at=at)


def _words(refused: ActionRefused) -> str:
    return " ".join([str(refused), *(map(str, refused.gaps) if isinstance(refused, Incomplete) else ())])


def _record_failure(same: QuerySet[FreezeRequest], error: Exception) -> None:
    LOG.error("freezing failed", exc_info=error)
    same.update(problem=_problem(error))


def _problem(error: Exception) -> str:
    match error:
        case FilesUnreachable():
            return UNREACHABLE
        case OSError() | StorageRefused():
            return NO_SPACE.format(name=type(error).__name__)
        case _:
            return UNEXPECTED.format(name=type(error).__name__)
