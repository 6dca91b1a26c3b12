"""Facts of reports on obligations with answers, evidence and triggering events. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msgspec import UNSET, UnsetType

from agreements.dossier.bundle.file_facts import FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswerFacts:
    """How the other side answered a report."""

    decision: str
    remark: str
    answered_at: datetime
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """A version of a piece of evidence: a file, an address, a number or a note; `number` counts the pieces of a report."""

    number: int
    version: int
    kind: str
    text: str
    added_at: datetime
    added_by: str
    note: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    last_valid_on: date | UnsetType = UNSET
    checked: str | UnsetType = UNSET
    file: FileFacts | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What was said about an obligation, since reports name it about which occurrence."""

    code: str
    progress: str
    remark: str
    reported_at: datetime
    reported_by: str
    occurrence: str | UnsetType = UNSET
    due_on: date | UnsetType = UNSET
    side: str | UnsetType = UNSET
    done_on: date | UnsetType = UNSET
    amount: Decimal | UnsetType = UNSET
    answers: tuple[ReportAnswerFacts, ...] | UnsetType = UNSET
    evidence: tuple[EvidenceFacts, ...] | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionFacts:
    """What has triggered an obligation."""

    code: str
    happened_on: date
    note: str
    reported_at: datetime
    reported_by: str
