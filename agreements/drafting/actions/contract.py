"""Actions that create agreements: a draft with any beginning, or the record of an agreement made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements import history, policy
from agreements.choices import LegalForm, Origin, Side
from agreements.content import Content
from agreements.drafting.actions.beginnings import Beginning, from_model, write_remarks
from agreements.drafting.actions.head import clean_placeholders
from agreements.drafting.actions.parties import write_parties
from agreements.drafting.actions.rows import write_rows
from agreements.drafting.edit_transaction import atomic_action, clean_text
from agreements.drafting.model_texts.selection import DEFAULT_SELECTION, Selection
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Agreement, AgreementTemplate, Instrument, Signatory
from agreements.numbering import Numbering
from agreements.template_rules import TemplateRules
from agreements.texts.association import NAME, SHORT, current_association
from agreements.texts.overlaps import Span, overlapping_contracts
from districts.models import District, User


class Overlapping(ActionRefused):
    """There are contracts for the same time, and nobody has said that this is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignatory:
    side: Side
    name: str
    function: str
    department: str = ""
    authority: str = ""
    order: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractHead:
    """What a new contract has whatever its text begins with; `predecessor` is the agreement it follows."""

    district: District
    coordinator: User
    file_reference: str = ""
    begins_on: date | None = None
    begins_with_signing: bool = False
    ends_on: date | None = None
    legal_form: LegalForm = LegalForm.PUBLIC_LAW
    placeholders: Mapping[str, str] = field(default_factory=dict)
    signatories: Sequence[NewSignatory] = ()
    overlap_confirmed: bool = False
    predecessor: Agreement | None = None


def create_contract(
    *,
    template: AgreementTemplate,
    selection: Selection = DEFAULT_SELECTION,
    by: User,
    at: datetime,
    **head: Any,
) -> Instrument:
    """Create the complete draft of a contract from a model text; `head` has the fields of `ContractHead`."""
    return begin_contract(from_model(template, selection), ContractHead(**head), by=by, at=at)


@atomic_action()
def begin_contract(beginning: Beginning, head: ContractHead, *, by: User, at: datetime) -> Instrument:
    """Create the draft of a contract with a district.

    Raises Overlapping unless a contract beside others is confirmed, and ActionRefused.
    """
    policy.require(by, "agreement.create")
    span = Span(head.begins_on, head.ends_on)
    others = overlapping_contracts(head.district, span, timezone.localdate(at))
    if others and not head.overlap_confirmed:
        raise Overlapping(
            f"In diesem Bezirk gibt es für dieselbe Zeit schon: {'; '.join(others)}. Es wurde nichts angelegt. Soll es "
            "einen weiteren Vertrag geben, bestätigen Sie das unter „Laufzeit“."
        )
    if head.predecessor and head.predecessor.district_id != head.district.pk:
        raise ActionRefused(
            f"Ein Folgevertrag gehört zu demselben Bezirk wie {head.predecessor.reference}. Bitte wählen Sie ihn unter "
            "„Bezirk“. Es wurde nichts angelegt."
        )
    agreement = create_agreement(
        head.district, head.coordinator, Origin.DRAFTED, head.legal_form, head.predecessor
    )
    instrument = create_instrument(
        agreement,
        beginning.template,
        beginning.content,
        beginning.rules,
        file_reference=clean_text(head.file_reference),
        begins_on=head.begins_on,
        begins_with_signing=head.begins_with_signing,
        ends_on=head.ends_on,
        placeholders=clean_placeholders(head.placeholders),
    )
    for person in head.signatories:
        fields = {name: clean_text(value) for name, value in asdict(person).items() if isinstance(value, str)}
        Signatory.objects.create(instrument=instrument, order=person.order, **fields)
    data = {"template": beginning.source, "instrument": 0, **beginning.facts}
    if head.predecessor:
        data["template"] += f", als Folgevertrag von {head.predecessor.reference}"
        data["predecessor"] = head.predecessor.reference
    history.record(agreement, EventKind.CONTRACT_CREATED, by=by, at=at, data=data)
    write_remarks(instrument, beginning.remarks, by=by, at=at)
    return instrument


def create_instrument(
    agreement: Agreement,
    template: AgreementTemplate | None,
    model: Content,
    rules: TemplateRules,
    **head: Any,
) -> Instrument:
    """Create the first instrument of an agreement from a text; must run inside a transaction."""
    instrument = Instrument.objects.create(
        agreement=agreement,
        template=template,
        title=model.title,
        subject=model.subject,
        note=model.note,
        extension_months=model.term.extension_months,
        notice_months=model.term.notice_months,
        numbering=model.numbering or Numbering.PARAGRAPH,
        lone_clauses_numbered=model.lone_clauses_numbered is not False,
        **head,
    )
    known = template is not None and not agreement.is_model and current_association() is not None
    # until it is frozen, a draft says what the record of the association says
    write_parties(
        instrument,
        [
            replace(party, line=f"[{NAME}]") if known and party.short == SHORT else party
            for party in model.parties
        ],
    )
    write_rows(instrument, model, rules)
    return instrument


@transaction.atomic
def record_reported_agreement(*, district: District, coordinator: User, by: User, at: datetime) -> Agreement:
    """Record an agreement known from public sources only: no text, no signatures. Raises ActionRefused.

    Its facts follow as milestones with their sources.
    """
    policy.require(by, "agreement.create")
    agreement = create_agreement(district, coordinator, Origin.REPORTED, None)
    history.record(agreement, EventKind.AGREEMENT_REPORTED, by=by, at=at)
    return agreement


def create_agreement(
    district: District,
    coordinator: User,
    origin: Origin,
    legal_form: LegalForm | None,
    predecessor: Agreement | None = None,
) -> Agreement:
    """Create an agreement with the next reference of its district; must run inside a transaction."""
    District.objects.select_for_update(no_key=True).get(pk=district.pk)  # two new contracts, two numbers
    count = district.agreements.count() + 1
    return Agreement.objects.create(
        district=district,
        reference=f"MW-{district.number}-{count:02d}",
        legal_form=legal_form or "",
        origin=origin,
        coordinator=coordinator,
        predecessor=predecessor,
    )
