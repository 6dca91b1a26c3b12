"""View models of the list of agreements and of the page of one agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from agreements import policy
from agreements.choices import EditionKind, MilestoneKind, Status
from agreements.content import Content
from agreements.dossier.amendments import AmendmentRow, AmendmentView, amendment_rows, amendment_view
from agreements.dossier.archive.presenters import ArchiveView, archive_view
from agreements.dossier.dated_facts import DatedFact, dated_facts
from agreements.dossier.editions import EditionRow, edition_rows
from agreements.dossier.known_days import KnownDay, described, exact
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
    Event,
    Instrument,
    Milestone,
)
from agreements.policy import Verdict
from agreements.recording.presenters import OriginalView, original_view
from agreements.recording.queries import with_transcript_facts
from agreements.rendering.completeness import Gap, draft_gaps
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.frozen_html import frozen_view
from agreements.signing.ceremony.presenters import CeremonyView, ceremony_views
from agreements.state import (
    AgreementState,
    ContractFacts,
    agreement_state,
    in_force_on,
    last_day,
    next_extension,
)
from agreements.texts.assembly import content_of, draft_text
from agreements.texts.discrepancy_facts import discrepancy_facts
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.portfolio import FlagView, flag_view
from agreements.texts.term import force_label, outlook_words
from agreements.texts.wording import date_words
from agreements.tones import Tone
from agreements.tracking.marked_obligations import ObligationMarks, obligation_marks
from agreements.verification_code import verification_code
from districts.models import User
from districts.policy import visible_districts

PRESUPPOSING = (MilestoneKind.PUBLISHED, MilestoneKind.PRESENTED)  # what is shown has been signed
LAST_EVENT_AT = Subquery(
    Event.objects.filter(agreement=OuterRef("pk")).order_by("-sequence").values("at")[:1]
)


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


def agreements_for_list(user: User) -> QuerySet[Agreement]:
    """Return the visible agreements with all that `agreement_rows` needs, in a fixed number of queries."""
    contracts = with_transcript_facts(with_term_facts(policy.visible_instruments(user).filter(number=0)))
    reported = Milestone.objects.filter(kind__in=[MilestoneKind.SIGNED, *PRESUPPOSING])
    return (
        policy.visible_to(user)
        .select_related("district", "coordinator")
        .annotate(last_event_at=LAST_EVENT_AT)
        .prefetch_related(
            Prefetch("instruments", contracts, to_attr="contracts"),
            Prefetch("milestones", reported, to_attr="signing_facts"),
        )
    )


def of_district(agreements: QuerySet[Agreement], user: User, slug: str) -> QuerySet[Agreement]:
    """Return those of one district, all without a slug, none for one that the user does not see."""
    if not slug:
        return agreements
    # compared here, as PostgreSQL refuses a NUL in a text
    slugs = dict(visible_districts(user).values_list("slug", "pk"))
    return agreements.filter(district=slugs.get(slug))


def agreement_rows(agreements: Iterable[Agreement], as_of: date) -> list[AgreementRow]:
    return [_row(agreement, as_of) for agreement in agreements]


def _row(agreement: Agreement, as_of: date) -> AgreementRow:
    contract: Instrument | None = next(iter(agreement.contracts), None)  # type: ignore[attr-defined]  # prefetched
    facts = contract_facts(contract) if contract else None
    return AgreementRow(
        agreement=agreement,
        state=agreement_state(facts, as_of),
        status_tone=contract.status_tone if contract and not contract.made_elsewhere else Tone.NEUTRAL,
        status_label=_status_words(contract),
        signed=_signing_day(contract, facts, agreement.signing_facts),  # type: ignore[attr-defined]  # prefetched
        in_force_on=in_force_on(facts) if facts else None,
        ends_on=last_day(facts, as_of) if facts else None,
        extends=bool(facts and next_extension(facts, as_of)),
        outlook=outlook_words(facts, as_of) if facts else "",
        updated_at=agreement.last_event_at,  # type: ignore[attr-defined]  # annotated
    )


def _status_words(contract: Instrument | None) -> str:
    if contract is None:
        return "Text nicht hinterlegt"
    if contract.made_elsewhere and contract.status == Status.SIGNED:
        return f"andernorts geschlossen, {contract.depth}"  # type: ignore[attr-defined]  # annotated
    return contract.get_status_display()


def _signing_day(
    contract: Instrument | None, facts: ContractFacts | None, sourced: list[Milestone]
) -> KnownDay | None:
    if contract and facts and facts.signed_on and facts.status == Status.SIGNED:
        words = date_words(facts.signed_on)
        if contract.signed_latest:  # type: ignore[attr-defined]  # annotated
            return KnownDay(earliest=None, latest=facts.signed_on, words=f"spätestens {words}")
        return exact(facts.signed_on, words)
    first = next((row for row in sourced if row.kind == MilestoneKind.SIGNED), None)
    if first is None:
        return None
    if first.dated:
        return exact(first.dated, f"{date_words(first.dated)} (laut Quelle)")
    shown = [row.dated for row in sourced if row.dated and row.kind in PRESUPPOSING]
    return described(first.date_words, not_after=min(shown, default=None))


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
