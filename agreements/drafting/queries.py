"""Rows of a draft by key, for views.

Raises Http404 if there is none; on POST returns None instead, so that the action refuses and the page keeps the input.
"""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from agreements import policy
from agreements.access import current_user
from agreements.choices import Origin, Side, Status
from agreements.models import (
    AgreementTemplate,
    Clause,
    Instrument,
    ObligationTerms,
    Party,
    Section,
    Signatory,
)
from agreements.texts.association import SHORT
from agreements.texts.in_force import DatedInstrument, with_term_facts
from agreements.texts.party_words import party_names
from districts.models import User

Row = TypeVar("Row")


def section_of(request: HttpRequest, instrument: Instrument, key: str) -> Section | None:
    return _there_or_sent(request, instrument.sections.filter(key=key).first())


def clause_of(request: HttpRequest, instrument: Instrument, key: str) -> Clause | None:
    clauses = Clause.objects.select_related("section").filter(section__instrument=instrument)
    return _there_or_sent(request, clauses.filter(key=key).first())


def terms_of(request: HttpRequest, instrument: Instrument, code: str) -> ObligationTerms | None:
    rows = instrument.terms.select_related("obligation", "clause")
    return _there_or_sent(request, rows.filter(obligation__code=code).first())


def party_of(request: HttpRequest, instrument: Instrument, side: str) -> Party | None:
    return _there_or_sent(request, instrument.parties.filter(side=side).first())


def signatory_of(request: HttpRequest, instrument: Instrument, key: str) -> Signatory | None:
    return _there_or_sent(request, instrument.signatories.filter(key=key).first())


def contracts_to_copy(user: User) -> QuerySet[Instrument]:
    """Return the contracts whose text the user may take over into a new one."""
    visible = policy.visible_instruments(user).exclude(agreement__origin=Origin.MODEL)
    return visible.filter(number=0).select_related("agreement__district", "template").order_by("-pk")


def contract_by_key(user: User, key: str) -> Instrument | None:
    """Return a contract to copy by a primary key from user input, or None."""
    return contracts_to_copy(user).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None


def contract_to_follow(request: HttpRequest) -> "DatedInstrument | None":
    """Return the signed contract that `nachfolge` names by its agreement, or None."""
    key = request.POST.get("nachfolge") or request.GET.get("nachfolge", "")
    if not key.isdecimal() or len(key) >= 10:
        return None
    rows = with_term_facts(contracts_to_copy(current_user(request))).select_related("agreement__coordinator")
    return rows.filter(agreement=int(key), status=Status.SIGNED).first()


def second_name(template: AgreementTemplate | None, source: Instrument | None) -> str:
    """Return what the text of a new contract calls its other party, from what it begins with; empty if it has none."""
    if source:
        return source.parties.filter(side=Side.ASSOCIATION).values_list("short", flat=True).first() or ""
    return party_names(template.read()).get(Side.ASSOCIATION, "") if template else SHORT


def _there_or_sent(request: HttpRequest, row: Row | None) -> Row | None:
    return row if request.method == "POST" else _there(row)


def _there(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
