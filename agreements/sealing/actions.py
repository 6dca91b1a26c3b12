"""Actions that seal an edition exactly once and request the next attempt."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from agreements import history, policy, transitions
from agreements.choices import EditionKind
from agreements.documents import editions
from agreements.errors import ActionRefused, FilesUnreachable
from agreements.events import EventKind
from agreements.files import store
from agreements.job_queue import Task, wake
from agreements.models import Edition, Seal, SealAttempt, SealLease, SealRequest, Version
from agreements.rendering.glyphs import UnprintableError
from agreements.retries import failures_recorded
from agreements.sealing import wording
from agreements.sealing.key_providers import key_provider
from agreements.sealing.keys import NotSealedError
from agreements.sealing.queries import outstanding
from agreements.sealing.seal import Sealed, seal_pdf
from districts.models import User

LOG = logging.getLogger(__name__)
JOB = history.Job("Siegel")
LEASE = timedelta(seconds=90)  # a service for time or revocation may take ten seconds for each answer
PROBLEM = 300


def due_versions(*, at: datetime) -> list[int]:
    """Return the keys of the versions with something to seal at `at`, oldest first."""
    due = sorted((row for row in outstanding() if row.due_at <= at), key=lambda row: row.due_at)
    return list(dict.fromkeys(row.version.pk for row in due))


def seal_version(pk: int, *, at: datetime) -> list[Edition]:
    """Try each due edition of a version once and return the sealed ones."""
    rows = outstanding(Version.objects.filter(pk=pk))
    tried = (seal_edition(row.version, row.kind, at=at) for row in rows if row.due_at <= at)
    return [edition for edition in tried if edition is not None]


def seal_edition(version: Version, kind: EditionKind, *, at: datetime) -> Edition | None:
    """Seal an edition unless it is sealed or being sealed elsewhere; return it or None.

    A failure is recorded as an attempt; the next attempt starts from the beginning.
    """
    with _lease(version, kind, at) as ours:
        if not ours:
            return None
        with failures_recorded(lambda error: _record_failure(version, kind, error, at)):
            new = _unsealed(version, kind)
            if _is_sealed(new):
                return None
            return _keep(new, seal_pdf(store.read(new.file), key_provider(), reason=kind.label), at=at)
    return None


@transaction.atomic
def ask_again(version: Version, *, by: User, at: datetime) -> SealRequest:
    """Request the next attempt for the outstanding seals of a version. Raises ActionRefused."""
    policy.require(by, "seal.retry", version.instrument)
    if not outstanding(Version.objects.filter(pk=version.pk)):
        raise ActionRefused(
            "Hier steht kein Siegel mehr aus. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    request = SealRequest.objects.create(version=version, asked_at=at, asked_by=by)
    wake(Task.SEAL, version.pk)
    return request


def _unsealed(version: Version, kind: EditionKind) -> Edition:
    """Return the edition to be, still with the file to seal: what was signed by certificate is never rendered again."""
    new = Edition(version=version, kind=kind)
    if kind == EditionKind.COMPLETED:
        reading = editions.reading_edition(version)
        new.file, new.corrections = reading.file, reading.corrections
    else:
        new.file = version.proof_checks.filter(accepted=True).select_related("file").latest("pk").file
    return new


def _is_sealed(new: Edition) -> bool:
    return new.version.editions.filter(kind=new.kind, corrections=new.corrections).exists()


def _keep(edition: Edition, sealed: Sealed, *, at: datetime) -> Edition | None:
    """Store the sealed file, then edition, seal and event in one transaction, unless another worker was faster."""
    version = edition.version
    edition.file, edition.made_at = store.save(sealed.pdf, editions.PDF), sealed.stamped_at
    with transaction.atomic():
        locked = transitions.lock_instrument(version.instrument)
        if _is_sealed(edition):
            return None
        edition.save(force_insert=True)
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
        data = {
            "instrument": locked.number,
            "version": version.number,
            "edition": edition.kind,
            "level": sealed.level,
            "stamped_at": sealed.stamped_at,
            "certificate": sealed.certificate,
            "is_test": sealed.is_test,
            "file": edition.file_id,
        }
        history.record(locked.agreement, EventKind.SEALED, by=JOB, at=at, data=data)
    return edition


@contextmanager
def _lease(version: Version, kind: EditionKind, at: datetime) -> Iterator[bool]:
    """Lease an edition for sealing: waiting for a time stamp must not keep a transaction open.

    The lease of a dead worker expires. If a suspended one resumes later, `_keep` finds the existing edition.
    """
    holder = f"{socket.gethostname()} {os.getpid()} {threading.get_ident()}"
    mine = {"holder": holder, "expires_at": at + LEASE}
    lease, ours = SealLease.objects.get_or_create(version=version, kind=kind, defaults=mine)
    if not ours:
        ours = bool(SealLease.objects.filter(pk=lease.pk, expires_at__lte=at).update(**mine))
    try:
        yield ours
    finally:
        if ours:
            SealLease.objects.filter(version=version, kind=kind, holder=holder).delete()


def _record_failure(version: Version, kind: EditionKind, error: Exception, at: datetime) -> None:
    SealAttempt.objects.create(version=version, kind=kind, tried_at=at, problem=_problem(error)[:PROBLEM])


def _problem(error: Exception) -> str:
    match error:
        case NotSealedError():
            return str(error)
        case store.DamagedFileError():
            return wording.DAMAGED
        case FilesUnreachable():
            return wording.UNREACHABLE
        case UnprintableError():
            return wording.UNPRINTABLE.format(why=error)
        case _:
            LOG.error("sealing failed", exc_info=error)
            return wording.UNEXPECTED.format(name=type(error).__name__)
