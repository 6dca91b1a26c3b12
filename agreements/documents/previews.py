"""The pages of a draft as pictures, beside the text that somebody writes: taken from the PDF itself.

A rendered PDF is kept for a few minutes, so that paging does not render again. What is kept is found by the
fingerprint of the content alone; whoever asks has passed the door and brings the content.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium
from django.core.cache.backends.locmem import LocMemCache

from agreements.content import Content
from agreements.documents import editions

KEPT = LocMemCache("previews", {"TIMEOUT": 600, "OPTIONS": {"MAX_ENTRIES": 12, "CULL_FREQUENCY": 4}})
SCALE = 2  # 144 dots to the inch: sharp beside the editor, also on fine screens
DRAWING = Lock()  # PDFium is not safe for two threads


@dataclass(frozen=True, slots=True)
class Preview:
    """How many pages a draft has, and on which one a clause begins."""

    pages: int
    page: int


def draft_pages(content: Content, *, clause: str = "", moment: datetime) -> Preview:
    """Return the number of pages and the page of the clause with this key; the first one if there is none.

    Raises Refused if a character cannot be printed.
    """
    pdf = _kept(content, moment)
    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        return Preview(pages=len(document), page=_page_of(document, f"absatz-{clause}"))


def page_picture(content: Content, number: int, *, moment: datetime) -> bytes | None:
    """Return one page, counted from 1, as PNG; None if there is no such page.

    Raises Refused if a character cannot be printed.
    """
    pdf = _kept(content, moment)
    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        picture = document[number - 1].render(scale=SCALE).to_pil()
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _kept(content: Content, moment: datetime) -> bytes:
    pdf: bytes | None = KEPT.get(content.fingerprint)
    if pdf is None:
        pdf = editions.render_draft(content, moment=moment)
        KEPT.set(content.fingerprint, pdf)
    return pdf


def _page_of(document: pypdfium2.PdfDocument, anchor: str) -> int:
    """Return the page on which an element with this id begins: the PDF has a named destination for each."""
    found = pdfium.FPDF_GetNamedDestByName(document, anchor.encode())
    return int(pdfium.FPDFDest_GetDestPageIndex(document, found)) + 1 if found else 1
