"""The first page before the signature: the text, who has seen it, what is missing; and that of an amendment."""

from dataclasses import dataclass

from agreements import policy
from agreements.choices import Status
from agreements.dossier.agreement_pages.seen_by import SeenRow, seen_by
from agreements.dossier.agreement_pages.step_buttons import StepButton, step_buttons
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.amendments import AmendmentView, amendment_view
from agreements.dossier.lifecycle_view import LifecycleStep, lifecycle_steps
from agreements.dossier.next_step import NextStep, next_step
from agreements.dossier.signatories import SignatoryRow, signatory_rows
from agreements.dossier.succession import SuccessionView, succession_view
from agreements.drafting.clearance.presenters import panel_view
from agreements.drafting.clearance.view_models import ClearanceView
from agreements.drafting.comments.thread_lists import CommentsPanel, comments_panel
from agreements.drafting.model_texts.deviations import reasons_for
from agreements.models import Instrument
from agreements.policy import Verdict
from agreements.rendering.completeness import Gap, draft_gaps
from agreements.rendering.document_view import DocumentView, document_view
from agreements.rendering.frozen_html import frozen_view
from agreements.texts.assembly import DraftText, content_of, draft_text
from agreements.texts.discrepancy_facts import discrepancy_facts
from agreements.texts.placeholders import placeholder_labels
from agreements.texts.transcript import transcript_words
from agreements.tracking.marked_obligations import ObligationMarks, obligation_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparingPage:
    """`amendment` says what an amendment changes, None for the contract; `hand_over` is about its coordination.

    `notice` says of a transcript that it is none but that.
    """

    document: DocumentView
    notice: str
    amendment: AmendmentView | None
    next_step: NextStep
    steps: tuple[StepButton, ...]
    edit: Verdict
    hand_over: Verdict
    marks: ObligationMarks | None
    gaps: tuple[Gap, ...]
    lifecycle: tuple[LifecycleStep, ...]
    signatories: tuple[SignatoryRow, ...]
    comments: CommentsPanel | None
    reasons: dict[str, str]
    clearance: ClearanceView | None
    seen_by: tuple[SeenRow, ...]
    succession: SuccessionView


def preparing_page(subject: PageSubject, instrument: Instrument) -> PreparingPage:
    user = subject.user
    text = draft_text(instrument) if instrument.is_editable else None
    content = text.content if text else content_of(instrument)
    status = Status(instrument.status)
    rows = signatory_rows(user, instrument)
    gaps = tuple(draft_gaps(text, placeholder_labels(instrument))) if text else ()
    edit = policy.verdict(user, "draft.edit", instrument)
    is_signed = status == Status.SIGNED
    clearance = panel_view(user, instrument, subject.as_of)
    return PreparingPage(
        document=frozen_view(content) if instrument.frozen_version else document_view(content),
        notice=transcript_words(content),
        amendment=amendment_view(user, instrument, text) if instrument.number else None,
        next_step=next_step(
            user,
            instrument,
            rows,
            complete=not gaps,
            differing=_differing(instrument, text) if text and edit.allowed and not gaps else 0,
        ),
        steps=tuple(step_buttons(user, instrument)),
        edit=edit,
        hand_over=policy.verdict(user, "agreement.hand_over", subject.agreement),
        marks=obligation_marks(user, content, instrument, subject.as_of) if is_signed else None,
        gaps=gaps,
        lifecycle=lifecycle_steps(status) if subject.made_here else (),
        signatories=rows,
        comments=comments_panel(user, instrument) if subject.made_here else None,
        reasons=reasons_for(user, instrument),
        clearance=clearance,
        seen_by=() if is_signed else seen_by(user, instrument, clearance),
        succession=succession_view(user, subject.agreement, subject.facts, subject.as_of),
    )


def _differing(instrument: Instrument, text: DraftText) -> int:
    return len(discrepancy_facts(instrument, text).open)
