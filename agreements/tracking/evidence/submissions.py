"""A submitted piece of evidence, before and after its examination. Nothing is stored here."""

from dataclasses import dataclass
from datetime import date

from agreements.choices import EvidenceKind
from agreements.errors import ActionRefused
from agreements.files import uploads
from agreements.files.scanner import ScanResult
from agreements.tracking.evidence.malware import scan_upload

INFECTED = (
    "In der Datei „{name}“ hat die Virenprüfung Schadsoftware gefunden ({found}). Die Datei wurde nicht gespeichert, und es "
    "wurde nichts gemeldet. Ihre übrigen Angaben stehen noch im Formular. Bitte öffnen Sie die Datei nicht mehr und sagen "
    "Sie Ihrer IT-Stelle Bescheid."
)


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
    """An accepted piece. For a file: what is to be stored, and the result of the scan for malware."""

    piece: Submission
    upload: uploads.Upload | None = None
    scanned: ScanResult | None = None


def examine(piece: Submission) -> ExaminedSubmission:
    """Examine a piece before anything is written. Raises ActionRefused; InfectedError for malware."""
    if piece.kind != EvidenceKind.FILE:
        return ExaminedSubmission(piece=piece)
    result = scan_upload(piece.data)
    if result and result.found:
        raise InfectedError(piece.title, result.found)
    try:
        upload = uploads.examine_scanned(piece.data)
    except ActionRefused as refused:
        raise ActionRefused(f"„{piece.title}“: {refused}") from refused
    return ExaminedSubmission(piece=piece, upload=upload, scanned=result)
