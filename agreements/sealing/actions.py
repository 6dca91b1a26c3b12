"""Sealing one edition, exactly once; and asking for the next attempt at once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from agreements import history, policy, transitions
from agreements.choices import EditionKind
from agreements.documents import editions
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import store
from agreements.models import Edition, Seal, SealAttempt, SealRequest, StoredFile, Version
from agreements.rendering.glyphs import UnprintableError
from agreements.sealing import wording
from agreements.sealing.key_providers import key_provider
from agreements.sealing.keys import NotSealedError
from agreements.sealing.queries import outstanding
from agreements.sealing.seal import Sealed, seal_pdf
from districts.models import User

LOG = logging.getLogger(__name__)
JOB = history.Job("Siegel")
# of the numbers that PostgreSQL's advisory locks are told apart by; nobody else of us uses this one
LOCKS = {EditionKind.COMPLETED: 5_301, EditionKind.ORIGINAL: 5_302}
PROBLEM = 300


def seal_edition(version: Version, kind: EditionKind, *, at: datetime) -> Edition | None:
    """Seal an edition of a signed version unless it is sealed, or being sealed elsewhere, and return it then.

    What was missing is recorded as an attempt, and nothing is returned; the next attempt begins from the start.
    """
    with _alone(version, kind) as alone:
        if not alone or version.editions.filter(kind=kind).exists():
            return None
        try:
            sealed = seal_pdf(store.read(_unsealed(version, kind)), key_provider(), reason=kind.label)
        except Exception as error:  # whatever it is, it must be seen on the page and not end the worker
            SealAttempt.objects.create(
                version=version, kind=kind, tried_at=at, problem=_problem(error)[:PROBLEM]
            )
            return None
        return _keep(version, kind, sealed, at=at)


def ask_again(version: Version, *, by: User, at: datetime) -> SealRequest:
    """Ask for the next attempt to seal what is outstanding of a version. Raises Refused."""
    policy.require(by, "seal.retry", version.instrument)
    if not outstanding(Version.objects.filter(pk=version.pk)):
        raise ActionRefused(
            "Hier steht kein Siegel mehr aus. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    return SealRequest.objects.create(version=version, asked_at=at, asked_by=by)


def _unsealed(version: Version, kind: EditionKind) -> StoredFile:
    """Return the file that the seal goes on from: what was signed by certificate is never rendered again."""
    if kind == EditionKind.COMPLETED:
        return editions.reading_edition(version).file
    return version.proof_checks.filter(accepted=True).select_related("file").latest("pk").file


def _keep(version: Version, kind: EditionKind, sealed: Sealed, *, at: datetime) -> Edition | None:
    """Keep a sealed file: its bytes first, then edition, seal and history at once, unless somebody was faster."""
    file = store.save(sealed.pdf, editions.PDF)
    with transaction.atomic():
        locked = transitions.lock_instrument(version.instrument)
        if version.editions.filter(kind=kind).exists():
            return None
        edition = Edition.objects.create(version=version, kind=kind, file=file, made_at=sealed.stamped_at)
        Seal.objects.create(
            edition=edition,
            level=sealed.level,
            level_note=sealed.level_note,
            stamped_at=sealed.stamped_at,
            time_source=sealed.time_source,
            certificate=sealed.certificate,
            certificate_sha256=sealed.certificate_sha256,
            is_test=sealed.is_test,
        )
        told = {
            "instrument": locked.number,
            "version": version.number,
            "edition": kind,
            "level": sealed.level,
            "stamped_at": sealed.stamped_at,
            "certificate": sealed.certificate,
            "is_test": sealed.is_test,
            "file": file.sha256,
        }
        history.record(locked.agreement, EventKind.SEALED, by=JOB, at=at, data=told)
    return edition


@contextmanager
def _alone(version: Version, kind: EditionKind) -> Iterator[bool]:
    """Hold the right to seal an edition, across processes; it ends with the connection if the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS[kind], version.pk])
        (alone,) = cursor.fetchone()
        try:
            yield bool(alone)
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS[kind], version.pk])


def _problem(error: Exception) -> str:
    match error:
        case NotSealedError():
            return str(error)
        case store.DamagedFileError():
            return wording.DAMAGED
        case UnprintableError():
            return wording.UNPRINTABLE.format(why=error)
        case _:
            LOG.exception("sealing failed")
            return wording.UNEXPECTED.format(name=type(error).__name__)
