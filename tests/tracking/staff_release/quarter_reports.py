"""Reports on staff release for tests."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from agreements.choices import DueShape, ReportDecision, ResolutionKind
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import Agreement, Instrument, ReleaseAnswer, ReleaseReport, Resolution
from agreements.parties import FIRST_TWO
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from agreements.tracking.staff_release.actions import QuarterStatement, answer_quarter, report_quarter
from agreements.tracking.staff_release.agreed_shares import PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, release_of
from agreements.tracking.staff_release.shortfall import Filling
from districts.models import User
from tests import factories

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
    draft = Instrument.objects.create(
        agreement=contract.agreement,
        number=1,
        template=contract.template,
        title="1. Nachtrag",
        subject=contract.subject,
        file_reference=contract.file_reference,
        begins_on=begins_on,
    )
    section = draft.sections.create(kind="section", heading="Freistellung", position=1)
    clause = section.clauses.create(text="Die Koordination wird anders ausgestattet.", position=1)
    old = contract.terms.get(obligation__code="O-01")
    terms = draft.terms.create(
        obligation=old.obligation,
        position=1,
        clause=clause,
        kind=old.kind,
        owed_by=old.owed_by,
        title=old.title,
        quantity=Decimal(share),
        unit=old.unit,
        sense=old.sense,
        shape=DueShape.FIXED,
        due_on=begins_on,
    )
    [post] = old.posts.all()
    terms.posts.create(unit=post.unit, function=post.function, share=Decimal(share))
    for person in contract.signatories.all():
        draft.signatories.create(side=person.side, name=person.name, function=person.function)
    freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=factories.FROZEN_AT)
    made = Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=draft.pk)
    for side in FIRST_TWO:
        factories.sign(made, side, by)
    return made
