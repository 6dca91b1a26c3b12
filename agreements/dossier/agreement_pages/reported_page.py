"""The first page of an agreement that is known from public sources only."""

from dataclasses import dataclass

from agreements import policy
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.dated_facts import DatedFact, dated_facts
from agreements.dossier.succession import SuccessionView, succession_view
from agreements.policy import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPage:
    records: tuple[DatedFact, ...]
    succession: SuccessionView
    take_over: Verdict
    hand_over: Verdict


def reported_page(subject: PageSubject) -> ReportedPage:
    user, agreement = subject.user, subject.agreement
    return ReportedPage(
        records=dated_facts(agreement, editable=False),
        succession=succession_view(user, agreement, subject.facts, subject.as_of),
        take_over=policy.verdict(user, "agreement.record", agreement),
        hand_over=policy.verdict(user, "agreement.hand_over", agreement),
    )
