"""All agreements of the city by the day on which they were signed, on one line of time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypedDict

from django.db.models import Prefetch, Q, QuerySet
from django_stubs_ext import WithAnnotations

from agreements import policy
from agreements.choices import Status
from agreements.dossier.agreement_list import SIGNING_FACTS, signing_day
from agreements.dossier.known_days import KnownDay
from agreements.dossier.time_line import TimeLine, TimeMark, TimeSpan, time_line
from agreements.models import Agreement, Instrument, Milestone
from agreements.situation_cache import remembered
from agreements.texts.in_force import LAST_SIGNATURE, SIGNED_LATEST
from districts.models import User
from districts.policy import role_scope

MOST_ROWS = 60  # that can be looked through; the districts of a city are twelve


class _ContractFacts(TypedDict):
    signed_on: date | None
    signed_latest: bool | None


class _SigningFacts(TypedDict):
    contracts: "list[WithAnnotations[Instrument, _ContractFacts]]"
    signing_facts: list[Milestone]


SignedAgreement: TypeAlias = "WithAnnotations[Agreement, _SigningFacts]"  # quoted: only mypy can read it


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRow:
    agreement: Agreement
    signed: KnownDay
    mark: TimeMark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningLine:
    """The first to be signed; `total` counts all."""

    line: TimeLine
    rows: tuple[SigningRow, ...]
    total: int


def signing_line(user: User, chosen: Q, today: date) -> SigningLine | None:
    """Return the signed ones of the chosen agreements, the first one first; None if no day is known.

    Two queries, and three for the days that this process does not know.
    """

    def computed(agreements: Collection[int]) -> dict[int, KnownDay | None]:
        return {one.pk: _day(one) for one in _agreements(user).filter(pk__in=agreements)}

    heads = dict(policy.visible_to(user).filter(chosen).values_list("pk", "history_head"))
    days = remembered(f"signing day for {role_scope(user)}", heads, today, computed)
    signed = sorted(((pk, day) for pk in heads if (day := days[pk])), key=lambda pair: pair[1].order)
    shown = signed[:MOST_ROWS]
    agreements = Agreement.objects.select_related("district").in_bulk([pk for pk, _ in shown])
    spans = [
        TimeSpan(first=day.earliest, last=day.latest, shape="day" if day.is_exact else "about")
        for _, day in shown
    ]
    line = time_line(spans, today)
    if line is None:
        return None
    rows = (
        SigningRow(agreement=agreements[pk], signed=day, mark=mark)
        for (pk, day), mark in zip(shown, line.marks, strict=True)
    )
    return SigningLine(line=line, rows=tuple(rows), total=len(signed))


def _agreements(user: User) -> QuerySet[SignedAgreement]:
    """Return the visible agreements with the days of their signing alone: there are more of them than on a page."""
    contracts = policy.visible_instruments(user).filter(number=0, status=Status.SIGNED)
    days = contracts.only("agreement").annotate(signed_on=LAST_SIGNATURE, signed_latest=SIGNED_LATEST)
    return policy.visible_to(user).prefetch_related(
        Prefetch("instruments", days, to_attr="contracts"), SIGNING_FACTS
    )


def _day(agreement: SignedAgreement) -> KnownDay | None:
    contract = next(iter(agreement.contracts), None)
    return signing_day(
        contract.signed_on if contract else None,
        agreement.signing_facts,
        is_latest=bool(contract and contract.signed_latest),
    )
