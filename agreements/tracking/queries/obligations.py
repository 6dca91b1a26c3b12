"""What is owed by signed contracts, and where it stands, in a fixed number of queries however much there is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from agreements import policy
from agreements.choices import ObligationKind, OwedBy, Side
from agreements.models import Obligation, ObligationTerms, Report, ReportAnswer
from agreements.tracking.queries.schedule_facts import (
    SIGNED,
    TERMS,
    Contract,
    TrackingFacts,
    contracts_of,
    gather,
    in_order,
)
from agreements.tracking.schedule.building import build_schedule
from agreements.tracking.schedule.facts import Terms
from agreements.tracking.status import Tracked, TrackedState, track, worth_showing
from districts.models import User

URGENCY = {state: rank for rank, state in enumerate(TrackedState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFilter:
    """What part of the obligations somebody wants to see; nothing chosen means all. `district` is a slug."""

    owed_by: Side | None = None
    kind: str = ""
    district: str = ""
    state: TrackedState | None = None

    def condition(self) -> Q:
        """Return the choice of a district as a condition on terms."""
        return Q(instrument__agreement__district__slug=self.district) if self.district else Q()

    def admits(self, owed_now: OwedBy, kind: ObligationKind) -> bool:
        """Say whether obligations of a kind that a side owes are chosen."""
        return (not self.owed_by or owed_now in {self.owed_by.value, OwedBy.BOTH}) and self.kind in {"", kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One occurrence of an obligation by its keys, and where it stands.

    Its words are read from the signed text that it follows when they are shown, and `owed_by` too; `owed_now` and
    `kind` are those of the terms in force. `said_by` is the side that the last report speaks for, None without one.
    """

    agreement_id: int
    obligation_id: int
    instrument_id: int
    code: str
    district_number: str
    position: int
    terms: Terms
    owed_by: OwedBy
    owed_now: OwedBy
    kind: ObligationKind
    tracked: Tracked
    said_by: Side | None = None

    @property
    def key(self) -> str:
        """The key of the occurrence, empty for an obligation that waits for an occasion."""
        return self.tracked.occurrence.key if self.tracked.occurrence else ""


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
    """Return what a list shows of each obligation, the most urgent first. Five queries."""
    found = []
    for of_one in _tracked(terms, as_of):
        shown = {id(tracked) for tracked in worth_showing([one.tracked for one in of_one], as_of)}
        found += [duty for duty in of_one if id(duty.tracked) in shown]
    return sorted(found, key=_urgency)


def all_occurrences(terms: QuerySet[ObligationTerms], as_of: date) -> list[Duty]:
    """Return every occurrence of some obligations so far and the next one, by their day. Five queries."""
    return [duty for of_one in _tracked(terms, as_of) for duty in of_one]


def at_rest(terms: QuerySet[ObligationTerms], as_of: date) -> list[Duty]:
    """Return the same occurrences with the states that they have while their days are far. Five queries."""
    return [duty for of_one in _tracked(terms, as_of, seen_from=date.min) for duty in of_one]


def latest_reports(shown: Collection[Duty]) -> dict[tuple[int, str], Report]:
    """Return the latest report on each of some occurrences, with who made and answered it. Two queries."""
    answers = ReportAnswer.objects.order_by("number").select_related("answered_by")
    wanted = {
        "obligation__in": {duty.obligation_id for duty in shown},
        "key__in": {duty.key for duty in shown},
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
    terms: QuerySet[ObligationTerms], as_of: date, *, seen_from: date | None = None
) -> list[list[Duty]]:
    # few joins and no order: beyond eight tables PostgreSQL no longer begins with the reader's own district
    rows = list(
        terms.annotate(
            code=F("obligation__code"),
            agreement=F("obligation__agreement"),
            number=F("instrument__number"),
        )
        .only(*TERMS, "kind")
        .order_by()
    )
    contracts = contracts_of(terms, as_of)
    gathered = gather(terms, contracts)
    return [
        _of_one(
            row,
            row.code,
            row.agreement,
            contracts[row.agreement],
            gathered[row.obligation_id],
            as_of,
            seen_from or as_of,
        )
        for row in rows
    ]


def _of_one(
    row: ObligationTerms,
    code: str,
    agreement: int,
    contract: Contract,
    gathered: TrackingFacts,
    as_of: date,
    seen_from: date,
) -> list[Duty]:
    texts = in_order(gathered.texts.values())
    events = replace(contract.events, occasions=tuple(gathered.occasions))
    schedule = build_schedule(texts, events, as_of, reported=[said.reported for said in gathered.said])
    words = {said.reported.key: said.word for said in gathered.said}
    now = texts[-1].number
    found = []
    for tracked in track(texts, schedule, words, seen_from):
        number = tracked.occurrence.number if tracked.occurrence else now
        number = number if number in gathered.rows else now
        word = words.get(tracked.occurrence.key) if tracked.occurrence else None
        found.append(
            Duty(
                agreement_id=agreement,
                obligation_id=row.obligation_id,
                instrument_id=gathered.rows[number].instrument_id,
                code=code,
                district_number=contract.district_number,
                position=row.position,
                terms=gathered.texts[number],
                owed_by=OwedBy(gathered.rows[number].owed_by),
                owed_now=OwedBy(row.owed_by),
                kind=ObligationKind(row.kind),
                tracked=tracked,
                said_by=word.side if word else None,
            )
        )
    return found


def _urgency(duty: Duty) -> tuple[int, date, str, int]:
    return (URGENCY[duty.tracked.state], duty.tracked.due_on or date.max, duty.district_number, duty.position)
