"""The overview: every district with its pressing obligations and coordinators, and every colleague with the sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import nsmallest
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from agreements import policy
from agreements.models import Agreement, ObligationTerms
from agreements.state import NextExtension
from agreements.texts.term import pending_words
from agreements.tracking.counts import StateCount, counted_together
from agreements.tracking.overview.bar import Bar, bar
from agreements.tracking.overview.day_summary import DaySummary, day_summaries
from agreements.tracking.queries.obligations import terms_visible_to
from agreements.tracking.status import PRESSING, TrackedState
from agreements.tracking.wording import ago
from districts.models import District, User

DISTRICTS_ON_A_PAGE = 25
DECISIONS_SHOWN = 24


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
    """`rows` are those of `page`, `decisions` the first; `further_decisions` counts the others."""

    decisions: tuple[PendingDecision, ...]
    further_decisions: int
    rows: tuple[DistrictSummaryRow, ...]
    page: "Page[CountedDistrict]" = field(compare=False)
    colleagues: tuple[ColleagueRow, ...]
    chosen: User | None
    states: tuple[TrackedState, ...]
    patience: int
    as_of: date


class SummedAgreement(NamedTuple):
    """A signed agreement by its keys."""

    pk: int
    district: int
    coordinator: int
    summary: DaySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDistrict:
    """A district by its key: what its place among the others and the sums follow from."""

    district: int
    agreements: tuple[SummedAgreement, ...]
    count: StateCount
    last: date | None
    stale: bool


def overview(user: User, chosen: str, as_of: date, page_number: str | None = None) -> Overview:
    """Return the districts with signed agreements visible to the user, the most urgent first. Four queries, and those for
    what this process does not know.

    `chosen` is the primary key of a coordinator from the query string; any other value chooses all.
    """
    patience = timedelta(days=settings.STALE_AFTER_DAYS)
    agreements = _agreements(terms_visible_to(user), as_of)
    districts = [_counted(*of_one, as_of, patience) for of_one in _by_district(agreements).items()]
    people = User.objects.in_bulk({one.coordinator for one in agreements})
    wanted = next((person for key, person in people.items() if str(key) == chosen), None)
    ordered = sorted(
        (one for one in districts if wanted is None or wanted.pk in _owners(one)),
        key=lambda one: one.count.urgency,
        reverse=True,
    )
    page = Paginator(ordered, DISTRICTS_ON_A_PAGE).get_page(page_number)
    widest = max((sum(one.count.urgency) for one in districts), default=0)
    names = District.objects.in_bulk([one.district for one in page])
    decides = policy.verdict(user, "extension.decide").allowed
    found = [(one, found) for one in agreements if (found := one.summary.extension)] if decides else []
    return Overview(
        decisions=tuple(_decisions(found)),
        further_decisions=max(len(found) - DECISIONS_SHOWN, 0),
        rows=tuple(_row(one, names[one.district], people, widest, as_of) for one in page),
        page=page,
        colleagues=tuple(_colleagues(people.values(), districts)),
        chosen=wanted,
        states=PRESSING,
        patience=patience.days,
        as_of=as_of,
    )


def _agreements(terms: QuerySet[ObligationTerms], as_of: date) -> list[SummedAgreement]:
    rows = list(
        Agreement.objects.filter(
            pk__in=terms.order_by().values("obligation__agreement"), district__isnull=False
        )
        .order_by("district__number", "pk")
        .values_list("pk", "district_id", "coordinator_id", "history_head")
    )
    summaries = day_summaries({pk: head for pk, *_, head in rows}, as_of)
    return [
        SummedAgreement(pk, district, coordinator, summaries[pk])
        for pk, district, coordinator, _ in rows
        if district
    ]


def _decisions(found: list[tuple[SummedAgreement, NextExtension]]) -> Iterator[PendingDecision]:
    """Yield the first to be decided."""
    shown = nsmallest(DECISIONS_SHOWN, found, key=lambda pair: pair[1].last_notice_on)
    agreements = Agreement.objects.select_related("district").in_bulk([one.pk for one, _ in shown])
    for one, extension in shown:
        yield PendingDecision(
            agreement=agreements[one.pk],
            last_notice_on=extension.last_notice_on,
            words=pending_words(extension, one.summary.summary.decided),
        )


def has_ended(last_day: date | None, as_of: date) -> bool:
    return last_day is not None and last_day < as_of


def is_stale(last: date | None, signed_on: date | None, as_of: date, patience: timedelta) -> bool:
    """Whether nothing was reported for longer than `patience`, counted from the signature before the first report."""
    since = last or signed_on
    return since is not None and as_of - since > patience


def _by_district(agreements: Iterable[SummedAgreement]) -> dict[int, list[SummedAgreement]]:
    by_district: dict[int, list[SummedAgreement]] = defaultdict(list)
    for agreement in agreements:
        by_district[agreement.district].append(agreement)
    return by_district


def _counted(district: int, own: list[SummedAgreement], as_of: date, patience: timedelta) -> CountedDistrict:
    of_district = [one.summary.summary for one in own]
    running = [one for one in of_district if not has_ended(one.last_day, as_of)]
    signed = max((one.signed_on for one in running if one.signed_on), default=None)
    last = max((one.last_reported_on for one in of_district if one.last_reported_on), default=None)
    return CountedDistrict(
        district=district,
        agreements=tuple(own),
        count=counted_together(one.summary.of_district for one in own),
        last=last,
        stale=bool(running) and is_stale(last, signed, as_of, patience),
    )


def _owners(counted: CountedDistrict) -> dict[int, None]:
    """Return the keys of the coordinators, each once, in the order of the agreements."""
    return dict.fromkeys(one.coordinator for one in counted.agreements)


def _row(
    counted: CountedDistrict, district: District, people: Mapping[int, User], widest: int, as_of: date
) -> DistrictSummaryRow:
    releases = [release for one in counted.agreements if (release := one.summary.summary.release)]
    words = [word for release in releases for word in release.words]
    return DistrictSummaryRow(
        district=district,
        coordinators=tuple(dict.fromkeys(str(people[key]) for key in _owners(counted))),
        count=counted.count,
        bar=bar(counted.count.figures, widest),
        last=counted.last,
        stale=counted.stale,
        why=_why(counted.count, counted.last, counted.stale, words, as_of),
    )


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


def _colleagues(people: Iterable[User], districts: Iterable[CountedDistrict]) -> Iterator[ColleagueRow]:
    owned: dict[int, list[CountedDistrict]] = defaultdict(list)
    for one in districts:
        for key in _owners(one):
            owned[key].append(one)
    for person in sorted(people, key=str):
        own = owned[person.pk]
        yield ColleagueRow(
            person=person,
            districts=len(own),
            count=counted_together(one.count for one in own),
            stale=sum(one.stale for one in own),
        )
