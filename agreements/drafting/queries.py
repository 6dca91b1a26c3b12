"""Finds the rows of a draft within an instrument that the door has opened; what is not there is a 404.

Where a form was sent for a row that has been removed meanwhile there is None instead: the action refuses it, and
the page keeps what was typed.
"""

from typing import TypeVar

from django.http import Http404, HttpRequest

from agreements.models import Clause, Instrument, ObligationTerms, Party, Section, Signatory

Row = TypeVar("Row")


def section_of(request: HttpRequest, instrument: Instrument, key: str) -> Section | None:
    """Return a section of the instrument."""
    return _there_or_sent(request, instrument.sections.filter(key=key).first())


def clause_of(request: HttpRequest, instrument: Instrument, key: str) -> Clause | None:
    """Return a clause of the instrument."""
    clauses = Clause.objects.select_related("section").filter(section__instrument=instrument)
    return _there_or_sent(request, clauses.filter(key=key).first())


def terms_of(request: HttpRequest, instrument: Instrument, code: str) -> ObligationTerms | None:
    """Return what the instrument says about an obligation."""
    rows = instrument.terms.select_related("obligation", "clause")
    return _there_or_sent(request, rows.filter(obligation__code=code).first())


def party_of(instrument: Instrument, side: str) -> Party:
    """Return one side of the instrument."""
    return _there(instrument.parties.filter(side=side).first())


def signatory_of(request: HttpRequest, instrument: Instrument, key: str) -> Signatory | None:
    """Return a person who is to sign the instrument."""
    return _there_or_sent(request, instrument.signatories.filter(key=key).first())


def _there_or_sent(request: HttpRequest, row: Row | None) -> Row | None:
    return row if request.method == "POST" else _there(row)


def _there(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
