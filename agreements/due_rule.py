"""When an obligation is due: one value, part of the content of an instrument. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from msgspec import UNSET, UnsetType

from agreements.choices import Anchor, DueShape


class PeriodYear(TextChoices):
    """The year that periods divide."""

    CALENDAR = "calendar", "Kalenderjahr"
    SCHOOL = "school", "Schuljahr (1. August bis 31. Juli)"
    CONTRACT = "contract", "Vertragsjahr (ab Vertragsbeginn)"


class OffsetUnit(TextChoices):
    """The unit of an offset from a day."""

    MONTHS = "months", "Monate"
    DAYS = "days", "Tage"
    WEEKS = "weeks", "Wochen"
    WORKING_DAYS = "working_days", "Arbeitstage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A distance from a day: after it, or `before` it."""

    amount: int
    unit: OffsetUnit
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When an obligation is due; `shape` decides which fields count.

    Its parts are one offset from an anchor or from an occasion, and one period. UNSET members did not exist in the first
    texts and are left out of the canonical form, so these keep their fingerprints:
    - `anchor_code`: the obligation whose fulfilment the rule counts from; `anchor_milestone`: the title of the milestone.
    - `survives`: the period in which the contract ends is owed too, although it is due after the end.
    - `offset`: what neither `offset_months` (after an anchor) nor `reaction_amount` (after an occasion) can say.
    - `year`: the year that periods divide, unless it is the calendar's; `first_year`: the first in which anything is due.
    """

    shape: DueShape
    due_on: date | None = None
    anchor: Anchor | None = None
    offset_months: int = 0
    period_months: int | None = None
    due_month: int | None = None
    due_day: int | None = None
    trigger: str = ""
    reaction_amount: int | None = None
    reaction_unit: OffsetUnit | None = None
    anchor_code: str | UnsetType = UNSET
    survives: bool | UnsetType = UNSET
    offset: Offset | UnsetType = UNSET
    anchor_milestone: str | UnsetType = UNSET
    year: PeriodYear | UnsetType = UNSET
    first_year: int | UnsetType = UNSET

    @property
    def distance(self) -> Offset | None:
        """The offset from the anchor or from an occasion, however it is stored; None: at once."""
        if self.offset:
            return self.offset
        if self.shape == DueShape.EVENT and self.reaction_amount and self.reaction_unit:
            return Offset(amount=self.reaction_amount, unit=self.reaction_unit)
        if self.anchor and self.offset_months:
            return Offset(amount=self.offset_months, unit=OffsetUnit.MONTHS)
        return None

    @property
    def counts_from(self) -> Anchor | None:
        """The event that the rule counts from: its anchor, or the begin where it divides the contract year."""
        return Anchor.BEGIN if self.year == PeriodYear.CONTRACT else self.anchor


def stored_offset(shape: DueShape, offset: Offset | None) -> dict[str, Any]:
    """Return an offset as members of a DueRule: as the first texts said it, where they could."""
    if offset is None:
        return {}
    if offset.before or (shape != DueShape.EVENT and offset.unit != OffsetUnit.MONTHS):
        return {"offset": offset}
    if shape == DueShape.EVENT:
        return {"reaction_amount": offset.amount, "reaction_unit": offset.unit}
    return {"offset_months": offset.amount}
