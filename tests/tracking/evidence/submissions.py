"""Submitted pieces of evidence for tests."""

from datetime import UTC, datetime

from agreements.choices import EvidenceKind
from agreements.models import Evidence, Report
from agreements.tracking.evidence.actions import add_evidence
from agreements.tracking.evidence.submissions import Submission
from districts.models import User

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
# the test file of the makers of scanners (EICAR), in two parts so that no scanner stops this file
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def file(data: bytes, title: str = "Protokoll.pdf", **more: object) -> Submission:
    return Submission(kind=EvidenceKind.FILE, title=title, data=data, **more)  # type: ignore[arg-type]  # passed on


def reference(number: str = "Drs. IX-0731", **more: object) -> Submission:
    return Submission(kind=EvidenceKind.REFERENCE, reference=number, **more)  # type: ignore[arg-type]  # passed on


def add(report: Report, piece: Submission, by: User, at: datetime = AT) -> Evidence:
    [made] = add_evidence(report, pieces=[piece], by=by, at=at)
    return made
