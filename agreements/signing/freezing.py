"""Freezing: from here on what is signed is what was shown."""

from datetime import datetime

from django.db import transaction

from agreements import policy, steps
from agreements.content import Content
from agreements.documents import editions
from agreements.documents.assemble import working_copy
from agreements.documents.completeness import gaps
from agreements.documents.versions import keep_version
from agreements.models import Edition, Instrument, Version
from agreements.refusals import Incomplete, Refused
from agreements.vocabulary import EditionKind
from districts.models import User


def freeze(instrument: Instrument, *, fingerprint: str, by: User, at: datetime) -> Version:
    """Freeze the text for signing: store the Zeichnungsfassung, keep the version, take the step.

    `fingerprint` is that of the content the person was shown; if the text has changed since, nothing happens.
    Rendering takes about a second and is done before any row is locked; then everything is compared again.
    Raises Refused, Incomplete.
    """
    answer = policy.verdict(by, "step.freeze", instrument)
    if not answer.allowed:
        raise Refused(answer.reason)
    content = working_copy(instrument)
    _insist_unchanged(content, fingerprint)
    missing = gaps(content)
    if missing:
        raise Incomplete("Zum Festschreiben fehlt noch etwas. Es wurde nichts geändert.", missing)
    file = editions.keep_execution_file(content, moment=at)
    with transaction.atomic():
        locked = steps.lock(instrument)
        _insist_unchanged(working_copy(locked), fingerprint)
        version = keep_version(locked, name=EditionKind.EXECUTION.label, by=by, at=at)
        Edition.objects.create(version=version, kind=EditionKind.EXECUTION, file=file, made_at=at)
        told = {"version": version.number, "fingerprint": fingerprint, "file": file.sha256}
        steps.perform(locked, "freeze", by=by, at=at, version=version, data=told)
    return version


def _insist_unchanged(content: Content, fingerprint: str) -> None:
    if content.fingerprint != fingerprint:
        raise Refused(
            "Der Text hat sich geändert, seit Sie diese Seite geöffnet haben. Es wurde nichts festgeschrieben. "
            "Lesen Sie den heutigen Text und öffnen Sie dann diesen Schritt neu."
        )
