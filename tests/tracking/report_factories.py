"""Reports and answers for tests."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from agreements.choices import Progress, ReportDecision
from agreements.models import Instrument, Obligation, ObligationTerms, Report, ReportAnswer
from agreements.tracking.actions import answer, report
from agreements.tracking.queries.obligations import TrackedObligation, all_occurrences, terms_of
from agreements.tracking.status import TrackedState
from agreements.tracking.validation import Statement
from districts.models import User

DONE, PARTLY, NOT, IMPOSSIBLE, WORKING = (
    Progress.FULFILLED,
    Progress.PARTLY,
    Progress.NOT_FULFILLED,
    Progress.IMPOSSIBLE,
    Progress.IN_PROGRESS,
)


def obligation_of(contract: Instrument, code: str) -> Obligation:
    return Obligation.objects.get(agreement=contract.agreement, code=code)


def occurrences(obligation: Obligation, as_of: date) -> list[TrackedObligation]:
    terms = terms_of(obligation, as_of)
    assert terms is not None
    return all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), as_of)


def states(obligation: Obligation, as_of: date) -> dict[str, TrackedState]:
    """Return the state of each occurrence, by its key."""
    return {one.key: one.status.state for one in occurrences(obligation, as_of)}


def statement(
    obligation: Obligation,
    progress: Progress,
    at: datetime,
    *,
    key: str = "",
    seen: int | None = None,
    remark: str = "",
    amount: int | None = None,
    done_on: date | None = None,
) -> Statement:
    """Return a statement that has seen all reports; without a key on the first occurrence."""
    day = timezone.localdate(at)
    key = key or occurrences(obligation, day)[0].key
    return Statement(
        key=key,
        seen=obligation.reports.filter(key=key).count() if seen is None else seen,
        progress=progress,
        done_on=done_on or day,
        amount=None if amount is None else Decimal(amount),
        remark=remark,
    )


def make_report(obligation: Obligation, progress: Progress, by: User, at: datetime, **more: object) -> Report:
    """Report on an occurrence."""
    return report(obligation, statement=statement(obligation, progress, at, **more), by=by, at=at)  # type: ignore[arg-type]  # passed on


def answer_report(
    reported: Report, by: User, at: datetime, question: str = "", seen: int | None = None
) -> ReportAnswer:
    """Confirm a report, or ask back if there is a question."""
    return answer(
        reported,
        decision=ReportDecision.ASKED_BACK if question else ReportDecision.CONFIRMED,
        remark=question,
        seen=reported.answers.count() if seen is None else seen,
        by=by,
        at=at,
    )
