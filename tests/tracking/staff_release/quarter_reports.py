"""Reports on staff release for tests."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from agreements.choices import ReportDecision, ResolutionKind
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import (
    Agreement,
    Instrument,
    ReleaseAnswer,
    ReleaseReport,
    Resolution,
    StaffRelease,
)
from agreements.tracking.staff_release.actions import QuarterStatement, answer_quarter, report_quarter
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, release_of
from agreements.tracking.staff_release.shortfall import Filling
from districts.models import User
from tests import factories
from tests.amending import begin, freeze_amendment, set_terms, sign_amendment

COORDINATION = "Koordination Kinder- und Familienarmutsprävention"
PLANNING = "Jugendhilfeplanung"
YOUTH_HEALTH = "Kinder- und Jugendgesundheitsdienst"
HEALTH = "Gesundheitsförderung und Prävention"
Q3, Q4 = Quarter(2025, 3), Quarter(2025, 4)


def release(agreement: Agreement, day: date) -> Release:
    found = release_of(agreement, day)
    assert found is not None
    return found


def agreed_fillings(agreement: Agreement, quarter: Quarter, day: date) -> dict[PostPlace, Filling]:
    return {
        place: Filling(filled=share.share)
        for place, share in release(agreement, day).agreed_in(quarter).items()
    }


def place_of(agreement: Agreement, function: str, day: date = date(2026, 1, 1)) -> PostPlace:
    [found] = {share.place for share in release(agreement, day).agreed if share.place.function == function}
    return found


def make_quarter_report(
    agreement: Agreement,
    quarter: Quarter,
    by: User,
    at: datetime,
    *,
    but: Mapping[str, Filling] | None = None,
    seen: int | None = None,
) -> ReleaseReport:
    """Report that a quarter was filled as agreed, but for some functions."""
    day = at.date()
    lines = agreed_fillings(agreement, quarter, day)
    lines |= {place: but[place.function] for place in lines if but and place.function in but}
    number = agreement.release_reports.filter(quarter_on=quarter.first_day).count() if seen is None else seen
    return report_quarter(
        agreement, statement=QuarterStatement(quarter=quarter, seen=number, lines=lines), by=by, at=at
    )


def answer_quarter_report(
    reported: ReleaseReport, by: User, at: datetime, question: str = "", seen: int | None = None
) -> ReleaseAnswer:
    """Confirm a report, or ask back if there is a question."""
    return answer_quarter(
        reported,
        decision=ReportDecision.ASKED_BACK if question else ReportDecision.CONFIRMED,
        remark=question,
        seen=reported.answers.count() if seen is None else seen,
        by=by,
        at=at,
    )


def resolved(agreement: Agreement, dated: date, by: User, at: datetime) -> None:
    """Record the resolution that some posts wait for."""
    record_fact(
        Resolution,
        agreement,
        kind=ResolutionKind.BA_RESOLUTION,
        dated=dated,
        number="BA 7",
        source="Protokoll",
        by=by,
        at=at,
    )


def signed_amendment(contract: Instrument, begins_on: date, share: str, by: User) -> Instrument:
    """Return a signed amendment that changes the share of the coordination."""
    draft = begin(contract, by=by, at=factories.SIGNED_AT, not_before=begins_on)
    set_terms(draft, "O-01", quantity=Decimal(share))
    StaffRelease.objects.filter(terms__instrument=draft, terms__obligation__code="O-01").update(
        share=Decimal(share)
    )
    return sign_amendment(
        freeze_amendment(draft, by=by, at=factories.SIGNED_AT), by=by, at=factories.SIGNED_AT
    )
