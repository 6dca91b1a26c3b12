"""Facts of a bundle on a deed that was signed elsewhere. Pure; part of the format of `facts`."""

from dataclasses import dataclass
from datetime import date, datetime

from msgspec import UNSET, UnsetType

from agreements.dossier.bundle.file_facts import FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalDayFacts:
    """A day of the deed with its source; `latest`: on it or earlier."""

    kind: str
    day: date
    latest: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFacts:
    """What was recorded of a deed signed elsewhere; of one instrument the last one counts.

    `transcript_path` is what was typed from it and was never signed, as it is now.
    """

    instrument: int
    notice: str
    paper: str
    unknown: tuple[str, ...]
    reason: str
    days: tuple[OriginalDayFacts, ...]
    recorded_at: datetime
    recorded_by: str
    file: FileFacts | UnsetType = UNSET
    findings_path: str | UnsetType = UNSET
    transcript_path: str | UnsetType = UNSET
