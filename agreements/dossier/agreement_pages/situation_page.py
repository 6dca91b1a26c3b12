"""The first page of a signed contract: where things stand."""

from dataclasses import dataclass

from agreements import policy
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.amendments import AmendmentRow, amendment_rows
from agreements.dossier.next_step import NextStep, next_step
from agreements.dossier.succession import SuccessionView, succession_view
from agreements.dossier.termination.presenters import EndView, end_view
from agreements.drafting.amending.permissions import may_begin
from agreements.models import Instrument
from agreements.policy import Verdict
from agreements.recording.presenters import OriginalView, original_view
from agreements.texts.amended_text import content_of_version


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationPage:
    next_step: NextStep
    original: OriginalView | None
    amendments: tuple[AmendmentRow, ...]
    amend: Verdict
    record: Verdict
    hand_over: Verdict
    end: EndView | None
    succession: SuccessionView


def situation_page(subject: PageSubject, contract: Instrument) -> SituationPage:
    user, agreement, day = subject.user, subject.agreement, subject.as_of
    facts = subject.facts
    end = end_view(user, contract, facts, day) if facts and subject.in_force_on else None
    original = original_view(user, contract, content_of_version(contract))
    return SituationPage(
        next_step=next_step(
            user,
            contract,
            (),
            complete=True,
            differing=0,
            pending=end.pending if end else "",
            original=original,
        ),
        original=original,
        amendments=amendment_rows(user, agreement),
        amend=may_begin(user, contract, facts, day)
        if facts and subject.in_force_on
        else Verdict(allowed=False),
        record=policy.verdict(user, "record.edit", agreement),
        hand_over=policy.verdict(user, "agreement.hand_over", agreement),
        end=end,
        succession=succession_view(user, agreement, facts, day),
    )
