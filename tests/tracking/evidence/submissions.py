"""Submitted pieces of evidence for tests."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
from PIL import Image

from agreements.choices import EvidenceKind
from agreements.models import Evidence, Report
from agreements.tracking.evidence.actions import add_evidence
from agreements.tracking.evidence.submissions import Submission
from districts.models import User

AT = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
# the test file of the makers of scanners (EICAR), in two parts so that no scanner stops this file
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def file(data: bytes, title: str = "Protokoll.pdf", **more: object) -> Submission:
    return Submission(kind=EvidenceKind.FILE, title=title, data=data, **more)  # type: ignore[arg-type]  # passed on


def reference(number: str = "Drs. IX-0731", **more: object) -> Submission:
    return Submission(kind=EvidenceKind.REFERENCE, reference=number, **more)  # type: ignore[arg-type]  # passed on


def add(report: Report, piece: Submission, by: User, at: datetime = AT) -> Evidence:
    [made] = add_evidence(report, pieces=[piece], by=by, at=at)
    return made
