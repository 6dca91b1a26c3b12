"""The open occurrences of agreements in short: laid once, and kept as long as nothing changes that they are laid from.

What an agreement's occurrences are laid from changes only with its history, whose length is the name under which they
are kept, and on days that are known before: when the next one comes after the last that was laid, when another text
comes to hold, when the term ends. Where they stand on a day is never kept: it follows from the day (`tallying`).
The worker keeps them; a page lays anew what it finds missing, so it is right without the worker, too, only slower.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from agreements.choices import Side
from agreements.models import Agreement, Report
from agreements.tracking.list_entries import ListEntry, changes_with_its_day, list_entries
from agreements.tracking.overview.counts import Open
from agreements.tracking.queries.obligations import Duty, ObligationFilter, at_rest, terms_in_force
from agreements.tracking.queries.schedule_facts import Contract, contracts_of
from agreements.tracking.staff_release.summaries import ReleaseTrouble, release_troubles
from agreements.tracking.status import TrackedState

DAY = timedelta(days=1)
SHAPE = 2  # of what is kept: whoever changes it, or how it is laid, counts on
KEPT_FOR = 400 * 24 * 60 * 60  # seconds; what holds longer than a year is laid anew all the same
AT_ONCE = 20  # agreements, so that a whole city is never in memory
# what the association is late with is no fault of a district; the list behind a figure is filtered by the same
OWED_BY_DISTRICT = ObligationFilter(owed_by=Side.DISTRICT)
FOR_SOMEBODY = frozenset({TrackedState.ASKED_BACK, TrackedState.WAITING, TrackedState.DUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedSummary:
    """What a district owes from a day to another, when that was signed and ends, and when the district reported last.

    `release` says what is wrong with its staff release. `entries` are for the list, whoever owes them.
    """

    laid_on: date
    holds_until: date
    signed_on: date | None
    last_day: date | None
    last_said: date | None
    open: tuple[Open, ...]
    release: tuple[str, ...] = ()
    entries: tuple[ListEntry, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Say whether it is what would be laid on that day."""
        return self.laid_on <= day <= self.holds_until


def cached_summaries(agreements: Mapping[int, int], as_of: date) -> dict[int, CachedSummary]:
    """Return what is open in agreements, given with the lengths of their histories. One query, fourteen with new ones."""
    known = kept(agreements, as_of)
    missing = agreements.keys() - known.keys()
    return {**known, **rebuild_summaries(missing, as_of)} if missing else known


def rebuild_summaries(agreements: Collection[int], as_of: date) -> dict[int, CachedSummary]:
    """Return what is open in agreements, laid from all that was agreed and said. Thirteen queries."""
    terms = terms_in_force().filter(instrument__agreement__in=agreements)
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in at_rest(terms, as_of):
        found[duty.agreement_id].append(duty)
    contracts = contracts_of(terms, as_of)
    said = dict(
        Report.objects.filter(obligation__agreement__in=agreements, side=Side.DISTRICT)
        .order_by()
        .values_list("obligation__agreement")
        .annotate(Max("reported_at"))
    )
    fine = ReleaseTrouble(words=(), holds_until=date.max)
    troubles = release_troubles(agreements, as_of)
    return {
        pk: CachedSummary(
            laid_on=as_of,
            holds_until=min(_holds_until(found[pk], contract, as_of), troubles.get(pk, fine).holds_until),
            signed_on=contract.events.signed_on,
            last_day=contract.events.last_day,
            last_said=timezone.localdate(said[pk]) if pk in said else None,
            open=tuple(
                _open(duty for duty in found[pk] if OWED_BY_DISTRICT.admits(duty.owed_now, duty.kind))
            ),
            release=troubles.get(pk, fine).words,
            entries=tuple(list_entries(found[pk], as_of)),
        )
        for pk, contract in contracts.items()
    }


def store_summaries(at: datetime) -> Iterator[str]:
    """Lay and keep what is not kept for today, a few agreements at a time; say which."""
    as_of = timezone.localdate(at)
    signed = Agreement.objects.filter(pk__in=terms_in_force().order_by().values("instrument__agreement"))
    lengths = dict(signed.order_by("pk").values_list("pk", "history_length"))
    missing = sorted(lengths.keys() - kept(lengths, as_of).keys())
    for start in range(0, len(missing), AT_ONCE):
        few = missing[start : start + AT_ONCE]
        # the lengths were read before the facts: what happens meanwhile makes the next length, which is not kept yet
        for pk, laid in rebuild_summaries(few, as_of).items():
            cache.set(_name(pk, lengths[pk]), laid, KEPT_FOR)
            yield f"laid: agreement {pk}, until {laid.holds_until}"


def kept(agreements: Mapping[int, int], as_of: date) -> dict[int, CachedSummary]:
    """Return what the worker keeps of agreements, given with the lengths of their histories. One query."""
    names = {_name(pk, length): pk for pk, length in agreements.items()}
    return {
        names[name]: laid
        for name, laid in cache.get_many(names).items()
        if isinstance(laid, CachedSummary) and laid.holds_on(as_of)
    }


def _name(agreement: int, history_length: int) -> str:
    return f"laid:{SHAPE}:{agreement}:{history_length}"


def _open(duties: Iterable[Duty]) -> Iterator[Open]:
    """Yield what is open or will be, those of the same state and day together."""
    numbers: Counter[tuple[TrackedState, date | None]] = Counter()
    for duty in duties:
        state, due_on = duty.tracked.state, duty.tracked.due_on
        if changes_with_its_day(duty):
            numbers[state, due_on] += 1
        elif state in FOR_SOMEBODY:
            numbers[state, None] += 1
    for (state, due_on), number in numbers.items():
        yield Open(state, due_on, number)


def _holds_until(duties: Iterable[Duty], contract: Contract, as_of: date) -> date:
    """Return the last day on which nothing would be laid differently."""
    turns = [_laid_for(duty.key) for duty in duties]
    turns += [day - DAY for day in contract.holds.values() if day]
    turns.append(contract.events.last_day)
    return min((day for day in turns if day and day >= as_of), default=date.max)


def _laid_for(key: str) -> date | None:
    """Return the day that an occurrence was laid for, which a report does not move; None if it has none."""
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
