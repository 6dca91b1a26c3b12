"""Invented evidence of Pankow's reports: a file with a second version, and a reference number."""

from datetime import date, timedelta

from agreements.choices import EvidenceKind
from agreements.models import Agreement, Report
from agreements.tracking.evidence.actions import add_evidence, renew_evidence
from agreements.tracking.evidence.submissions import Submission
from mitwirkung.demo.papers import invented_paper
from mitwirkung.demo.people import Cast

TITLE = "Protokoll der Steuerungsgruppe"


def add_pankow_evidence(agreement: Agreement, cast: Cast) -> None:
    """Add evidence to two reports, by their author."""
    meetings = _report(agreement, "O-14", "2025-12-31")
    bogdan, at = cast["bogdan"], meetings.reported_at + timedelta(minutes=5)
    [first] = add_evidence(meetings, pieces=[_paper("Zehn Sitzungen sind aufgeführt.")], by=bogdan, at=at)
    whole = _paper("Elf Sitzungen sind aufgeführt, die letzte im Dezember.")
    renew_evidence(first, piece=whole, seen=1, by=bogdan, at=at)
    notice = _report(agreement, "O-17", "2023-11-29")
    number = Submission(kind=EvidenceKind.REFERENCE, reference="Drs. IX-0731")
    add_evidence(notice, pieces=[number], by=bogdan, at=notice.reported_at + timedelta(minutes=5))


def _report(agreement: Agreement, code: str, key: str) -> Report:
    return Report.objects.select_related("obligation__agreement").get(
        obligation__agreement=agreement, obligation__code=code, key=key
    )


def _paper(text: str) -> Submission:
    return Submission(
        kind=EvidenceKind.FILE,
        title=f"{TITLE}.pdf",
        data=invented_paper(TITLE, text),
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
    )
