"""The agreements before and after another one on its page, and how they join."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agreements import policy
from agreements.choices import Status
from agreements.models import Agreement, Instrument
from agreements.state import ContractFacts, in_force_on
from agreements.texts.in_force import DatedInstrument, contract_facts, with_term_facts
from agreements.texts.succession import joint_words
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionRow:
    """An agreement before or after; `label` says which."""

    label: str
    contract: Instrument
    joint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionView:
    """`may_begin`: the user may begin a successor, and there is none."""

    rows: tuple[SuccessionRow, ...]
    may_begin: bool


def succession_view(
    user: User, agreement: Agreement, facts: ContractFacts | None, as_of: date
) -> SuccessionView:
    """Return the visible agreements that join another one; `facts` are those of its contract. At most two queries."""
    joins = agreement.predecessor_id or agreement.successors.exists()
    rows = tuple(_rows(user, agreement, facts, as_of)) if joins else ()
    is_last = not any(row.contract.agreement_id != agreement.predecessor_id for row in rows)
    may = policy.verdict(user, "agreement.create").allowed
    return SuccessionView(rows=rows, may_begin=is_last and may and bool(facts and in_force_on(facts)))


def _rows(
    user: User, agreement: Agreement, facts: ContractFacts | None, as_of: date
) -> Iterator[SuccessionRow]:
    contracts = (
        with_term_facts(policy.visible_instruments(user))
        .filter(Q(agreement=agreement.predecessor_id) | Q(agreement__predecessor=agreement), number=0)
        .select_related("agreement__district")
        .order_by("agreement")
    )
    for contract in contracts:
        if contract.status != Status.WITHDRAWN or contract.agreement_id == agreement.predecessor_id:
            yield _row(agreement, contract, facts, as_of)


def _row(
    agreement: Agreement, contract: DatedInstrument, facts: ContractFacts | None, as_of: date
) -> SuccessionRow:
    is_former = contract.agreement_id == agreement.predecessor_id
    joint = ""
    if facts and Status.WITHDRAWN not in {contract.status, facts.status}:
        pair = (contract_facts(contract), facts) if is_former else (facts, contract_facts(contract))
        joint = joint_words(*pair, as_of)
    return SuccessionRow(label="Folgt auf" if is_former else "Folgevertrag", contract=contract, joint=joint)
