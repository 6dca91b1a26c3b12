"""What the summary of an agreement says on a day, computed once for each state of its history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.parties import ReportingSide
from agreements.situation_cache import remembered
from agreements.state import NextExtension, pending_extension
from agreements.tracking.counts import EntryGroup, StateCount, count_groups, entry_groups
from agreements.tracking.list_entries import ListEntry, entries_on
from agreements.tracking.overview.cached_summary import CachedSummary, cached_summaries
from agreements.tracking.queries.obligations import URGENCY, ObligationFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """A summary with what the list shows of it on a day, the most urgent first.

    `counts` are those of the list for each side and for both (None); `extension` is to be decided.
    """

    summary: CachedSummary
    entries: tuple[ListEntry, ...]
    groups: tuple[EntryGroup, ...]
    counts: Mapping[ReportingSide | None, StateCount]
    extension: NextExtension | None

    @property
    def of_district(self) -> StateCount:
        """What the district reports on."""
        return self.counts[ReportingSide.DISTRICT]


def day_summaries(heads: Mapping[int, str], as_of: date) -> dict[int, DaySummary]:
    """Return it of signed agreements, given with the heads of their histories.

    No query for what this process knows, one for the others, fourteen if any of them is not cached.
    """

    def computed(agreements: Collection[int]) -> dict[int, DaySummary]:
        return {pk: _on(summary, as_of) for pk, summary in cached_summaries(agreements, as_of).items()}

    return remembered("summary", heads, as_of, computed)


def _on(summary: CachedSummary, as_of: date) -> DaySummary:
    entries = tuple(sorted(entries_on(summary.entries, as_of), key=_turn))
    groups = entry_groups(entries)
    return DaySummary(
        summary=summary,
        entries=entries,
        groups=groups,
        counts={
            side: count_groups(groups, ObligationFilter(owed_by=side)) for side in (None, *ReportingSide)
        },
        extension=pending_extension(summary.facts, summary.decided, as_of),
    )


def _turn(entry: ListEntry) -> tuple[int, date, int, int, str]:
    return (
        URGENCY[entry.state],
        entry.due_on or date.max,
        entry.position,
        entry.obligation_id,
        entry.key,
    )
