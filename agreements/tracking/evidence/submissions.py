"""A submitted piece of evidence, before and after its examination. Nothing is stored here."""

from dataclasses import dataclass
from datetime import date

from agreements.choices import EvidenceKind
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.files.scanner import ScanResult
from agreements.tracking.evidence.malware import scan_upload
from agreements.tracking.evidence.preview.sandbox import DrawingFailedError, UnreadableError, count_pages

INFECTED = (
    "In der Datei „{name}“ hat die Virenprüfung Schadsoftware gefunden ({found}). Die Datei wurde nicht gespeichert, und es "
    "wurde nichts gemeldet. Ihre übrigen Angaben stehen noch im Formular. Bitte öffnen Sie die Datei nicht mehr und sagen "
    "Sie Ihrer IT-Stelle Bescheid."
)
EMPTY = "Die Datei „{name}“ ist leer. Wählen Sie sie bitte noch einmal aus."
NOT_TAKEN = "„{name}“: {why} Es wurde nichts gespeichert."


class InfectedError(ActionRefused):
    def __init__(self, name: str, found: str) -> None:
        self.name, self.found = name, found
        super().__init__(INFECTED.format(name=name, found=found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A submitted piece: a file with its name, a link, a reference, or a note; and the period that it covers."""

    kind: EvidenceKind
    title: str = ""
    data: bytes = b""
    url: str = ""
    reference: str = ""
    note: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    last_valid_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedSubmission:
    """An accepted piece. For a file: its type by content, its pages if it could be drawn, and the scan result."""

    piece: Submission
    media_type: str = ""
    pages: int | None = None
    scanned: ScanResult | None = None


def examine(piece: Submission) -> ExaminedSubmission:
    """Examine a piece before anything is written. Raises ActionRefused; InfectedError for malware."""
    if piece.kind != EvidenceKind.FILE:
        return ExaminedSubmission(piece=piece)
    if not piece.data:
        raise ActionRefused(EMPTY.format(name=piece.title))
    result = scan_upload(piece.data)
    if result and result.found:
        raise InfectedError(piece.title, result.found)
    try:
        media_type = store.check_upload(piece.data)
    except ActionRefused as refused:
        raise ActionRefused(f"„{piece.title}“: {refused}") from refused
    try:
        pages = count_pages(piece.data, media_type)
    except UnreadableError as error:
        raise ActionRefused(NOT_TAKEN.format(name=piece.title, why=error)) from error
    except DrawingFailedError:
        pages = None  # not the file's fault: it is stored without a preview
    return ExaminedSubmission(piece=piece, media_type=media_type, pages=pages, scanned=result)
