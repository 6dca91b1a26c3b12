"""What people say in the tests about obligations, in a few words."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from agreements.choices import Progress, ReportDecision
from agreements.models import Instrument, Obligation, ObligationTerms, Report, ReportAnswer
from agreements.tracking.actions import Statement, answer, report
from agreements.tracking.queries.obligations import Duty, all_occurrences, terms_of
from agreements.tracking.status import TrackedState
from districts.models import User

DONE, PARTLY, NOT, IMPOSSIBLE, WORKING = (
    Progress.FULFILLED,
    Progress.PARTLY,
    Progress.NOT_FULFILLED,
    Progress.IMPOSSIBLE,
    Progress.IN_PROGRESS,
)


def owed(contract: Instrument, code: str) -> Obligation:
    return Obligation.objects.get(agreement=contract.agreement, code=code)


def occurrences(duty: Obligation, as_of: date) -> list[Duty]:
    terms = terms_of(duty)
    assert terms is not None
    return all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), as_of)


def states(duty: Obligation, as_of: date) -> dict[str, TrackedState]:
    """Return where each occurrence stands, by its key."""
    return {one.key: one.tracked.state for one in occurrences(duty, as_of)}


def statement(
    duty: Obligation,
    progress: Progress,
    at: datetime,
    *,
    key: str = "",
    seen: int | None = None,
    remark: str = "",
    amount: int | None = None,
    done_on: date | None = None,
) -> Statement:
    """Return what somebody says who has read everything; without a key about the first occurrence."""
    day = timezone.localdate(at)
    key = key or occurrences(duty, day)[0].key
    return Statement(
        key=key,
        seen=duty.reports.filter(key=key).count() if seen is None else seen,
        progress=progress,
        done_on=done_on or day,
        amount=None if amount is None else Decimal(amount),
        remark=remark,
    )


def say(duty: Obligation, progress: Progress, by: User, at: datetime, **more: object) -> Report:
    """Report on an occurrence."""
    return report(duty, said=statement(duty, progress, at, **more), by=by, at=at)  # type: ignore[arg-type]  # passed on


def reply(
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
