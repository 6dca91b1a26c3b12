"""Reads of what ends an agreement."""

from django.http import Http404

from agreements.models import Agreement, Instrument, TerminationNotice
from agreements.state import ContractFacts
from agreements.texts.in_force import contract_facts, with_term_facts


def contract_with_facts(agreement: Agreement) -> tuple[Instrument, ContractFacts]:
    contract = (
        with_term_facts(Instrument.objects.filter(agreement=agreement, number=0))
        .select_related("agreement__district")
        .get()
    )
    return contract, contract_facts(contract)


def notice_of(agreement: Agreement, pk: int) -> TerminationNotice:
    """Return a notice with its files. Raises Http404."""
    row = (
        agreement.termination_notices.select_related("document", "retraction__document").filter(pk=pk).first()
    )
    if row is None:
        raise Http404
    return row
