"""A summary of each agreement's open occurrences, cached until something changes that it depends on.

It depends on the agreement's history, whose length is part of the cache key, and on known days: when the next
occurrence follows the last computed one, when other terms take effect, when the contract ends. States are not cached:
they follow from the day. The worker fills the cache; a page computes what is missing, so it is right
without the worker, only slower.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from agreements.models import Agreement, Report
from agreements.parties import ReportingSide
from agreements.state import ContractFacts, DecidedExtension
from agreements.tracking.list_entries import ListEntry, list_entries
from agreements.tracking.queries.obligations import (
    TrackedObligation,
    newest_terms,
    with_base_states,
)
from agreements.tracking.queries.schedule_facts import Contract, contracts_of
from agreements.tracking.staff_release.queries import releases_of
from agreements.tracking.staff_release.summaries import ReleaseFigures, release_figures

DAY = timedelta(days=1)
SHAPE = 8  # version of the cached values: increment when they, or their computation, change
TIMEOUT = 400 * 24 * 60 * 60  # seconds
BATCH_SIZE = 20  # agreements; limits memory


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedSummary:
    """What both sides owe from `built_on` to `valid_until`, with the dates of the contract and of the district's last report.

    `release` is its staff release, None where none is agreed.
    """

    built_on: date
    valid_until: date
    signed_on: date | None
    last_day: date | None
    facts: ContractFacts
    decided: DecidedExtension | None
    last_reported_on: date | None
    release: ReleaseFigures | None = None
    entries: tuple[ListEntry, ...] = ()

    def is_valid_on(self, day: date) -> bool:
        return self.built_on <= day <= self.valid_until


def cached_summaries(agreements: Mapping[int, int], as_of: date) -> dict[int, CachedSummary]:
    """Return the summaries of agreements, given with the lengths of their histories. One query, fourteen if any is missing."""
    cached = read_cached(agreements, as_of)
    missing = agreements.keys() - cached.keys()
    return {**cached, **rebuild_summaries(missing, as_of)} if missing else cached


def rebuild_summaries(agreements: Collection[int], as_of: date) -> dict[int, CachedSummary]:
    """Compute the summaries of agreements from the database. Thirteen queries."""
    terms = newest_terms().filter(instrument__agreement__in=agreements)
    by_agreement: dict[int, list[TrackedObligation]] = defaultdict(list)
    releases = releases_of(agreements, as_of)
    for tracked in with_base_states(terms, as_of, releases):
        by_agreement[tracked.agreement_id].append(tracked)
    contracts = contracts_of(terms, as_of)
    last_reports = dict(
        Report.objects.filter(obligation__agreement__in=agreements, side=ReportingSide.DISTRICT)
        .order_by()
        .values_list("obligation__agreement")
        .annotate(Max("reported_at"))
    )
    figures = release_figures(releases, as_of)
    return {
        pk: CachedSummary(
            built_on=as_of,
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
    """Compute and cache the summaries that are missing today, in batches; yield a line for the log for each."""
    as_of = timezone.localdate(at)
    signed = Agreement.objects.filter(pk__in=newest_terms().order_by().values("instrument__agreement"))
    lengths = dict(signed.order_by("pk").values_list("pk", "history_length"))
    missing = sorted(lengths.keys() - read_cached(lengths, as_of).keys())
    for start in range(0, len(missing), BATCH_SIZE):
        batch = missing[start : start + BATCH_SIZE]
        # lengths were read before the facts: a later change has another length, whose key is not cached yet
        for pk, summary in rebuild_summaries(batch, as_of).items():
            cache.set(_key(pk, lengths[pk]), summary, TIMEOUT)
            yield f"cached: agreement {pk}, until {summary.valid_until}"


def read_cached(agreements: Mapping[int, int], as_of: date) -> dict[int, CachedSummary]:
    """Return the valid cached summaries of agreements, given with the lengths of their histories. One query."""
    names = {_key(pk, length): pk for pk, length in agreements.items()}
    return {
        names[name]: summary
        for name, summary in cache.get_many(names).items()
        if isinstance(summary, CachedSummary) and summary.is_valid_on(as_of)
    }


def _key(agreement: int, history_length: int) -> str:
    return f"laid:{SHAPE}:{agreement}:{history_length}"


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
