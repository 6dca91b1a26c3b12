"""Actions that freeze a text for signing.

Rendering is left to the worker: a page calls `ask_to_freeze`, the worker renders and freezes (`rendering`). `freeze` does
both at once, for commands and tests.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agreements import policy, transitions
from agreements.choices import EditionKind
from agreements.content import Content
from agreements.documents import editions
from agreements.errors import ActionRefused, Incomplete
from agreements.job_queue import Task, wake
from agreements.models import Edition, FreezeRequest, Instrument, StoredFile, Version
from agreements.rendering.completeness import draft_gaps
from agreements.signing.freezing.amended_terms import settle_terms
from agreements.signing.freezing.amendment_checks import require_freezable_amendment
from agreements.signing.freezing.confirmations import require_no_discrepancies
from agreements.signing.freezing.open_points import open_points
from agreements.texts.assembly import DraftText, draft_text
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.versions import create_version
from districts.models import User


@transaction.atomic
def ask_to_freeze(
    instrument: Instrument,
    *,
    fingerprint: str,
    by: User,
    at: datetime,
    confirmed: Collection[str] | None = None,
) -> FreezeRequest:
    """Check what can be checked without rendering and queue the freeze.

    `confirmed` are the open points that the person has read and left open; None if nobody was asked.

    `fingerprint` is that of the content that was shown. Repeated after a failure it is due at once; a request for an earlier text
    is replaced. Raises ActionRefused, Incomplete.
    """
    text = _require_ready(instrument, fingerprint, by)
    require_freezable_amendment(instrument, text.content, timezone.localdate(at))
    _require_confirmed(instrument, text, confirmed, by, at)
    left_open = None if confirmed is None else sorted(confirmed)
    asked = {"fingerprint": fingerprint, "confirmed": left_open, "asked_at": at, "asked_by": by}
    request, made = FreezeRequest.objects.get_or_create(instrument=instrument, ended_at=None, defaults=asked)
    if not made and (request.problem or (request.fingerprint, request.confirmed) != (fingerprint, left_open)):
        anew = {**asked, "tries": 0, "tried_at": None, "problem": ""}
        FreezeRequest.objects.filter(pk=request.pk, ended_at=None).update(**anew)
        request.refresh_from_db()
    wake(Task.FREEZE, request.pk)
    return request


def freeze(instrument: Instrument, *, fingerprint: str, by: User, at: datetime) -> Version:
    """Render and freeze the text at once; refused if it has changed since it was shown with `fingerprint`.

    Raises ActionRefused, Incomplete.
    """
    file = render(instrument, fingerprint=fingerprint, by=by, moment=at)
    return freeze_as(instrument, file, fingerprint=fingerprint, by=by, at=at, moment=at)


def render(instrument: Instrument, *, fingerprint: str, by: User, moment: datetime) -> StoredFile:
    """Render and store the Zeichnungsfassung without locks; it takes about a second.

    Its date is `moment`, the time of the request, so that every attempt produces the same bytes. Raises ActionRefused,
    Incomplete.
    """
    text = _require_ready(instrument, fingerprint, by)
    return editions.store_execution_file(text.content, moment=moment)


@transaction.atomic
def freeze_as(
    instrument: Instrument,
    file: StoredFile,
    *,
    fingerprint: str,
    by: User,
    at: datetime,
    moment: datetime,
    confirmed: Collection[str] | None = None,
) -> Version:
    """Freeze a text with its rendered file, checked again with the instrument locked. Raises ActionRefused.

    What somebody has begun since `moment`, the time of the request, was not `confirmed`.
    """
    locked = transitions.lock_instrument(instrument)
    text = draft_text(locked)
    _require_unchanged(text.content, fingerprint)
    require_no_discrepancies(locked, text)
    require_freezable_amendment(locked, text.content, timezone.localdate(at))
    _require_confirmed(locked, text, confirmed, by, moment)
    if text.derivation:
        settle_terms(locked, text.derivation)
    version = create_version(locked, name=EditionKind.EXECUTION.label, by=by, at=at)
    Edition.objects.create(version=version, kind=EditionKind.EXECUTION, file=file, made_at=moment)
    data = {"version": version.number, "fingerprint": fingerprint, "file": file.sha256}
    transitions.apply_transition(locked, "freeze", by=by, at=at, version=version, data=data)
    return version


def _require_ready(instrument: Instrument, fingerprint: str, by: User) -> DraftText:
    policy.require(by, "step.freeze", instrument)
    text = draft_text(instrument)
    _require_unchanged(text.content, fingerprint)
    missing = draft_gaps(text, placeholder_labels(instrument))
    if missing:
        raise Incomplete("Zum Festschreiben fehlt noch etwas. Es wurde nichts geändert.", missing)
    require_no_discrepancies(instrument, text)
    return text


def _require_confirmed(
    instrument: Instrument, text: DraftText, confirmed: Collection[str] | None, by: User, moment: datetime
) -> None:
    if confirmed is None:
        return
    if not set(open_points(instrument, by, timezone.localdate(moment), text)) <= set(confirmed):
        raise ActionRefused(
            "Inzwischen hat sich geändert, was noch offen ist. Es wurde nichts festgeschrieben. Lesen Sie die Liste und "
            "bestätigen Sie sie noch einmal."
        )


def _require_unchanged(content: Content, fingerprint: str) -> None:
    if content.fingerprint != fingerprint:
        raise ActionRefused(
            "Der Text hat sich geändert, seit Sie diese Seite geöffnet haben. Es wurde nichts festgeschrieben. "
            "Lesen Sie den heutigen Text und öffnen Sie dann diesen Schritt neu."
        )
