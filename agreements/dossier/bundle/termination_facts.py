"""Facts of a bundle on how the agreement ends or is extended. Pure; part of the format of `facts`."""

from dataclasses import dataclass
from datetime import date, datetime

from msgspec import UNSET, UnsetType

from agreements.dossier.bundle.file_facts import FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionFacts:
    """Why a notice of termination no longer counts."""

    cause: str
    dated: date
    reason: str
    recorded_at: datetime
    recorded_by: str
    document: FileFacts | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationFacts:
    """A notice of termination that was received; without `ends_on` it does not end the agreement."""

    side: str
    kind: str
    form: str
    written_on: date
    received_on: date
    claimed_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    reason: str
    note: str
    recorded_at: datetime
    recorded_by: str
    document: FileFacts
    retraction: RetractionFacts | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What was decided before the term that ends on `ends_on` was extended; of several the last one counts."""

    ends_on: date
    choice: str
    decided_on: date
    decided_by: str
    reason: str
    recorded_at: datetime
    recorded_by: str
