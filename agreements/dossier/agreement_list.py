"""The rows of the list of agreements, and of all other tables of agreements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, TextChoices
from django_stubs_ext import WithAnnotations

from agreements import policy
from agreements.choices import MilestoneKind, Status
from agreements.dossier.known_days import KnownDay, described, exact
from agreements.models import Agreement, Event, Milestone
from agreements.recording.queries import ListedInstrument, with_transcript_facts
from agreements.situation_cache import remembered
from agreements.state import (
    AgreementState,
    agreement_state,
    in_force_on,
    last_day,
    next_extension,
)
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.term import outlook_words
from agreements.texts.wording import date_words
from agreements.tones import Tone
from districts.models import User
from districts.policy import role_scope

PRESUPPOSING = (MilestoneKind.PUBLISHED, MilestoneKind.PRESENTED)  # what is shown has been signed
# of an agreement: what sources say of its signing
SIGNING_FACTS = Prefetch(
    "milestones",
    Milestone.objects.filter(kind__in=[MilestoneKind.SIGNED, *PRESUPPOSING]),
    to_attr="signing_facts",
)
LAST_EVENT_AT = Subquery(
    Event.objects.filter(agreement=OuterRef("pk")).order_by("-sequence").values("at")[:1]
)


class _AgreementFacts(TypedDict):
    contracts: list[ListedInstrument]
    signing_facts: list[Milestone]
    last_event_at: datetime | None


ListedAgreement: TypeAlias = "WithAnnotations[Agreement, _AgreementFacts]"  # quoted: only mypy can read it


class AgreementOrder(TextChoices):
    """What the list is sorted by; `value` stands in its address."""

    DISTRICT = "bezirk", "Bezirk"
    REFERENCE = "nummer", "Vertragsnummer"
    CHANGED = "geaendert", "zuletzt geändert"


ORDERS = {
    AgreementOrder.DISTRICT: ("district__number", "-pk"),
    AgreementOrder.REFERENCE: ("reference",),
    AgreementOrder.CHANGED: (LAST_EVENT_AT.desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFilter:
    """What of the list is shown, and in which order; `district` is a primary key."""

    district: int | None = None
    status: Status | None = None
    order: AgreementOrder = AgreementOrder.DISTRICT

    @property
    def is_set(self) -> bool:
        """Whether it may leave something out."""
        return self.district is not None or self.status is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    agreement: Agreement
    state: AgreementState
    status_tone: Tone
    status_label: str
    signed: KnownDay | None
    in_force_on: date | None
    ends_on: date | None
    extends: bool
    outlook: str
    updated_at: datetime | None


def agreements_for_list(user: User) -> QuerySet[Agreement]:
    """Return the visible agreements, with the names that a list shows."""
    return policy.visible_to(user).select_related("district", "coordinator")


def condition(user: User, choice: AgreementFilter) -> Q:
    """Return the condition for the chosen agreements; a status is that of a contract that the user sees."""
    chosen = Q() if choice.district is None else Q(district=choice.district)
    if choice.status is None:
        return chosen
    contracts = policy.visible_instruments(user).filter(number=0, status=choice.status)
    return chosen & Q(Exists(contracts.filter(agreement=OuterRef("pk"))))


def agreement_rows(user: User, agreements: Iterable[Agreement], as_of: date) -> list[AgreementRow]:
    """Return what the user sees of visible agreements. One query, and three for those that this process does not know."""

    def computed(keys: Collection[int]) -> dict[int, AgreementRow]:
        return {found.pk: _row(found, as_of) for found in _with_facts(user, keys)}

    shown = list(agreements)
    heads = {agreement.pk: agreement.history_head for agreement in shown}
    rows = remembered(f"row for {role_scope(user)}", heads, as_of, computed)
    # names of districts and people are in no history
    return [replace(rows[agreement.pk], agreement=agreement) for agreement in shown]


def _with_facts(user: User, agreements: Collection[int]) -> QuerySet[ListedAgreement]:
    contracts = with_transcript_facts(with_term_facts(policy.visible_instruments(user).filter(number=0)))
    return (
        Agreement.objects.filter(pk__in=agreements)
        .annotate(last_event_at=LAST_EVENT_AT)
        .prefetch_related(Prefetch("instruments", contracts, to_attr="contracts"), SIGNING_FACTS)
    )


def _row(agreement: ListedAgreement, as_of: date) -> AgreementRow:
    contract = next(iter(agreement.contracts), None)
    facts = contract_facts(contract) if contract else None
    return AgreementRow(
        agreement=agreement,
        state=agreement_state(facts, as_of),
        status_tone=contract.status_tone if contract and not contract.made_elsewhere else Tone.NEUTRAL,
        status_label=_status_words(contract),
        signed=signing_day(
            facts.signed_on if facts and facts.status == Status.SIGNED else None,
            agreement.signing_facts,
            is_latest=bool(facts and facts.signed_latest),
        ),
        in_force_on=in_force_on(facts) if facts else None,
        ends_on=last_day(facts, as_of) if facts else None,
        extends=bool(facts and next_extension(facts, as_of)),
        outlook=outlook_words(facts, as_of) if facts else "",
        updated_at=agreement.last_event_at,
    )


def _status_words(contract: "ListedInstrument | None") -> str:
    if contract is None:
        return "Text nicht hinterlegt"
    if contract.made_elsewhere and contract.status == Status.SIGNED:
        return f"andernorts geschlossen, {contract.depth}"
    return contract.get_status_display()


def signing_day(
    signed_on: date | None, sourced: Collection[Milestone], *, is_latest: bool
) -> KnownDay | None:
    """Return when an agreement was signed: as its signed contract says it, else as public sources do."""
    if signed_on:
        words = date_words(signed_on)
        if is_latest:
            return KnownDay(earliest=None, latest=signed_on, words=f"spätestens {words}")
        return exact(signed_on, words)
    first = next((row for row in sourced if row.kind == MilestoneKind.SIGNED), None)
    if first is None:
        return None
    if first.dated:
        return exact(first.dated, f"{date_words(first.dated)} (laut Quelle)")
    shown = [row.dated for row in sourced if row.dated and row.kind in PRESUPPOSING]
    return described(first.date_words, not_after=min(shown, default=None))
