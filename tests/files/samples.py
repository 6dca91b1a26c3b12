"""Uploaded files for tests; `tests/cases` holds those that failed in use."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

CASES = Path(__file__).parents[1] / "cases"


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


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
