"""Pages of a draft's PDF as images, for the preview in the editor.

A rendered PDF is cached for a few minutes by the fingerprint of its content, so that paging does not render again. Callers
have checked the permission.
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

CACHE = LocMemCache("previews", {"TIMEOUT": 600, "OPTIONS": {"MAX_ENTRIES": 12, "CULL_FREQUENCY": 4}})
SCALE = 2  # 144 dots to the inch: sharp beside the editor, also on fine screens
PDFIUM_LOCK = Lock()  # PDFium is not thread-safe


@dataclass(frozen=True, slots=True)
class Preview:
    """The number of pages, and the page on which a clause begins."""

    pages: int
    page: int


def draft_pages(content: Content, *, clause: str = "", moment: datetime) -> Preview:
    """Return the number of pages and the page of a clause by its key, 1 if unknown; raises ActionRefused."""
    with PDFIUM_LOCK, pypdfium2.PdfDocument(_draft_pdf(content, moment)) as document:
        return Preview(pages=len(document), page=_page_of(document, f"absatz-{clause}"))


def page_picture(content: Content, number: int, *, moment: datetime) -> bytes | None:
    """Return a page, counted from 1, as PNG, or None if there is none; raises ActionRefused."""
    with PDFIUM_LOCK, pypdfium2.PdfDocument(_draft_pdf(content, moment)) as document:
        if not 1 <= number <= len(document):
            return None
        picture = document[number - 1].render(scale=SCALE).to_pil()
    png = BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def _draft_pdf(content: Content, moment: datetime) -> bytes:
    pdf: bytes | None = CACHE.get(content.fingerprint)
    if pdf is None:
        pdf = editions.render_draft(content, moment=moment)
        CACHE.set(content.fingerprint, pdf)
    return pdf


def _page_of(document: pypdfium2.PdfDocument, anchor: str) -> int:
    """Return the page of the element with this id, which is a named destination in the PDF, or 1."""
    destination = pdfium.FPDF_GetNamedDestByName(document, anchor.encode())
    return int(pdfium.FPDFDest_GetDestPageIndex(document, destination)) + 1 if destination else 1
