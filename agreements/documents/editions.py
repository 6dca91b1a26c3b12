"""The PDFs of an instrument: drafts are rendered when asked for, editions once and then kept."""

from datetime import datetime

from django.db import transaction

from agreements.choices import EditionKind
from agreements.content import Content
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Edition, StoredFile, Version
from agreements.rendering.glyphs import UnprintableError
from agreements.rendering.pdf import PdfKind, render_pdf
from agreements.rendering.statement import signing_statement

PDF = "application/pdf"


def render_draft(content: Content, *, moment: datetime) -> bytes:
    """Return the PDF of a draft; nothing is stored. Raises Refused if a character cannot be printed."""
    return _printed(content, PdfKind.DRAFT, moment)


def keep_execution_file(content: Content, *, moment: datetime) -> StoredFile:
    """Render and store the Zeichnungsfassung; its row is made by the freezing. Raises Refused like `render_draft`."""
    return store.keep(_printed(content, PdfKind.EXECUTION, moment), PDF)


def execution_edition(version: Version) -> Edition:
    """Return the Zeichnungsfassung of a frozen version."""
    return version.editions.select_related("file").get(kind=EditionKind.EXECUTION)


def reading_edition(version: Version) -> Edition:
    """Return the Lesefassung of a signed version, rendering it if that has not happened yet.

    Rendering is repeatable (same bytes), so whoever asks first makes it and nobody makes a second one.
    """
    known = version.editions.select_related("file").filter(kind=EditionKind.READING).first()
    if known is not None:
        return known
    signatures = list(
        version.signatures.select_related("signatory", "proof", "delegation").order_by(
            "signatory__order", "pk"
        )
    )
    moment = max(signature.recorded_at for signature in signatures)
    pdf = render_pdf(
        version.read(),
        kind=PdfKind.READING,
        moment=moment,
        statement=signing_statement(version, signatures),
    )
    file = store.keep(pdf, PDF)
    with transaction.atomic():
        edition, _ = Edition.objects.get_or_create(
            version=version, kind=EditionKind.READING, defaults={"file": file, "made_at": moment}
        )
    return edition


def _printed(content: Content, kind: PdfKind, moment: datetime) -> bytes:
    try:
        return render_pdf(content, kind=kind, moment=moment)
    except UnprintableError as error:
        raise ActionRefused(str(error)) from error
