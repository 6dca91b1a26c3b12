"""Signed agreements, each with what follows from its summary on a day: computed once for each state of its history."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from agreements.models import Agreement
from agreements.parties import ReportingSide
from agreements.situation_cache import remembered
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.overview.day_summary import DaySummary, day_summaries
from agreements.tracking.status import TrackedState
from agreements.worklist.items import Urgency, urgency_of

OURS = frozenset({TrackedState.OVERDUE, TrackedState.SHORT, TrackedState.ASKED_BACK, TrackedState.DUE})
AHEAD = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedWork:
    """What follows from the summary of a signed agreement on a day; `coming` are the next due days with their numbers."""

    summary: DaySummary
    ours: tuple[ListEntry, ...]
    coming: tuple[tuple[date, int], ...]
    next_on: date | None


class SignedAgreement(NamedTuple):
    """A signed agreement by its keys and names, with what follows from its summary."""

    pk: int
    head: str
    reference: str
    coordinator_id: int
    district_number: str
    district_slug: str
    district: str
    work: SignedWork

    def __str__(self) -> str:
        return f"{self.reference} {self.district}"


def signed_agreements(agreements: QuerySet[Agreement], as_of: date) -> tuple[SignedAgreement, ...]:
    """Return them in the order of their districts. One query, and those for what this process does not know."""
    columns = ("pk", "history_head", "reference", "coordinator_id")
    rows = list(
        agreements.order_by("district__number", "pk").values_list(
            *columns, "district__number", "district__slug", "district__name"
        )
    )

    def computed(keys: Collection[int]) -> dict[int, SignedWork]:
        summaries = day_summaries({pk: heads[pk] for pk in keys}, as_of)
        return {pk: _work(summary, as_of) for pk, summary in summaries.items()}

    heads = {pk: head for pk, head, *_ in rows}
    works = remembered("work", heads, as_of, computed)
    return tuple(
        SignedAgreement(pk, head, reference, coordinator, number, slug, name, works[pk])
        for pk, head, reference, coordinator, number, slug, name in rows
    )


def _work(found: DaySummary, as_of: date) -> SignedWork:
    days = Counter(
        entry.due_on
        for entry in found.entries
        if entry.time_dependent and entry.due_on and entry.due_on >= as_of
    )
    return SignedWork(
        summary=found,
        ours=tuple(entry for entry in found.entries if _is_ours(entry, as_of)),
        coming=tuple((day, number) for day, number in days.items() if as_of < day <= as_of + AHEAD),
        next_on=min(days, default=None),
    )


def _is_ours(entry: ListEntry, as_of: date) -> bool:
    soon = entry.state != TrackedState.DUE or urgency_of(entry.due_on or as_of, as_of) != Urgency.LATER
    return ReportingSide.COORDINATION in entry.whose and entry.state in OURS and soon
