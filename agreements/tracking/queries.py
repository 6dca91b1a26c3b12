"""What is owed by signed contracts, and where it stands, in a fixed number of queries however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from agreements import policy
from agreements.documents.assemble import due_rule
from agreements.models import Instrument, Obligation, ObligationTerms, Report, Resolution, Signature
from agreements.state import ContractFacts, in_force_on, last_day
from agreements.tracking.due import ContractDates
from agreements.tracking.standing import Said, Tracked, TrackedState, track
from agreements.vocabulary import OwedBy, Progress, ResolutionKind, Sense, Side, Status
from districts.models import User

SIGNED = Q(instrument__status=Status.SIGNED)
LAST_SIGNATURE = Subquery(
    Signature.objects.filter(version=OuterRef("frozen_version"), signatory__required=True)
    .order_by()
    .values("version")
    .annotate(day=Max("signed_on"))
    .values("day")
)
FIRST_RESOLUTION = Subquery(
    Resolution.objects.filter(agreement=OuterRef("agreement"), kind=ResolutionKind.BA_RESOLUTION)
    .order_by()
    .values("agreement")
    .annotate(day=Min("dated"))
    .values("day")
)
URGENCY = {state: rank for rank, state in enumerate(TrackedState)}
FOR_TRACKING = [
    *("instrument_id", "obligation_id", "position", "quantity", "sense"),
    *("shape", "due_on", "anchor", "offset_months", "period_months", "due_month", "due_day"),
    *("trigger", "reaction_amount", "reaction_unit"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What part of the obligations somebody wants to see; nothing chosen means all.

    `district` is a slug. The state is derived, so it is no condition for the database.
    """

    owed_by: Side | None = None
    kind: str = ""
    district: str = ""
    state: TrackedState | None = None

    def condition(self) -> Q:
        """Return the choice as a condition on terms."""
        chosen = Q()
        if self.owed_by:
            chosen &= Q(owed_by__in=[self.owed_by.value, OwedBy.BOTH.value])
        if self.kind:
            chosen &= Q(kind=self.kind)
        if self.district:
            chosen &= Q(instrument__agreement__district__slug=self.district)
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An obligation by its keys, and where it stands. Its words are read from the signed text when they are shown."""

    obligation_id: int
    instrument_id: int
    code: str
    district_number: str
    position: int
    tracked: Tracked


@dataclass(frozen=True, slots=True)
class Contract:
    """What the obligations of one agreement share."""

    district_number: str
    dates: ContractDates


def terms_in_force() -> QuerySet[ObligationTerms]:
    """Return for each obligation the terms of the highest-numbered signed instrument that speaks of it."""
    newer = ObligationTerms.objects.filter(
        SIGNED, obligation=OuterRef("obligation"), instrument__number__gt=OuterRef("instrument__number")
    )
    return ObligationTerms.objects.filter(SIGNED).filter(~Exists(newer))


def terms_of(obligation: Obligation) -> ObligationTerms | None:
    """Return the terms that hold for one obligation, None as long as nobody has signed any."""
    return (
        terms_in_force()
        .filter(obligation=obligation)
        .select_related("obligation", "instrument__agreement__district", "instrument__frozen_version")
        .first()
    )


def terms_visible_to(user: User) -> QuerySet[ObligationTerms]:
    """Return the terms in force that the reader may see."""
    return terms_in_force().filter(instrument__in=policy.visible_instruments(user))


def duties(terms: QuerySet[ObligationTerms], as_of: date) -> list[Duty]:
    """Return where each obligation stands, the most urgent first. Three queries."""
    # few joins and no order: beyond eight tables PostgreSQL no longer begins with the reader's own district
    rows = (
        terms.annotate(code=F("obligation__code"), agreement=F("obligation__agreement"))
        .only(*FOR_TRACKING)
        .order_by()
    )
    contracts = _contracts(terms, as_of)
    reports = _reports(terms)
    found = [
        Duty(
            obligation_id=row.obligation_id,
            instrument_id=row.instrument_id,
            code=row.code,
            district_number=contracts[row.agreement].district_number,
            position=row.position,
            tracked=_tracked(row, contracts[row.agreement].dates, reports.get(row.obligation_id, ()), as_of),
        )
        for row in rows
    ]
    return sorted(found, key=_urgency)


def latest_reports(obligations: Iterable[int]) -> dict[int, Report]:
    """Return the latest report on each of some obligations, with who made it. One query."""
    latest = (
        Report.objects.filter(obligation__in=list(obligations))
        .order_by("obligation_id", "-reported_at", "-pk")
        .distinct("obligation_id")
        .select_related("reported_by")
    )
    return {report.obligation_id: report for report in latest}


def _tracked(row: ObligationTerms, dates: ContractDates, reports: Iterable[Said], as_of: date) -> Tracked:
    up_to = row.quantity is not None and row.sense == Sense.UP_TO
    return track(due_rule(row), dates, tuple(reports), up_to=up_to, as_of=as_of)


def _contracts(terms: QuerySet[ObligationTerms], as_of: date) -> dict[int, Contract]:
    signed = (
        Instrument.objects.filter(
            number=0, status=Status.SIGNED, agreement__in=terms.order_by().values("obligation__agreement")
        )
        .annotate(
            signed_on=LAST_SIGNATURE,
            resolved_on=FIRST_RESOLUTION,
            district_number=F("agreement__district__number"),
        )
        .only("agreement_id", "status", "begins_on", "ends_on", "extension_months")
    )
    found = {}
    for contract in signed:
        facts = ContractFacts(
            status=Status(contract.status),
            begins_on=contract.begins_on,
            ends_on=contract.ends_on,
            extension_months=contract.extension_months,
            signed_on=contract.signed_on,
        )
        dates = ContractDates(
            begins_on=facts.begins_on,
            signed_on=facts.signed_on,
            in_force_on=in_force_on(facts),
            last_day=last_day(facts, as_of),
            ba_resolution_on=contract.resolved_on,
        )
        found[contract.agreement_id] = Contract(contract.district_number, dates)
    return found


def _reports(terms: QuerySet[ObligationTerms]) -> dict[int, list[Said]]:
    told: dict[int, list[Said]] = {}
    rows = (
        Report.objects.filter(obligation__in=terms.order_by().values("obligation"))
        .order_by("reported_at", "pk")
        .values_list("obligation_id", "reported_at", "progress")
    )
    for obligation, moment, progress in rows:
        told.setdefault(obligation, []).append(Said(timezone.localdate(moment), Progress(progress)))
    return told


def _urgency(duty: Duty) -> tuple[int, date, str, int]:
    return (URGENCY[duty.tracked.state], duty.tracked.due_on or date.max, duty.district_number, duty.position)
