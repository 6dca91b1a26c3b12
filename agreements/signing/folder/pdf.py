"""The signing folder: a PDF to print with checklist, a signature sheet per side, and the Zeichnungsfassung.

It is only for print and never stored: no PDF/A, no fields, no tags, as its first page says.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string

from agreements.content import NBSP, Content
from agreements.documents.editions import execution_edition
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Version
from agreements.rendering.document_view import document_view
from agreements.rendering.glyphs import UnprintableError, unprintable_characters
from agreements.rendering.pdf import SHORT_FINGERPRINT, write_pdf
from agreements.rendering.verification_mark import verification_mark
from agreements.texts.wording import short_title

# belongs to the archived file, and would be wrong or useless in the printed one
NOT_ON_PAPER = (
    "/Metadata",
    "/OutputIntents",
    "/StructTreeRoot",
    "/MarkInfo",
    "/Names",
    "/Dests",
    "/AF",
    "/AcroForm",
)


def signing_folder(version: Version) -> bytes:
    """Return the folder of a frozen version, reproducible byte for byte. Raises ActionRefused.

    The pages of the stored Zeichnungsfassung are copied; its file does not change.
    """
    original = store.read(execution_edition(version).file)
    reference = version.instrument.agreement.reference
    content = version.read()
    if missing := list(unprintable_characters([*content.texts(), ("Vertragsnummer", reference)])):
        raise ActionRefused(str(UnprintableError(missing)))
    with pikepdf.open(BytesIO(original)) as execution:
        front = write_pdf(
            _front(content, reference, _pages_of_fields(execution), len(execution.pages), version.made_at)
        )
        return _merge(front, execution)


def _front(content: Content, reference: str, places: Mapping[str, int], pages: int, moment: datetime) -> str:
    view = document_view(content)
    mark = verification_mark(view.fingerprint)
    context = {
        "view": view,
        "name": short_title(content.name),
        "mark": mark,
        "number": f"{reference}/{content.number}",
        "version": content.version,
        "places": places,
        "pages": pages,
        "megabytes": settings.UPLOAD_MAX_BYTES // 1024**2,
        "running": f"{short_title(content.name)} {reference}/{content.number} · Fassung{NBSP}{content.version} · "
        f"Prüfwert {view.fingerprint[:SHORT_FINGERPRINT]} · {mark.code}",
        "moment": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    return render_to_string("signing/folder.html", context)


def _pages_of_fields(execution: pikepdf.Pdf) -> dict[str, int]:
    """Return the page number of each signature field."""
    return {
        str(note.T): number
        for number, page in enumerate(execution.pages, start=1)
        for note in page.obj.get("/Annots", ())
        if note.get("/FT") == "/Sig"
    }


def _merge(front: bytes, execution: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(front)) as folder:
        for part in (folder, execution):
            _strip_for_print(part)
        folder.pages.extend(execution.pages)
        folder.save(out, deterministic_id=True)
    return out.getvalue()


def _strip_for_print(pdf: pikepdf.Pdf) -> None:
    """Remove what has no use in print, in memory only."""
    for name in set(NOT_ON_PAPER) & set(pdf.Root.keys()):
        del pdf.Root[name]
    for page in pdf.pages:
        for name in {"/Annots", "/StructParents"} & set(page.obj.keys()):
            del page.obj[name]
