"""Invented quarterly reports on Pankow's released staff, with a long vacancy."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from agreements.choices import ReportDecision
from agreements.models import Agreement
from agreements.tracking.staff_release.actions import QuarterStatement, answer_quarter, report_quarter
from agreements.tracking.staff_release.quarters import Quarter, quarters
from agreements.tracking.staff_release.queries import release_of
from agreements.tracking.staff_release.shortfall import Filling
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.people import Cast

FIRST, LAST = date(2024, 1, 1), date(2026, 9, 30)
COORDINATION = "Koordination Kinder- und Familienarmutsprävention"
HEALTH = "Kinder- und Jugendgesundheitsdienst"
LESS = Filling(filled=Decimal("0.05"), remark="Nur die Hälfte war frei (erfunden)")
GONE_ON = date(2026, 5, 16)
WITHOUT = Filling(
    filled=Decimal("0.75"),
    vacated_on=GONE_ON,
    substitute="Jugendhilfeplanung",
    substitute_share=Decimal("0.25"),
    remark="Stelle ist ausgeschrieben (erfunden)",
)
# what was not as agreed, by quarter and function
DIFFERENT = {
    Quarter(2025, 2): {HEALTH: LESS},
    Quarter(2025, 3): {HEALTH: LESS},
    Quarter(2026, 2): {COORDINATION: WITHOUT},
    Quarter(2026, 3): {COORDINATION: WITHOUT},
}


def add_staff_release_reports(agreement: Agreement, cast: Cast) -> None:
    """Report each quarter soon after its end; the last report stays unanswered."""
    for quarter in quarters(FIRST, LAST):
        after = quarter.next.first_day
        at = berlin(after.year, after.month, 12)
        release = release_of(agreement, timezone.localdate(at))
        if release is None:
            return
        different = DIFFERENT.get(quarter, {})
        lines = {
            place: different.get(place.function, Filling(filled=share.share))
            for place, share in release.agreed_in(quarter).items()
        }
        values = QuarterStatement(quarter=quarter, seen=0, lines=lines)
        made = report_quarter(agreement, statement=values, by=cast["bogdan"], at=at)
        if quarter.last_day < LAST:
            answer_quarter(
                made,
                decision=ReportDecision.CONFIRMED,
                remark="",
                seen=0,
                by=cast["amira"],
                at=at.replace(day=20),
            )
