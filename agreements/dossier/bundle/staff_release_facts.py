"""Facts of reported staff release. Pure. By office and function, never by person."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msgspec import UNSET, UnsetType


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAnswerFacts:
    """How MitWirkung answered a report on staff release."""

    decision: str
    remark: str
    answered_at: datetime
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLineFacts:
    """How one agreed function was filled; `code` is the obligation that agrees on it."""

    code: str
    unit: str
    function: str
    filled: Decimal
    remark: str
    vacated_on: date | UnsetType = UNSET
    last_vacant_on: date | UnsetType = UNSET
    substitute: str | UnsetType = UNSET
    substitute_share: Decimal | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """What a district reported on staff release in a quarter; the report with the highest number counts."""

    quarter_on: date
    number: int
    reported_at: datetime
    reported_by: str
    lines: tuple[ReleaseLineFacts, ...]
    answers: tuple[ReleaseAnswerFacts, ...] | UnsetType = UNSET
