"""Actions on staff release: report a quarter, and answer the report. Nothing is ever overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agreements import history, policy, transitions
from agreements.choices import ReportDecision
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Agreement, ReleaseAnswer, ReleaseLine, ReleaseReport
from agreements.tracking.actions import insert
from agreements.tracking.permissions import may_answer_release
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, release_of
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.validation import complaints, quarter_complaint
from districts.models import User

NOTHING_AGREED = "In diesem Vertrag ist keine Freistellung vereinbart. Es wurde nichts gemeldet."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterStatement:
    """The content of a report on a quarter. `seen` is the number of the last report that the user has read, 0 for none."""

    quarter: Quarter
    seen: int
    lines: Mapping[PostPlace, Filling]


@transaction.atomic
def report_quarter(
    agreement: Agreement, *, statement: QuarterStatement, by: User, at: datetime
) -> ReleaseReport:
    """Report how the agreed shares were filled in a quarter; a correction is a new report, the old one stays.

    Raises ActionRefused if nothing is agreed for the quarter, if it has not begun, without permission, or if the statement
    is invalid; Outdated if there is a newer report.
    """
    release = _locked(agreement, "release.report", by, at)
    day, quarter = timezone.localdate(at), statement.quarter
    if words := quarter_complaint(release, quarter, day):
        raise ActionRefused(words)
    agreed = release.agreed_in(quarter)
    if errors := complaints(agreed, statement.lines, quarter, day):
        raise ActionRefused(" ".join(dict.fromkeys(complaint.words for complaint in errors)))
    last = release.last.get(quarter)
    if (last.number if last else 0) != statement.seen:
        raise Outdated(last)
    made = ReleaseReport(
        agreement=agreement,
        quarter_on=quarter.first_day,
        number=statement.seen + 1,
        size=len(agreed),
        reported_at=at,
        reported_by=by,
    )
    insert(made)
    for place, share in agreed.items():
        filling = statement.lines[place]
        insert(
            ReleaseLine(
                report=made,
                post_id=share.post,
                filled=filling.filled,
                vacated_on=filling.vacated_on,
                last_vacant_on=filling.last_vacant_on,
                substitute=filling.substitute.strip(),
                substitute_share=filling.substitute_share,
                remark=filling.remark.strip(),
            )
        )
    data = {
        "quarter": quarter.words,
        "number": made.number,
        "lines": [_event_data(place, statement.lines[place]) for place in agreed],
    }
    history.record(agreement, EventKind.RELEASE_REPORTED, by=by, at=at, data=data)
    return made


@transaction.atomic
def answer_quarter(
    reported: ReleaseReport, *, decision: ReportDecision, remark: str, seen: int, by: User, at: datetime
) -> ReleaseAnswer:
    """Confirm a report, or ask back. `seen` is the number of the last answer that was read.

    Raises ActionRefused if the user may not answer, or if there is a newer report; Outdated if there is a newer answer.
    """
    agreement = reported.agreement
    release = _locked(agreement, "release.confirm", by, at)
    may_answer_release(by, reported.reported_by_id, release.instrument).require()
    quarter = Quarter.of(reported.quarter_on)
    if release.last[quarter].number > reported.number:
        raise ActionRefused(
            f"Zum {quarter.words} gibt es inzwischen eine neuere Meldung. Es wurde nichts beantwortet. Lesen Sie zuerst "
            "die neue."
        )
    last = reported.answers.order_by("-number").first()
    if (last.number if last else 0) != seen:
        raise Outdated(last)
    made = ReleaseAnswer(
        report=reported,
        number=seen + 1,
        decision=decision,
        remark=remark.strip(),
        answered_at=at,
        answered_by=by,
    )
    insert(made)
    data = {"quarter": quarter.words, "decision": decision.value, "remark": made.remark}
    history.record(agreement, EventKind.RELEASE_ANSWERED, by=by, at=at, data=data)
    return made


def _locked(agreement: Agreement, action: str, by: User, at: datetime) -> Release:
    """Lock the agreement and read its staff release; raises ActionRefused without staff release or permission."""
    release = release_of(agreement, timezone.localdate(at))
    if release is None:
        raise ActionRefused(NOTHING_AGREED)
    locked = transitions.lock_instrument(release.instrument)
    policy.require(by, action, locked)
    # read again: there may be a new report since the lock was requested
    return release_of(agreement, timezone.localdate(at)) or release


def _event_data(place: PostPlace, filling: Filling) -> dict[str, object]:
    return {
        "unit": place.unit,
        "function": place.function,
        "filled": filling.filled,
        "vacated_on": filling.vacated_on,
        "last_vacant_on": filling.last_vacant_on,
        "substitute": filling.substitute.strip(),
        "substitute_share": filling.substitute_share,
    }
