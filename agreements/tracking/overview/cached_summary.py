"""A summary of each agreement's open occurrences and its due days, cached until something changes that they depend on.

They depend on the agreement's history, whose length is cached with them, and on known days: when the next
occurrence follows the last computed one, when other terms take effect, when the contract ends. States are not cached:
they follow from the day. The worker fills the cache; a page computes what is missing, so it is right
without the worker, only slower.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from agreements.calendar_months import DAY, add_months
from agreements.choices import Status
from agreements.models import Agreement, DueDay, Report, ScheduleCache
from agreements.parties import ReportingSide
from agreements.state import ContractFacts, DecidedExtension
from agreements.tracking.due_facts import due_days
from agreements.tracking.list_entries import ListEntry, list_entries
from agreements.tracking.queries.obligations import (
    TrackedObligation,
    newest_terms,
    occurrences_until,
    with_base_states,
)
from agreements.tracking.queries.schedule_facts import Contract, contracts_in
from agreements.tracking.staff_release.queries import releases_of
from agreements.tracking.staff_release.summaries import ReleaseFigures, release_figures

SHAPE = 10  # version of the cached values: increment when they, or their computation, change
BATCH_SIZE = 20  # agreements; limits memory
AHEAD = 18  # months for which due days are asked for
LONGEST = timedelta(days=30)  # due days are computed for that much more


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedSummary:
    """What both sides owe until `valid_until`, with the dates of the contract and of the district's last report.

    `release` is its staff release, None where none is agreed.
    """

    valid_until: date
    signed_on: date | None
    last_day: date | None
    facts: ContractFacts
    decided: DecidedExtension | None
    last_reported_on: date | None
    release: ReleaseFigures | None = None
    entries: tuple[ListEntry, ...] = ()


def cached_summaries(agreements: Collection[int], as_of: date) -> dict[int, CachedSummary]:
    """Return the summaries of agreements. One query, fourteen if any is missing."""
    cached = read_cached(agreements, as_of)
    missing = set(agreements) - cached.keys()
    return {**cached, **rebuild_summaries(missing, as_of)} if missing else cached


def rebuild_summaries(agreements: Collection[int], as_of: date) -> dict[int, CachedSummary]:
    """Compute the summaries of agreements from the database. Thirteen queries."""
    terms = newest_terms().filter(instrument__agreement__in=agreements)
    by_agreement: dict[int, list[TrackedObligation]] = defaultdict(list)
    releases = releases_of(agreements, as_of)
    for tracked in with_base_states(terms, as_of, releases):
        by_agreement[tracked.agreement_id].append(tracked)
    contracts = contracts_in(agreements, as_of)
    last_reports = dict(
        Report.objects.filter(obligation__agreement__in=agreements, side=ReportingSide.DISTRICT)
        .order_by()
        .values_list("obligation__agreement")
        .annotate(Max("reported_at"))
    )
    figures = release_figures(releases, as_of)
    return {
        pk: CachedSummary(
            valid_until=min(
                _valid_until(by_agreement[pk], contract, as_of),
                figures[pk].valid_until if pk in figures else date.max,
            ),
            signed_on=contract.events.signed_on,
            last_day=contract.events.last_day,
            facts=contract.facts,
            decided=contract.decided,
            last_reported_on=timezone.localdate(last_reports[pk]) if pk in last_reports else None,
            release=figures.get(pk),
            entries=tuple(list_entries(by_agreement[pk], as_of)),
        )
        for pk, contract in contracts.items()
    }


def store_summaries(at: datetime) -> Iterator[str]:
    """Compute and cache what is missing today, in batches; yield a line for the log for each agreement."""
    as_of = timezone.localdate(at)
    lengths = signed_lengths()
    missing = sorted(lengths.keys() - set(valid_schedules(as_of).values_list("pk", flat=True)))
    for start in range(0, len(missing), BATCH_SIZE):
        batch = missing[start : start + BATCH_SIZE]
        # lengths were read before the facts: a later change has another length, for which nothing is cached yet
        for row in _store({pk: lengths[pk] for pk in batch}, as_of):
            yield f"cached: agreement {row.pk}, until {row.expires_on}"


def signed_lengths() -> dict[int, int]:
    """Return the lengths of the histories of all signed agreements, by key. One query."""
    signed = Agreement.objects.filter(instruments__number=0, instruments__status=Status.SIGNED)
    return dict(signed.order_by("pk").values_list("pk", "history_length"))


def refresh_due_days(agreements: Mapping[int, int], as_of: date) -> None:
    """Compute and cache what is missing of agreements, given with the lengths of their histories. One query if nothing is."""
    valid = valid_schedules(as_of).filter(pk__in=agreements)
    missing = sorted(agreements.keys() - set(valid.values_list("pk", flat=True)))
    for start in range(0, len(missing), BATCH_SIZE):
        _store({pk: agreements[pk] for pk in missing[start : start + BATCH_SIZE]}, as_of)


def valid_schedules(as_of: date) -> QuerySet[ScheduleCache]:
    """Return what is cached and holds on a day; the due days of other agreements must not be read."""
    return ScheduleCache.objects.filter(
        shape=SHAPE,
        history_length=F("agreement__history_length"),
        computed_on__lte=as_of,
        expires_on__gte=as_of,
    )


def read_cached(agreements: Collection[int], as_of: date) -> dict[int, CachedSummary]:
    """Return the valid cached summaries of agreements. One query."""
    rows = valid_schedules(as_of).filter(pk__in=agreements)
    return {row.pk: msgspec.json.decode(row.summary, type=CachedSummary) for row in rows}


def _store(lengths: Mapping[int, int], as_of: date) -> list[ScheduleCache]:
    """Replace the cached values of agreements; of two workers the second waits for the first."""
    terms = newest_terms().filter(instrument__agreement__in=lengths)
    summaries = rebuild_summaries(lengths, as_of)
    ends = {pk: (summary.facts, summary.decided) for pk, summary in summaries.items()}
    coming = occurrences_until(terms, as_of, add_months(as_of + LONGEST, AHEAD))
    rows = [
        ScheduleCache(
            agreement_id=pk,
            history_length=lengths[pk],
            shape=SHAPE,
            computed_on=as_of,
            expires_on=min(summary.valid_until, as_of + LONGEST),
            summary=msgspec.json.encode(summary),
        )
        for pk, summary in sorted(summaries.items())
    ]
    with transaction.atomic():
        ScheduleCache.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["agreement"],
            update_fields=["history_length", "shape", "computed_on", "expires_on", "summary"],
        )
        DueDay.objects.filter(agreement__in=summaries).delete()
        DueDay.objects.bulk_create(due_days(coming, ends, as_of))
    return rows


def _valid_until(obligations: Iterable[TrackedObligation], contract: Contract, as_of: date) -> date:
    """Return the last day on which the summary would not change."""
    changes = [_computed_day(tracked.key) for tracked in obligations]
    changes += [day - DAY for day in contract.effective_from.values() if day]
    changes.append(contract.events.last_day)
    return min((day for day in changes if day and day >= as_of), default=date.max)


def _computed_day(key: str) -> date | None:
    """Return the due date that an occurrence was computed for, which a report does not move; None if it has none."""
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
