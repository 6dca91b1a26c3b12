"""View models of the page of an agreement."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements import policy
from agreements.choices import EditionKind, Status
from agreements.content import Content
from agreements.dossier.amendments import AmendmentRow, AmendmentView, amendment_rows, amendment_view
from agreements.dossier.archive.presenters import ArchiveView, archive_view
from agreements.dossier.dated_facts import DatedFact, dated_facts
from agreements.dossier.editions import EditionRow, edition_rows
from agreements.dossier.lifecycle_view import LifecycleStep, lifecycle_steps
from agreements.dossier.next_step import NextStep, next_step
from agreements.dossier.signatories import SignatoryRow, signatory_rows
from agreements.dossier.succession import SuccessionView, succession_view
from agreements.dossier.termination.presenters import EndView, end_view
from agreements.dossier.timeline import TimelineEntry, timeline
from agreements.drafting.amending.permissions import may_begin
from agreements.drafting.clearance.presenters import panel_view
from agreements.drafting.clearance.view_models import ClearanceView
from agreements.lifecycle import transitions_from
from agreements.models import (
    Agreement,
    Instrument,
)
from agreements.policy import Verdict
from agreements.recording.presenters import OriginalView, original_view
from agreements.rendering.completeness import Gap, draft_gaps
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.frozen_html import frozen_view
from agreements.signing.ceremony.presenters import CeremonyView, ceremony_views
from agreements.state import (
    AgreementState,
    agreement_state,
    in_force_on,
    last_day,
)
from agreements.texts.assembly import content_of, draft_text
from agreements.texts.discrepancy_facts import discrepancy_facts
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.portfolio import FlagView, flag_view
from agreements.texts.term import force_label
from agreements.tracking.marked_obligations import ObligationMarks, obligation_marks
from agreements.verification_code import verification_code
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class StepButton:
    label: str
    url: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentView:
    """An instrument on its page; `amendment` says what it changes, None for the contract."""

    instrument: Instrument
    content: Content
    document: DocumentView
    amendment: AmendmentView | None
    next_step: NextStep
    steps: tuple[StepButton, ...]
    edit: Verdict
    marks: ObligationMarks | None
    gaps: tuple[Gap, ...]
    lifecycle: tuple[LifecycleStep, ...]
    signatories: tuple[SignatoryRow, ...]
    editions: tuple[EditionRow, ...]
    verification_code: str
    reading_pending: bool
    original: OriginalView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    agreement: Agreement
    state: AgreementState
    force_label: str
    in_force_on: date | None
    last_day: date | None
    signed_on: date | None
    instrument: InstrumentView | None
    amendments: tuple[AmendmentRow, ...]
    amend: Verdict | None
    record: Verdict
    versions: Verdict
    bundle: Verdict
    hand_over: Verdict
    take_over: Verdict
    clearance: ClearanceView | None
    flags: FlagView | None
    records: tuple[DatedFact, ...]
    ceremonies: tuple[CeremonyView, ...]
    end: EndView | None
    succession: SuccessionView
    archive: ArchiveView
    history: tuple[TimelineEntry, ...]


def agreement_view(
    user: User, agreement: Agreement, as_of: date, amendment: Instrument | None = None
) -> AgreementView:
    """Return the page of an agreement with its contract, or with one of its amendments."""
    contract = (
        with_term_facts(policy.visible_instruments(user))
        .filter(agreement=agreement, number=0)
        .select_related("agreement__district", "frozen_version")
        .first()
    )
    facts = contract_facts(contract) if contract else None
    record = policy.verdict(user, "record.edit", agreement)
    first_day = in_force_on(facts) if facts else None
    end = end_view(user, contract, facts, as_of) if contract and facts and first_day else None
    shown = amendment or contract
    pending = end.pending if end and shown == contract else ""
    return AgreementView(
        agreement=agreement,
        state=agreement_state(facts, as_of),
        force_label=force_label(first_day, as_of) if first_day else "",
        in_force_on=first_day,
        last_day=last_day(facts, as_of) if facts else None,
        signed_on=facts.signed_on if facts else None,
        instrument=_instrument_view(user, shown, pending, as_of) if shown else None,
        amendments=amendment_rows(user, agreement),
        amend=may_begin(user, contract, facts, as_of) if contract and facts and first_day else None,
        record=record,
        versions=policy.verdict(user, "history.draft", agreement),
        bundle=policy.verdict(user, "bundle.download", agreement),
        hand_over=policy.verdict(user, "agreement.hand_over", agreement),
        take_over=policy.verdict(user, "agreement.record", agreement),
        clearance=panel_view(user, shown, as_of) if shown else None,
        flags=_flags(user, shown) if shown else None,
        records=dated_facts(agreement, editable=record.allowed),
        ceremonies=ceremony_views(shown) if shown else (),
        end=end,
        succession=succession_view(user, agreement, facts, as_of),
        archive=archive_view(user, agreement, facts, as_of),
        history=timeline(user, agreement, amendment.number if amendment else None),
    )


def _flags(user: User, instrument: Instrument) -> FlagView | None:
    """Return the flags for users who write the text; the district reads the agreed ones in the text."""
    return flag_view(instrument) if policy.verdict(user, "agreement.create").allowed else None


def _instrument_view(user: User, instrument: Instrument, pending: str, as_of: date) -> InstrumentView:
    text = draft_text(instrument) if instrument.is_editable else None
    content = text.content if text else content_of(instrument)
    status = Status(instrument.status)
    rows = signatory_rows(user, instrument)
    missing = tuple(draft_gaps(text, placeholder_labels(instrument))) if text else ()
    original = original_view(user, instrument, content) if not instrument.number else None
    writes = policy.verdict(user, "draft.edit", instrument)
    differing = 0
    if text and writes.allowed and not missing:
        differing = len(discrepancy_facts(instrument, text).open)
    version = instrument.frozen_version
    editions = edition_rows(version) if version else ()
    current = {row.edition.kind for row in editions if not row.is_outdated}
    return InstrumentView(
        instrument=instrument,
        content=content,
        document=frozen_view(content) if instrument.frozen_version else document_view(content),
        next_step=next_step(
            user,
            instrument,
            rows,
            complete=not missing,
            differing=differing,
            pending=pending,
            original=original,
        ),
        steps=tuple(
            StepButton(
                label=step.label,
                url=reverse("take_step", args=[instrument.pk, step.name]),
                verdict=policy.verdict(user, f"step.{step.name}", instrument),
            )
            for step in transitions_from(status, made_elsewhere=instrument.made_elsewhere)
            if step.roles and step.by_hand
        ),
        edit=writes,
        amendment=amendment_view(user, instrument, text) if instrument.number else None,
        marks=obligation_marks(user, content, instrument, as_of) if status == Status.SIGNED else None,
        gaps=missing,
        lifecycle=() if original else lifecycle_steps(status),
        signatories=rows,
        editions=editions,
        verification_code=verification_code(version.fingerprint) if version and not original else "",
        reading_pending=status == Status.SIGNED and EditionKind.READING not in current and not original,
        original=original,
    )
