"""Freezing: from here on what is signed is what was shown.

Nobody waits for the Zeichnungsfassung: a page asks (`ask_to_freeze`), the worker renders and freezes
(`freezing_work`). `freeze` is both at once, for whoever has no page to show meanwhile.
"""

from datetime import datetime

from django.db import transaction

from agreements import policy, transitions
from agreements.choices import EditionKind
from agreements.content import Content
from agreements.documents import editions
from agreements.errors import ActionRefused, Incomplete
from agreements.job_queue import Task, wake
from agreements.models import Edition, FreezeRequest, Instrument, StoredFile, Version
from agreements.rendering.completeness import gaps
from agreements.texts.assembly import working_copy
from agreements.texts.versions import create_version
from districts.models import User


@transaction.atomic
def ask_to_freeze(instrument: Instrument, *, fingerprint: str, by: User, at: datetime) -> FreezeRequest:
    """Check everything that can be checked without rendering, and ask the worker to freeze the text.

    `fingerprint` is that of the content the person was shown. Whoever asks again after a failure is heard at once; a
    request for an earlier text is replaced. Raises Refused, Incomplete.
    """
    _insist_ready(instrument, fingerprint, by)
    asked = {"fingerprint": fingerprint, "asked_at": at, "asked_by": by}
    request, made = FreezeRequest.objects.get_or_create(instrument=instrument, ended_at=None, defaults=asked)
    if not made and (request.problem or request.fingerprint != fingerprint):
        anew = {**asked, "tries": 0, "tried_at": None, "problem": ""}
        FreezeRequest.objects.filter(pk=request.pk, ended_at=None).update(**anew)
        request.refresh_from_db()
    wake(Task.FREEZE, request.pk)
    return request


def freeze(instrument: Instrument, *, fingerprint: str, by: User, at: datetime) -> Version:
    """Freeze the text for signing: store the Zeichnungsfassung, keep the version, take the step.

    `fingerprint` is that of the content the person was shown; if the text has changed since, nothing happens.
    Raises Refused, Incomplete.
    """
    file = render(instrument, fingerprint=fingerprint, by=by, moment=at)
    return freeze_as(instrument, file, fingerprint=fingerprint, by=by, at=at, moment=at)


def render(instrument: Instrument, *, fingerprint: str, by: User, moment: datetime) -> StoredFile:
    """Store the Zeichnungsfassung of a text that can be frozen; it takes about a second, and nothing is locked.

    It bears the moment of the wish, so that every attempt makes the same bytes. Raises Refused, Incomplete.
    """
    content = _insist_ready(instrument, fingerprint, by)
    return editions.store_execution_file(content, moment=moment)


@transaction.atomic
def freeze_as(
    instrument: Instrument, file: StoredFile, *, fingerprint: str, by: User, at: datetime, moment: datetime
) -> Version:
    """Freeze a text as it was rendered, everything compared again with the instrument locked. Raises Refused."""
    locked = transitions.lock_instrument(instrument)
    _insist_unchanged(working_copy(locked), fingerprint)
    version = create_version(locked, name=EditionKind.EXECUTION.label, by=by, at=at)
    Edition.objects.create(version=version, kind=EditionKind.EXECUTION, file=file, made_at=moment)
    told = {"version": version.number, "fingerprint": fingerprint, "file": file.sha256}
    transitions.apply_transition(locked, "freeze", by=by, at=at, version=version, data=told)
    return version


def _insist_ready(instrument: Instrument, fingerprint: str, by: User) -> Content:
    policy.require(by, "step.freeze", instrument)
    content = working_copy(instrument)
    _insist_unchanged(content, fingerprint)
    missing = gaps(content)
    if missing:
        raise Incomplete("Zum Festschreiben fehlt noch etwas. Es wurde nichts geändert.", missing)
    return content


def _insist_unchanged(content: Content, fingerprint: str) -> None:
    if content.fingerprint != fingerprint:
        raise ActionRefused(
            "Der Text hat sich geändert, seit Sie diese Seite geöffnet haben. Es wurde nichts festgeschrieben. "
            "Lesen Sie den heutigen Text und öffnen Sie dann diesen Schritt neu."
        )
