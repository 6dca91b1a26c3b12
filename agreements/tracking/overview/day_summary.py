"""What the summary of an agreement says on a day, computed once for each state of its history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.situation_cache import remembered
from agreements.tracking.counts import EntryGroup, entry_groups
from agreements.tracking.list_entries import ListEntry, entries_on
from agreements.tracking.overview.cached_summary import CachedSummary, cached_summaries
from agreements.tracking.queries.obligations import URGENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """A summary with what the list shows of it on a day, the most urgent first."""

    summary: CachedSummary
    entries: tuple[ListEntry, ...]
    groups: tuple[EntryGroup, ...]


def day_summaries(heads: Mapping[int, str], as_of: date) -> dict[int, DaySummary]:
    """Return it of signed agreements, given with the heads of their histories.

    No query for what this process knows, one for the others, fourteen if any of them is not cached.
    """

    def computed(agreements: Collection[int]) -> dict[int, DaySummary]:
        return {pk: _on(summary, as_of) for pk, summary in cached_summaries(agreements, as_of).items()}

    return remembered("summary", heads, as_of, computed)


def _on(summary: CachedSummary, as_of: date) -> DaySummary:
    entries = tuple(sorted(entries_on(summary.entries, as_of), key=_turn))
    return DaySummary(summary=summary, entries=entries, groups=entry_groups(entries))


def _turn(entry: ListEntry) -> tuple[int, date, int, int, str]:
    return (
        URGENCY[entry.state],
        entry.due_on or date.max,
        entry.position,
        entry.obligation_id,
        entry.key,
    )
