"""A piece of evidence as somebody hands it in, and as it is after it was looked at. Nothing is stored here."""

from dataclasses import dataclass
from datetime import date

from agreements.choices import EvidenceKind
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.files.scanner import ScanResult
from agreements.tracking.evidence.malware import scanned
from agreements.tracking.evidence.preview.sandbox import DrawingFailedError, UnreadableError, count_pages

INFECTED = (
    "In der Datei „{name}“ hat die Virenprüfung Schadsoftware gefunden ({found}). Die Datei wurde nicht gespeichert, und es "
    "wurde nichts gemeldet. Ihre übrigen Angaben stehen noch im Formular. Bitte öffnen Sie die Datei nicht mehr und sagen "
    "Sie Ihrer IT-Stelle Bescheid."
)
EMPTY = "Die Datei „{name}“ ist leer. Wählen Sie sie bitte noch einmal aus."
NOT_TAKEN = "„{name}“: {why} Es wurde nichts gespeichert."


class InfectedError(ActionRefused):
    """The scanner found malware in a file that was handed in."""

    def __init__(self, name: str, found: str) -> None:
        self.name, self.found = name, found
        super().__init__(INFECTED.format(name=name, found=found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody hands in: a file with its name, an address, a number, or a note; and what it covers."""

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
class Examined:
    """A piece that may be kept. For a file: its type by content, its pages if it could be drawn, what the scanner said."""

    piece: Submission
    media_type: str = ""
    pages: int | None = None
    scanned: ScanResult | None = None


def examine(piece: Submission) -> Examined:
    """Look at a piece before anything is written. Raises Refused; InfectedError if it is malware."""
    if piece.kind != EvidenceKind.FILE:
        return Examined(piece=piece)
    if not piece.data:
        raise ActionRefused(EMPTY.format(name=piece.title))
    said = scanned(piece.data)
    if said and said.found:
        raise InfectedError(piece.title, said.found)
    try:
        media_type = store.check_upload(piece.data)
    except ActionRefused as refused:
        raise ActionRefused(f"„{piece.title}“: {refused}") from refused
    try:
        pages = count_pages(piece.data, media_type)
    except UnreadableError as error:
        raise ActionRefused(NOT_TAKEN.format(name=piece.title, why=error)) from error
    except DrawingFailedError:
        pages = None  # that is our fault and not the file's: it is kept without a preview
    return Examined(piece=piece, media_type=media_type, pages=pages, scanned=said)
