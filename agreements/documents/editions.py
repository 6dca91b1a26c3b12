"""The PDFs of an instrument: drafts are rendered on request, editions once and then stored."""

from datetime import datetime

from django.db import transaction

from agreements.choices import EditionKind
from agreements.content import Content
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Edition, Signature, StoredFile, Version
from agreements.rendering.glyphs import UnprintableError
from agreements.rendering.pdf import PdfKind, render_pdf
from agreements.rendering.statement import signature_records, signing_statement

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

    A correction of a signature makes it outdated; the next one is rendered on its first use. Rendering is deterministic, so
    concurrent first requests create one edition.
    """
    corrections = correction_count(version)
    existing = (
        version.editions.select_related("file")
        .filter(kind=EditionKind.READING, corrections=corrections)
        .first()
    )
    if existing is not None:
        return existing
    records = list(signature_records(version))
    corrections = sum(row.corrects is not None for row in records)
    moment = max(row.recorded_at for row in records)
    pdf = render_pdf(
        version.read(),
        kind=PdfKind.READING,
        moment=moment,
        statement=signing_statement(version, records),
    )
    file = store.save(pdf, PDF)
    with transaction.atomic():
        edition, _ = Edition.objects.get_or_create(
            version=version,
            kind=EditionKind.READING,
            corrections=corrections,
            defaults={"file": file, "made_at": moment},
        )
    return edition


def correction_count(version: Version) -> int:
    """Return how many corrections of signatures a version has; an `Edition` may lack some."""
    return Signature.records.filter(version=version, corrects__isnull=False).count()


def _render(content: Content, kind: PdfKind, moment: datetime) -> bytes:
    try:
        return render_pdf(content, kind=kind, moment=moment)
    except UnprintableError as error:
        raise ActionRefused(str(error)) from error
