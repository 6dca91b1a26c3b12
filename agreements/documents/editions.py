"""The PDFs of an instrument: drafts are rendered on request, editions once and then stored."""

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
    """Return the PDF of a draft without storing it; raises ActionRefused for unprintable characters."""
    return _render(content, PdfKind.DRAFT, moment)


def store_execution_file(content: Content, *, moment: datetime) -> StoredFile:
    """Render and store the Zeichnungsfassung; raises ActionRefused. Freezing creates its Edition."""
    return store.save(_render(content, PdfKind.EXECUTION, moment), PDF)


def execution_edition(version: Version) -> Edition:
    """Return the Zeichnungsfassung of a frozen version."""
    return version.editions.select_related("file").get(kind=EditionKind.EXECUTION)


def reading_edition(version: Version) -> Edition:
    """Return the Lesefassung of a signed version, rendered on first use.

    Rendering is deterministic, so concurrent first requests create one edition.
    """
    existing = version.editions.select_related("file").filter(kind=EditionKind.READING).first()
    if existing is not None:
        return existing
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
    file = store.save(pdf, PDF)
    with transaction.atomic():
        edition, _ = Edition.objects.get_or_create(
            version=version, kind=EditionKind.READING, defaults={"file": file, "made_at": moment}
        )
    return edition


def _render(content: Content, kind: PdfKind, moment: datetime) -> bytes:
    try:
        return render_pdf(content, kind=kind, moment=moment)
    except UnprintableError as error:
        raise ActionRefused(str(error)) from error
