"""What people say about staff release: a quarter reported, and the other side's answer. Nothing is ever overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from agreements import history, policy, transitions
from agreements.choices import ReportDecision
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Agreement, Instrument, ReleaseAnswer, ReleaseLine, ReleaseReport
from agreements.policy import Verdict
from agreements.tracking.permissions import OWN_REPORT
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, release_of
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.validation import complaints, quarter_complaint
from districts.models import User

NOTHING_AGREED = "In diesem Vertrag ist keine Freistellung vereinbart. Es wurde nichts gemeldet."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterSaid:
    """What somebody says about a quarter. `seen` is the number of the last report that she has read, 0 for none."""

    quarter: Quarter
    seen: int
    lines: Mapping[PostPlace, Filling]


def may_answer(user: User, reported_by: int, instrument: Instrument) -> Verdict:
    """Say whether the person may confirm or ask back what somebody reported, and if not, why not."""
    answer = policy.verdict(user, "release.confirm", instrument)
    if answer.allowed and user.pk == reported_by:
        return Verdict(allowed=False, reason=OWN_REPORT)
    return answer


@transaction.atomic
def report_quarter(agreement: Agreement, *, said: QuarterSaid, by: User, at: datetime) -> ReleaseReport:
    """Record how the agreed shares of a quarter were filled; a correction is a new report, the old one stays.

    Raises Refused if nothing is agreed for the quarter, if it has not begun, if the person may not, or if what she
    says does not fit together; Outdated if somebody else has reported on it meanwhile.
    """
    release = _locked(agreement, "release.report", by, at)
    day, quarter = timezone.localdate(at), said.quarter
    if words := quarter_complaint(release, quarter, day):
        raise ActionRefused(words)
    agreed = release.agreed_in(quarter)
    if found := complaints(agreed, said.lines, quarter, day):
        raise ActionRefused(" ".join(dict.fromkeys(complaint.words for complaint in found)))
    last = release.last.get(quarter)
    if (last.number if last else 0) != said.seen:
        raise Outdated(last)
    made = ReleaseReport(
        agreement=agreement,
        quarter_on=quarter.first_day,
        number=said.seen + 1,
        size=len(agreed),
        reported_at=at,
        reported_by=by,
    )
    _keep(made)
    for place, share in agreed.items():
        filling = said.lines[place]
        _keep(
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
    told = {
        "quarter": quarter.words,
        "number": made.number,
        "lines": [_told(place, said.lines[place]) for place in agreed],
    }
    history.record(agreement, EventKind.RELEASE_REPORTED, by=by, at=at, data=told)
    return made


@transaction.atomic
def answer_quarter(
    reported: ReleaseReport, *, decision: ReportDecision, remark: str, seen: int, by: User, at: datetime
) -> ReleaseAnswer:
    """Confirm what a district reported, or ask back. `seen` is the number of the last answer that was read.

    Raises Refused if the person may not, or if there is a newer report; Outdated if somebody has answered meanwhile.
    """
    agreement = reported.agreement
    release = _locked(agreement, "release.confirm", by, at)
    verdict = may_answer(by, reported.reported_by_id, release.instrument)
    if not verdict.allowed:
        raise ActionRefused(verdict.reason)
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
    _keep(made)
    told = {"quarter": quarter.words, "decision": decision.value, "remark": made.remark}
    history.record(agreement, EventKind.RELEASE_ANSWERED, by=by, at=at, data=told)
    return made


def _locked(agreement: Agreement, action: str, by: User, at: datetime) -> Release:
    """Lock the agreement, then read what is agreed and said; raises Refused if nothing is, or if she may not."""
    found = release_of(agreement, timezone.localdate(at))
    if found is None:
        raise ActionRefused(NOTHING_AGREED)
    locked = transitions.lock_instrument(found.instrument)
    verdict = policy.verdict(by, action, locked)
    if not verdict.allowed:
        raise ActionRefused(verdict.reason)
    # read again: somebody may have reported while this waited for the lock
    return release_of(agreement, timezone.localdate(at)) or found


def _told(place: PostPlace, filling: Filling) -> dict[str, object]:
    return {
        "unit": place.unit,
        "function": place.function,
        "filled": filling.filled,
        "vacated_on": filling.vacated_on,
        "last_vacant_on": filling.last_vacant_on,
        "substitute": filling.substitute.strip(),
        "substitute_share": filling.substitute_share,
    }


def _keep(made: models.Model) -> None:
    """Write a row; what the constraints and guards refuse becomes a sentence."""
    try:
        made.full_clean()
        with transaction.atomic():
            made.save(force_insert=True)
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise ActionRefused(
            "Die Datenbank hat die Meldung nicht angenommen, weil sie einer Regel widerspricht. Es wurde nichts gespeichert."
        ) from error
