"""Whether a file of evidence was checked for malware, and whether it may be handed out."""

import logging
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from agreements import history
from agreements.documents import scanner, store
from agreements.documents.scanner import Scanned, ScannerUnreachableError
from agreements.models import Agreement, Evidence, StoredFile, VirusCheck

LOG = logging.getLogger(__name__)
SCANNER = "Virenprüfung"


class Safety(StrEnum):
    """What is known of a file, and what follows for those who want to read it."""

    CLEAN = "clean"
    UNCHECKED = "unchecked"  # nobody checks in this house: handed out, and said
    WAITING = "waiting"  # somebody checks, but has not yet: held back until then
    INFECTED = "infected"  # never handed out

    @property
    def may_be_sent(self) -> bool:
        """Whether the file is handed out: as a download, as a picture and in the bundle."""
        return self in {Safety.CLEAN, Safety.UNCHECKED}


def safety(file: StoredFile) -> Safety:
    """Return what is known of a file; `virus_checks` may be fetched along."""
    checks = list(file.virus_checks.all())
    if any(check.found for check in checks):
        return Safety.INFECTED
    if checks:
        return Safety.CLEAN
    return Safety.WAITING if scanner.is_set_up() else Safety.UNCHECKED


def scanned(data: bytes) -> Scanned | None:
    """Return what the scanner says of uploaded bytes, None if there is none or it does not answer."""
    if not scanner.is_set_up():
        return None
    try:
        return scanner.scan(data)
    except ScannerUnreachableError as error:
        LOG.warning("The scanner does not answer: %s", error)
        return None


def unchecked_files() -> QuerySet[StoredFile]:
    """Return the files of evidence that nobody has checked yet."""
    evidence, check = (
        Evidence.objects.filter(file=OuterRef("pk")),
        VirusCheck.objects.filter(file=OuterRef("pk")),
    )
    return StoredFile.objects.filter(Exists(evidence), ~Exists(check))


def check_files(*, at: datetime) -> Iterator[tuple[StoredFile, VirusCheck]]:
    """Check the files of evidence that nobody has checked yet, and yield what was found.

    Raises ScannerUnreachableError; what was checked before stays. A file that is damaged is left out: its page says so.
    """
    for file in unchecked_files().order_by("pk"):
        try:
            said = scanner.scan(store.read(file))
        except store.DamagedFileError:
            LOG.error("%s is damaged and was not checked", file.sha256)
            continue
        yield file, _note(file, said, at)


def look(at: datetime) -> Iterator[str]:
    """Check what waits and say what was found: the worker's part. A scanner that is away is waited for."""
    if not scanner.is_set_up():
        return
    try:
        for file, check in check_files(at=at):
            yield f"checked: {file} {'found ' + check.found if check.found else 'clean'}"
    except ScannerUnreachableError as error:
        LOG.warning("The scanner does not answer: %s", error)


@transaction.atomic
def _note(file: StoredFile, said: Scanned, at: datetime) -> VirusCheck:
    check = VirusCheck.objects.create(file=file, checked_at=at, scanner=said.scanner, found=said.found)
    if said.found:
        agreements = Agreement.objects.filter(obligations__reports__evidence__file=file).distinct()
        for agreement in agreements.order_by("pk"):
            told = {"file": file.sha256, "found": said.found}
            history.record(agreement, "evidence_infected", by=history.Job(SCANNER), at=at, data=told)
    return check
