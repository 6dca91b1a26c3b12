"""The one way in for uploaded files: examined before anything is written, and kept only together with its row."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import filetype
from django.conf import settings
from django.db import transaction

from agreements.errors import ActionRefused
from agreements.files import scanner, store
from agreements.files.preview.sandbox import DrawingFailedError, UnreadableError, count_pages
from agreements.files.scanner import ScannerUnreachableError
from agreements.models import StoredFile

LOG = logging.getLogger(__name__)
PDF = "application/pdf"
SCAN_TYPES = (PDF, "image/png", "image/jpeg")
PICTURE_TYPES = ("image/png", "image/jpeg")
NAMES = {PDF: "PDF", "image/png": "PNG", "image/jpeg": "JPEG"}
HEADER, WITHIN = b"%PDF-", 1024  # readers find the header behind other bytes, within the first kilobyte
MALWARE = (
    "In der Datei{name} hat die Virenprüfung Schadsoftware gefunden ({found}). Es wurde nichts gespeichert und nichts geändert. "
    "Bitte öffnen Sie die Datei nicht mehr und sagen Sie Ihrer IT-Stelle Bescheid."
)
NOT_SCANNED = "Die Virenprüfung antwortet gerade nicht. Es wurde nichts gespeichert. Bitte laden Sie die Datei später noch einmal hoch."


@dataclass(frozen=True, slots=True)
class Upload:
    """An examined file, not yet stored; `pages` is None if they could not be counted for a reason outside the file."""

    data: bytes
    media_type: str
    pages: int | None


def examine(data: bytes, *, types: tuple[str, ...] = SCAN_TYPES) -> Upload:
    """Examine an uploaded file by its content, for malware first; takes some tenths of a second. Raises ActionRefused."""
    _require_size(data)
    _require_clean(data)
    return examine_scanned(data, types=types)


def examine_scanned(data: bytes, *, types: tuple[str, ...] = SCAN_TYPES) -> Upload:
    """As `examine`, for who scans for malware and keeps the result. Raises ActionRefused."""
    _require_size(data)
    media_type = media_type_of(data)
    if media_type not in types:
        wanted = [NAMES[name] for name in types]
        raise ActionRefused(
            f"Die Datei ist ihrem Inhalt nach {'weder ' if wanted[1:] else 'kein '}{' noch '.join(wanted)}. "
            "Es wurde nichts gespeichert."
        )
    try:
        return Upload(data, media_type, count_pages(data, media_type))
    except UnreadableError as error:
        raise ActionRefused(f"{error} Es wurde nichts gespeichert.") from error
    except DrawingFailedError:
        return Upload(data, media_type, None)


def examine_table(data: bytes, media_type: str, *, name: str) -> Upload:
    """Examine an uploaded table for its size and malware; what is in it is read row by row. Raises ActionRefused."""
    _require_size(data)
    _require_clean(data, name=f" „{name}“")
    return Upload(data, media_type, None)


def _require_size(data: bytes) -> None:
    limit = settings.UPLOAD_MAX_BYTES
    if not data:
        raise ActionRefused("Die Datei ist leer. Wählen Sie sie bitte noch einmal aus.")
    if len(data) > limit:
        raise ActionRefused(
            f"Die Datei ist größer als {limit // 1024**2} MB. Verkleinern Sie sie und versuchen Sie es noch einmal. "
            "Es wurde nichts gespeichert."
        )


def _require_clean(data: bytes, *, name: str = "") -> None:
    """A file that nobody may hold back until it is checked is not taken while the scanner is away."""
    if not scanner.is_set_up():
        return
    try:
        result = scanner.scan(data)
    except ScannerUnreachableError as error:
        LOG.warning("The scanner does not answer: %s", error)
        raise ActionRefused(NOT_SCANNED) from error
    if result.found:
        raise ActionRefused(MALWARE.format(name=name, found=result.found))


def media_type_of(data: bytes) -> str:
    """Return the media type by content, an empty string if unknown."""
    found = filetype.guess_mime(data)
    return str(found or (PDF if HEADER in data[: WITHIN + len(HEADER)] else ""))


def from_header(data: bytes) -> bytes:
    """Return a PDF without the bytes that a gateway or program has put before its header."""
    return data[max(data.find(HEADER, 0, WITHIN + len(HEADER)), 0) :]


@contextmanager
def kept(*uploads: Upload) -> Iterator[list[StoredFile]]:
    """Open a transaction and yield the stored files; if it is refused, neither file nor row stays."""
    try:
        with transaction.atomic():
            in_order = sorted(uploads, key=lambda one: one.data)  # everybody's order: none waits in a circle
            rows = {one.data: store.save(one.data, one.media_type) for one in in_order}
            yield [rows[upload.data] for upload in uploads]
    except BaseException:
        for upload in uploads:
            store.discard(upload.data)
        raise
