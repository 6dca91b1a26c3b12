"""Reads the input of the schedule (terms, dates, occasions, reports) in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from agreements.amendment_choices import TermsChange
from agreements.choices import Progress, ReportDecision, ResolutionKind, Sense, Status
from agreements.fact_states import MilestoneState, ResolutionState
from agreements.models import (
    Instrument,
    Milestone,
    ObligationTerms,
    Occasion,
    Original,
    Report,
    ReportAnswer,
    Resolution,
)
from agreements.parties import ReportingSide
from agreements.schedule import facts
from agreements.schedule.facts import Events, ReportedOccurrence, Terms
from agreements.state import ContractFacts, DecidedExtension, in_force_on, last_day
from agreements.texts.in_force import (
    LAST_DECISION,
    contract_facts,
    decided_extension,
    with_term_facts,
)
from agreements.texts.obligation_rows import due_rule
from agreements.tracking.status import LastReport

# terms that are followed: an amendment repeats what it leaves as it was
SIGNED = Q(instrument__status=Status.SIGNED) & ~Q(change=TermsChange.CARRIED)
BA_RESOLUTIONS = Resolution.objects.filter(agreement=OuterRef("agreement"), kind=ResolutionKind.BA_RESOLUTION)
FIRST_RESOLUTION = Subquery(
    BA_RESOLUTIONS.filter(state=ResolutionState.TAKEN)
    .order_by()
    .values("agreement")
    .annotate(day=Min("dated"))
    .values("day")
)
MILESTONES = ArraySubquery(
    Milestone.objects.filter(agreement=OuterRef("agreement"), dated__isnull=False)
    .exclude(state=MilestoneState.DROPPED)
    .order_by("-dated")
    .values(fact=JSONObject(title="title", day="dated"))
)
FIRST_RECORDED = Subquery(
    Original.objects.filter(instrument=OuterRef("pk")).order_by("pk").values("recorded_at")[:1]
)
LAST_RESOLUTION_STATE = Subquery(BA_RESOLUTIONS.order_by("-pk").values("state")[:1])
LAST_ANSWER = Subquery(
    ReportAnswer.objects.filter(report=OuterRef("pk")).order_by("-number").values("decision")[:1]
)
TERMS = [
    *("instrument_id", "obligation_id", "position", "change", "kind", "quantity", "unit", "sense"),
    *("owed_by", "owed_by_sides"),
    *(
        "shape",
        "due_on",
        "anchor",
        "anchor_code",
        "anchor_milestone",
        "period_months",
        "due_month",
        "due_day",
    ),
    *("offset_amount", "offset_unit", "offset_before", "year", "first_year", "trigger", "survives"),
]


@dataclass(slots=True, kw_only=True)
class Contract:
    """The dates shared by the obligations of one agreement.

    `effective_from` maps the numbers of its instruments to their first days, `concluded_on` to their last signatures.
    `tracked_from` is the day on which a contract made elsewhere was recorded; of it may be known only until when it was signed.
    """

    district_number: str
    facts: ContractFacts
    decided: DecidedExtension | None
    events: Events
    effective_from: dict[int, date | None]
    concluded_on: dict[int, date | None]
    tracked_from: date | None = None


@dataclass(slots=True)
class TrackingFacts:
    """The facts about one obligation: terms and rows by instrument number, occasions, and the last reports."""

    texts: dict[int, Terms] = field(default_factory=dict)
    rows: dict[int, ObligationTerms] = field(default_factory=dict)
    occasions: list[facts.OccasionFact] = field(default_factory=list)
    reported: list[ReportedOccurrence] = field(default_factory=list)
    last_reports: dict[str, LastReport] = field(default_factory=dict)


def contracts_of(terms: QuerySet[ObligationTerms], as_of: date) -> dict[int, Contract]:
    """Return the dates of the agreements that the terms belong to, by agreement. One query."""
    return contracts_in(_agreements(terms), as_of)


def contracts_in(agreements: Collection[int] | QuerySet[Any], as_of: date) -> dict[int, Contract]:
    """Return the dates of agreements, given by key, as far as they are signed. One query.

    Begin, signature, first day in force and end are those of the contract.
    """
    found: dict[int, Contract] = {}
    for row in _signed_instruments().filter(agreement__in=agreements):
        dates = contract_facts(row)
        if row.number == 0:
            events = Events(
                begins_on=dates.signed_on if row.begins_with_signing else dates.begins_on,
                signed_on=dates.signed_on,
                in_force_on=in_force_on(dates),
                last_day=last_day(dates, as_of),
                ba_resolution_on=row.resolved_on,
                ba_resolution_state=ResolutionState(row.resolution_state).label
                if row.resolution_state and not row.resolved_on
                else "",
                milestones={one["title"]: date.fromisoformat(one["day"]) for one in row.dated_milestones},
            )
            found[row.agreement_id] = Contract(
                district_number=row.district_number,
                facts=dates,
                decided=decided_extension(row.last_decision),
                events=events,
                effective_from={0: events.in_force_on},
                concluded_on={0: dates.signed_on},
                tracked_from=timezone.localdate(row.first_recorded_at) if row.first_recorded_at else None,
            )
        elif contract := found.get(row.agreement_id):
            days = [contract.events.in_force_on, in_force_on(dates)]  # never before the contract
            contract.effective_from[row.number] = max((day for day in days if day), default=None)
            contract.concluded_on[row.number] = dates.signed_on
    return found


@cache
def _signed_instruments() -> QuerySet[Any]:
    """Return the query of `contracts_in` for all agreements: to write it takes longer than to ask it."""
    return (
        with_term_facts(Instrument.objects.filter(status=Status.SIGNED))
        .annotate(
            resolved_on=FIRST_RESOLUTION,
            resolution_state=LAST_RESOLUTION_STATE,
            dated_milestones=MILESTONES,
            last_decision=LAST_DECISION,
            district_number=F("agreement__district__number"),
            first_recorded_at=FIRST_RECORDED,
        )
        .only(
            "agreement_id",
            "number",
            "made_elsewhere",
            "status",
            "begins_on",
            "begins_with_signing",
            "ends_on",
            "extension_months",
            "notice_months",
        )
        .order_by("agreement_id", "number")
    )


def read_tracking_facts(
    terms: QuerySet[ObligationTerms], contracts: Mapping[int, Contract]
) -> dict[int, TrackingFacts]:
    """Return the facts about each obligation of the same agreements, by obligation. Three queries."""
    found: dict[int, TrackingFacts] = defaultdict(TrackingFacts)
    _read_texts(terms, contracts, found)
    occasions = Occasion.objects.filter(obligation__agreement__in=_agreements(terms))
    for key, obligation, day in occasions.order_by("happened_on", "pk").values_list(
        "pk", "obligation_id", "happened_on"
    ):
        found[obligation].occasions.append(facts.OccasionFact(key, day))
    fulfilled = _read_reports(terms, found)
    for agreement, days in fulfilled.items():
        if contract := contracts.get(agreement):
            contract.events = replace(contract.events, fulfilled=days)
    return found


def _agreements(terms: QuerySet[ObligationTerms]) -> QuerySet[ObligationTerms]:
    return terms.order_by().values("obligation__agreement")  # type: ignore[return-value]  # values of the same rows


def _read_texts(
    terms: QuerySet[ObligationTerms], contracts: Mapping[int, Contract], found: dict[int, TrackingFacts]
) -> None:
    rows = (
        ObligationTerms.objects.filter(SIGNED, instrument__agreement__in=_agreements(terms))
        .annotate(agreement=F("instrument__agreement"), number=F("instrument__number"))
        .only(*TERMS)
        .order_by()
    )
    for row in rows:
        contract = contracts.get(row.agreement)
        of_one = found[row.obligation_id]
        of_one.rows[row.number] = row
        of_one.texts[row.number] = signed_terms(row, row.number, contract)


def signed_terms(row: ObligationTerms, number: int, contract: Contract | None) -> Terms:
    """Return the terms of an obligation in an instrument of its contract."""
    return Terms(
        number=number,
        effective_from=contract.effective_from.get(number) if contract else None,
        concluded_on=contract.concluded_on.get(number) if contract else None,
        ended=row.change == TermsChange.ENDED,
        rule=due_rule(row),
        quantity=row.quantity,
        unit=row.unit,
        sense=Sense(row.sense),
    )


def _read_reports(
    terms: QuerySet[ObligationTerms], found: dict[int, TrackingFacts]
) -> dict[int, dict[str, date]]:
    """Add the last report on each occurrence; return the days of fulfilment by agreement and code."""
    rows = (
        Report.objects.filter(obligation__agreement__in=_agreements(terms))
        .order_by("obligation_id", "key", "-number")
        .distinct("obligation_id", "key")
        .values_list(
            "obligation_id",
            "obligation__agreement",
            "obligation__code",
            "terms__instrument__number",
            *("key", "starts_on", "due_on", "progress", "done_on", "side"),
            LAST_ANSWER,
        )
    )
    fulfilled: dict[int, dict[str, date]] = defaultdict(dict)
    # plain values: a district may have thousands of them
    for obligation, agreement, code, number, key, starts_on, due_on, progress, done_on, side, answer in rows:
        last = LastReport(
            progress=Progress(progress),
            answer=ReportDecision(answer) if answer else None,
            side=ReportingSide(side),
        )
        of_one = found[obligation]
        of_one.last_reports[key] = last
        of_one.reported.append(
            ReportedOccurrence(
                key=key, starts_on=starts_on, due_on=due_on, number=number, settled=last.settles
            )
        )
        if last.progress == Progress.FULFILLED:
            days = fulfilled[agreement]
            days[code] = min(done_on, days.get(code, date.max))
    return fulfilled
