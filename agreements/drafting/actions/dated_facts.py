"""Dated facts of their own: resolutions and milestones, before or after signing, each with its source."""

from datetime import date, datetime

from django.db import transaction

from agreements import history, policy
from agreements.choices import MilestoneKind, ResolutionKind
from agreements.errors import ActionRefused
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
    """Note a decision of the district's bodies. Raises Refused."""
    _may(agreement, by)
    row = Resolution.objects.create(
        agreement=agreement,
        kind=kind,
        dated=dated,
        number=number,
        remark=remark,
        source=source,
        source_url=source_url,
    )
    told = {"kind": kind, "dated": dated, "number": number, "source": source}
    history.record(agreement, EventKind.RESOLUTION_RECORDED, by=by, at=at, data=told)
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
    """Note a dated fact; a day that nobody knows is said in words. Raises Refused."""
    _may(agreement, by)
    row = Milestone.objects.create(
        agreement=agreement,
        kind=kind,
        title=title,
        dated=dated,
        date_words=date_words,
        source=source,
        source_url=source_url,
    )
    told = {"title": title, "dated": dated, "date_words": date_words, "source": source}
    history.record(agreement, EventKind.MILESTONE_RECORDED, by=by, at=at, data=told)
    return row


def _may(agreement: Agreement, by: User) -> None:
    answer = policy.verdict(by, "record.edit", agreement)
    if not answer.allowed:
        raise ActionRefused(answer.reason)
