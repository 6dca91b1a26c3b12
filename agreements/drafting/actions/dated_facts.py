"""Actions on resolutions and milestones, before or after signing, each with its source."""

from datetime import date, datetime

from django.db import transaction

from agreements import history, policy
from agreements.choices import MilestoneKind, ResolutionKind
from agreements.events import EventKind
from agreements.models import Agreement, Milestone, Resolution
from districts.models import User


@transaction.atomic
def record_resolution(
    agreement: Agreement,
    *,
    kind: ResolutionKind,
    dated: date,
    source: str,
    number: str = "",
    remark: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> Resolution:
    """Record a resolution of the district's bodies. Raises ActionRefused."""
    policy.require(by, "record.edit", agreement)
    row = Resolution.objects.create(
        agreement=agreement,
        kind=kind,
        dated=dated,
        number=number,
        remark=remark,
        source=source,
        source_url=source_url,
    )
    data = {"kind": kind, "dated": dated, "number": number, "source": source}
    history.record(agreement, EventKind.RESOLUTION_RECORDED, by=by, at=at, data=data)
    return row


@transaction.atomic
def record_milestone(
    agreement: Agreement,
    *,
    kind: MilestoneKind,
    title: str,
    source: str,
    dated: date | None = None,
    date_words: str = "",
    source_url: str = "",
    by: User,
    at: datetime,
) -> Milestone:
    """Record a dated fact; an unknown day is described in words. Raises ActionRefused."""
    policy.require(by, "record.edit", agreement)
    row = Milestone.objects.create(
        agreement=agreement,
        kind=kind,
        title=title,
        dated=dated,
        date_words=date_words,
        source=source,
        source_url=source_url,
    )
    data = {"title": title, "dated": dated, "date_words": date_words, "source": source}
    history.record(agreement, EventKind.MILESTONE_RECORDED, by=by, at=at, data=data)
    return row
