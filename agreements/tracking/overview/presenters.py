"""The overview: every district with its pressing obligations and coordinators, and every colleague with the sums."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from agreements import policy
from agreements.models import Agreement
from agreements.parties import ReportingSide
from agreements.state import pending_extension
from agreements.texts.term import pending_words
from agreements.tracking.counts import StateCount, count_states
from agreements.tracking.list_entries import entries_on
from agreements.tracking.overview.bar import Bar, bar
from agreements.tracking.overview.cached_summary import CachedSummary, cached_summaries
from agreements.tracking.queries.obligations import ObligationFilter, terms_visible_to
from agreements.tracking.status import PRESSING, TrackedState
from agreements.tracking.wording import ago
from districts.models import District, User

# the list behind a figure uses the same filter
OWED_BY_DISTRICT = ObligationFilter(owed_by=ReportingSide.DISTRICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSummaryRow:
    """A district with its counts, coordinators and last report."""

    district: District
    coordinators: tuple[str, ...]
    count: StateCount
    bar: Bar
    last: date | None
    stale: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueRow:
    """A coordinator with the sums of her districts."""

    person: User
    districts: int
    count: StateCount
    stale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingDecision:
    """An agreement about whose extension is to be decided, and until when."""

    agreement: Agreement
    last_notice_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    decisions: tuple[PendingDecision, ...]
    rows: tuple[DistrictSummaryRow, ...]
    colleagues: tuple[ColleagueRow, ...]
    chosen: User | None
    states: tuple[TrackedState, ...]
    patience: int
    as_of: date


def overview(user: User, chosen: str, as_of: date) -> Overview:
    """Return the districts with signed agreements visible to the user, the most urgent first. Three queries, sixteen if
    not cached.

    `chosen` is the primary key of a coordinator from the query string; any other value chooses all.
    """
    terms = terms_visible_to(user)
    agreements = list(
        Agreement.objects.filter(
            pk__in=terms.order_by().values("obligation__agreement"), district__isnull=False
        )
        .select_related("district", "coordinator")
        .order_by("district__number", "pk")
    )
    patience = timedelta(days=settings.STALE_AFTER_DAYS)
    summaries = cached_summaries([one.pk for one in agreements], as_of)
    rows = list(_rows(agreements, summaries, as_of, patience))
    decides = policy.verdict(user, "extension.decide").allowed
    people = {one.coordinator_id: one.coordinator for one in agreements}
    wanted = next((person for key, person in people.items() if str(key) == chosen), None)
    chosen_rows = [row for row, owners in rows if wanted is None or wanted.pk in owners]
    return Overview(
        decisions=tuple(_decisions(agreements, summaries, as_of)) if decides else (),
        rows=tuple(sorted(chosen_rows, key=lambda row: row.count.urgency, reverse=True)),
        colleagues=tuple(_colleagues(people.values(), rows)),
        chosen=wanted,
        states=PRESSING,
        patience=patience.days,
        as_of=as_of,
    )


def _decisions(
    agreements: Iterable[Agreement], summaries: Mapping[int, CachedSummary], as_of: date
) -> Iterator[PendingDecision]:
    found = []
    for agreement in agreements:
        summary = summaries[agreement.pk]
        if extension := pending_extension(summary.facts, summary.decided, as_of):
            words = pending_words(extension, summary.decided)
            found.append(
                PendingDecision(agreement=agreement, last_notice_on=extension.last_notice_on, words=words)
            )
    yield from sorted(found, key=lambda one: one.last_notice_on)


def has_ended(last_day: date | None, as_of: date) -> bool:
    return last_day is not None and last_day < as_of


def is_stale(last: date | None, signed_on: date | None, as_of: date, patience: timedelta) -> bool:
    """Whether nothing was reported for longer than `patience`, counted from the signature before the first report."""
    since = last or signed_on
    return since is not None and as_of - since > patience


def _rows(
    agreements: Collection[Agreement],
    summaries: Mapping[int, CachedSummary],
    as_of: date,
    patience: timedelta,
) -> Iterator[tuple[DistrictSummaryRow, set[int]]]:
    by_district: dict[District, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        if agreement.district:
            by_district[agreement.district].append(agreement)
    counted = {
        district: count_states(
            (one for agreement in own for one in entries_on(summaries[agreement.pk].entries, as_of)),
            OWED_BY_DISTRICT,
        )
        for district, own in by_district.items()
    }
    widest = max((sum(one.urgency) for one in counted.values()), default=0)
    for district, own in by_district.items():
        of_district = [summaries[one.pk] for one in own]
        running = [one for one in of_district if not has_ended(one.last_day, as_of)]
        signed = max((one.signed_on for one in running if one.signed_on), default=None)
        last = max((one.last_reported_on for one in of_district if one.last_reported_on), default=None)
        stale = bool(running) and is_stale(last, signed, as_of, patience)
        row = DistrictSummaryRow(
            district=district,
            coordinators=tuple(dict.fromkeys(str(one.coordinator) for one in own)),
            count=counted[district],
            bar=bar(counted[district].figures, widest),
            last=last,
            stale=stale,
            why=_why(
                counted[district],
                last,
                stale,
                [words for one in of_district if one.release for words in one.release.words],
                as_of,
            ),
        )
        yield row, {one.coordinator_id for one in own}


def _why(counted: StateCount, last: date | None, stale: bool, release: Iterable[str], as_of: date) -> str:
    """Return a sentence on what is late in a district, empty if nothing is. `release` are problems with its staff release."""
    reasons = []
    if late := counted.of(TrackedState.OVERDUE):
        since = (
            f", {'die älteste ' if late > 1 else ''}{ago(counted.oldest, as_of)}" if counted.oldest else ""
        )
        reasons.append(f"{late} überfällig{since}")
    if asked := counted.of(TrackedState.ASKED_BACK):
        reasons.append(f"{asked} {'Rückfrage' if asked == 1 else 'Rückfragen'} offen")
    if stale:
        reasons.append(
            f"seit {(as_of - last).days} Tagen nichts gemeldet" if last else "noch nichts gemeldet"
        )
    reasons += release
    return "; ".join(reasons)


def _colleagues(
    people: Iterable[User], rows: Iterable[tuple[DistrictSummaryRow, set[int]]]
) -> Iterator[ColleagueRow]:
    known = list(rows)
    for person in sorted(people, key=str):
        own = [row for row, owners in known if person.pk in owners]
        numbers = tuple((state, sum(row.count.of(state) for row in own)) for state in PRESSING)
        oldest = min((row.count.oldest for row in own if row.count.oldest), default=None)
        yield ColleagueRow(
            person=person,
            districts=len(own),
            count=StateCount(numbers=numbers, oldest=oldest),
            stale=sum(row.stale for row in own),
        )
