"""Obligations from signed contracts and their status, in a fixed number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from agreements import policy
from agreements.choices import ObligationKind, Side, Status
from agreements.models import Instrument, Obligation, ObligationTerms, Report, ReportAnswer
from agreements.parties import ReportingSide, reporting_sides
from agreements.schedule.building import build_schedule, terms_on
from agreements.schedule.facts import Terms
from agreements.state import ContractFacts
from agreements.tracking.queries.schedule_facts import (
    SIGNED,
    TERMS,
    Contract,
    TrackingFacts,
    contracts_of,
    read_tracking_facts,
    signed_terms,
)
from agreements.tracking.staff_release.occupancy import Occupancy
from agreements.tracking.staff_release.queries import Release, releases_of
from agreements.tracking.status import OccurrenceStatus, TrackedState, listed, occurrence_statuses
from districts.models import User

URGENCY = {state: rank for rank, state in enumerate(TrackedState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFilter:
    """A filter of the list; empty values filter nothing. `district` is a slug, `agreement` a reference.

    `by_district` sorts what is equally urgent.
    """

    owed_by: ReportingSide | None = None
    kind: str = ""
    district: str = ""
    agreement: str = ""
    state: TrackedState | None = None
    by_district: bool = False

    def condition(self) -> Q:
        """Return the filter by district and agreement as a condition on terms."""
        of_district = Q(instrument__agreement__district__slug=self.district) if self.district else Q()
        return of_district & (Q(instrument__agreement__reference=self.agreement) if self.agreement else Q())

    def admits(self, whose: frozenset[ReportingSide], kind: ObligationKind) -> bool:
        return (not self.owed_by or self.owed_by in whose) and self.kind in {"", kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedObligation:
    """One occurrence of an obligation by its keys, with its status.

    Titles are read from the signed text when they are displayed. `owed_by` is that of the terms that the occurrence
    follows, `owed_now`, `kind`, `position` and `current_instrument_id` those of the terms in force on the day. `reported_side` is the side of the last report, None
    without one. `occupancy` is that of the posts, for staff release; `contract` what its end follows from.
    """

    agreement_id: int
    obligation_id: int
    instrument_id: int
    current_instrument_id: int
    code: str
    district_number: str
    position: int
    terms: Terms
    owed_by: frozenset[Side]
    owed_now: frozenset[Side]
    kind: ObligationKind
    status: OccurrenceStatus
    contract: ContractFacts
    reported_side: ReportingSide | None = None
    occupancy: Occupancy | None = None

    @property
    def whose(self) -> frozenset[ReportingSide]:
        """Whose figures count it: who reports on it, or who reported while the report waits for the other side."""
        if self.reported_side and self.status.state in {TrackedState.WAITING, TrackedState.ASKED_BACK}:
            return frozenset({self.reported_side})
        return reporting_sides(self.owed_now)

    @property
    def key(self) -> str:
        """The key of the occurrence, empty for an obligation that waits for an occasion."""
        return self.status.occurrence.key if self.status.occurrence else ""


def newest_terms() -> QuerySet[ObligationTerms]:
    """Return for each obligation the terms of the highest-numbered signed instrument that sets or ends it.

    One row for each obligation; which terms are in force on a day decides the schedule.
    """
    newer = ObligationTerms.objects.filter(
        SIGNED, obligation=OuterRef("obligation"), instrument__number__gt=OuterRef("instrument__number")
    )
    return ObligationTerms.objects.filter(SIGNED).filter(~Exists(newer))


def terms_of(obligation: Obligation, as_of: date) -> ObligationTerms | None:
    """Return the signed terms of an obligation in force on a day; before and after, the first and the last that were.

    None if none are signed. Two queries.
    """
    signed = ObligationTerms.objects.filter(SIGNED, obligation=obligation)
    contracts = contracts_of(signed, as_of)
    rows = signed.select_related(
        "obligation",
        "instrument__agreement__district",
        "instrument__frozen_version",
        "instrument__amendment",
    )
    by_number = {row.instrument.number: row for row in rows}
    texts = [
        signed_terms(row, number, contracts[obligation.agreement_id]) for number, row in by_number.items()
    ]
    current = terms_on(texts, as_of)
    return by_number[current.number] if current else None


def terms_visible_to(user: User) -> QuerySet[ObligationTerms]:
    return newest_terms().filter(instrument__in=policy.visible_instruments(user))


def tracked_obligations(
    terms: QuerySet[ObligationTerms], as_of: date, releases: Mapping[int, Release] | None = None
) -> list[TrackedObligation]:
    """Return the occurrences that a list shows, the most urgent first. Five queries, and seven unless `releases` are given."""
    tracked = []
    for of_one in _tracked(terms, as_of, releases=releases):
        kept = {id(status) for status in listed([one.status for one in of_one], as_of)}
        tracked += [one for one in of_one if id(one.status) in kept]
    return sorted(tracked, key=_urgency)


def all_occurrences(terms: QuerySet[ObligationTerms], as_of: date) -> list[TrackedObligation]:
    """Return every occurrence so far and the next one, by due date. Five queries, and seven for staff release."""
    return [tracked for of_one in _tracked(terms, as_of) for tracked in of_one]


def with_base_states(
    terms: QuerySet[ObligationTerms], as_of: date, releases: Mapping[int, Release] | None = None
) -> list[TrackedObligation]:
    """Return every occurrence with its state regardless of due dates. Five queries, and seven unless `releases` are given."""
    of_each = _tracked(terms, as_of, state_on=date.min, releases=releases)
    return [tracked for of_one in of_each for tracked in of_one]


def occurrences_until(terms: QuerySet[ObligationTerms], as_of: date, until: date) -> list[TrackedObligation]:
    """Return every occurrence up to the first one from `until` on, with base states. Five queries, and seven for staff release."""
    of_each = _tracked(terms, as_of, state_on=date.min, until=until)
    return [tracked for of_one in of_each for tracked in of_one]


def districts_with_several(districts: Collection[int | None]) -> frozenset[int]:
    """Return those of the districts that have several signed contracts. One query."""
    signed = Instrument.objects.filter(status=Status.SIGNED, number=0, agreement__district__in=districts)
    counted = signed.order_by().values("agreement__district").annotate(contracts=Count("pk"))
    return frozenset(counted.filter(contracts__gt=1).values_list("agreement__district", flat=True))


def latest_reports(obligations: Collection[TrackedObligation]) -> dict[tuple[int, str], Report]:
    """Return the latest report on each occurrence, with its author and answers, by obligation and key. Two queries."""
    answers = ReportAnswer.objects.order_by("number").select_related("answered_by")
    wanted = {
        "obligation__in": {tracked.obligation_id for tracked in obligations},
        "key__in": {tracked.key for tracked in obligations},
    }
    latest = (  # of some others, too: the planner prefers two lists to a condition for each row
        Report.objects.filter(**wanted)
        .order_by("obligation_id", "key", "-number")
        .distinct("obligation_id", "key")
        .select_related("reported_by")
        .prefetch_related(Prefetch("answers", answers))
    )
    return {(report.obligation_id, report.key): report for report in latest}


def _tracked(
    terms: QuerySet[ObligationTerms],
    as_of: date,
    *,
    state_on: date | None = None,
    until: date | None = None,
    releases: Mapping[int, Release] | None = None,
) -> list[list[TrackedObligation]]:
    # few joins and no order: beyond eight tables PostgreSQL no longer begins with the reader's own district
    rows = list(
        terms.annotate(
            code=F("obligation__code"),
            agreement=F("obligation__agreement"),
            number=F("instrument__number"),
        )
        .only(*TERMS)
        .order_by()
    )
    contracts = contracts_of(terms, as_of)
    facts = read_tracking_facts(terms, contracts)
    if releases is None:
        released = {row.agreement for row in rows if row.kind == ObligationKind.STAFF_RELEASE}
        releases = releases_of(released, as_of) if released else {}
    occupied = {pk: release.occupancies(as_of) for pk, release in releases.items()}
    return [
        _of_one(
            row,
            row.code,
            row.agreement,
            contracts[row.agreement],
            facts[row.obligation_id],
            occupied.get(row.agreement, {}).get(row.code),
            as_of,
            state_on or as_of,
            until,
        )
        for row in rows
    ]


def _of_one(
    row: ObligationTerms,
    code: str,
    agreement: int,
    contract: Contract,
    facts: TrackingFacts,
    occupancy: Occupancy | None,
    as_of: date,
    state_on: date,
    until: date | None,
) -> list[TrackedObligation]:
    texts = sorted(facts.texts.values(), key=lambda terms: terms.order)
    events = replace(contract.events, occasions=tuple(facts.occasions))
    schedule = build_schedule(texts, events, as_of, reported=facts.reported, until=until)
    now = schedule.current.number if schedule.current else texts[-1].number
    current = facts.rows[now]
    tracked = []
    statuses = occurrence_statuses(
        texts, schedule, facts.last_reports, state_on, occupancy, contract.tracked_from
    )
    for status in statuses:
        number = status.occurrence.number if status.occurrence else now
        number = number if number in facts.rows else now
        last = facts.last_reports.get(status.occurrence.key) if status.occurrence else None
        tracked.append(
            TrackedObligation(
                agreement_id=agreement,
                obligation_id=row.obligation_id,
                instrument_id=facts.rows[number].instrument_id,
                current_instrument_id=current.instrument_id,
                code=code,
                district_number=contract.district_number,
                position=current.position,
                terms=facts.texts[number],
                owed_by=facts.rows[number].owing,
                owed_now=current.owing,
                kind=ObligationKind(current.kind),
                status=status,
                contract=contract.facts,
                reported_side=last.side if last else None,
                occupancy=occupancy,
            )
        )
    return tracked


def _urgency(tracked: TrackedObligation) -> tuple[int, date, str, int]:
    return (
        URGENCY[tracked.status.state],
        tracked.status.due_on or date.max,
        tracked.district_number,
        tracked.position,
    )
