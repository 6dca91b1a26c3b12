"""What a page of an agreement is about, for one reader on one day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agreements import policy
from agreements.choices import Status
from agreements.models import Agreement, Instrument
from agreements.state import ContractFacts, in_force_on
from agreements.texts.in_force import DatedInstrument, contract_facts, with_term_facts
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSubject:
    """`instrument` is the contract or the amendment whose pages these are, None if nothing but the agreement is known.

    `amendments` are all that the reader may see, in the order of their numbers.
    """

    user: User
    agreement: Agreement
    contract: Instrument | None
    amendments: "tuple[DatedInstrument, ...]"
    facts: ContractFacts | None
    instrument: Instrument | None
    now: datetime

    @property
    def as_of(self) -> date:
        return timezone.localdate(self.now)

    @property
    def in_force_on(self) -> date | None:
        """The first day in force of the contract."""
        return in_force_on(self.facts) if self.facts else None

    @property
    def amendment(self) -> Instrument | None:
        """The amendment whose pages these are, None for the pages of the agreement."""
        return self.instrument if self.instrument and self.instrument.number else None

    @property
    def is_signed_contract(self) -> bool:
        """Whether its first page says where things stand, and its text is on a page of its own."""
        return bool(self.contract and not self.amendment and self.contract.status == Status.SIGNED)

    @property
    def made_here(self) -> Instrument | None:
        """The instrument unless it was signed elsewhere: then it has no comments and no signed files."""
        return self.instrument if self.instrument and not self.instrument.made_elsewhere else None


def page_subject(
    user: User, agreement: Agreement, amendment: Instrument | None, now: datetime
) -> PageSubject:
    """Return the agreement with its visible instruments; their frozen texts are read when they are needed. One query."""
    rows = list(
        with_term_facts(policy.visible_instruments(user))
        .filter(agreement=agreement)
        .select_related("frozen_version")
        .defer("frozen_version__content", "frozen_version__source")
        .order_by("number")
    )
    for row in rows:
        row.agreement = agreement  # with its district and coordinator
    contract = next((row for row in rows if row.number == 0), None)
    return PageSubject(
        user=user,
        agreement=agreement,
        contract=contract,
        amendments=tuple(row for row in rows if row.number),
        facts=contract_facts(contract) if contract else None,
        instrument=amendment or contract,
        now=now,
    )
