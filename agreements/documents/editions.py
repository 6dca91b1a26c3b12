"""The PDFs of an instrument: drafts are rendered when asked for, editions once and then kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agreements.content import Content
from agreements.documents import store
from agreements.documents.letters import UnprintableError
from agreements.documents.pdf import PdfKind, SigningStatement, StatementEntry, render_pdf
from agreements.documents.signing_words import method_words
from agreements.models import Edition, Signature, StoredFile, Version
from agreements.refusals import Refused
from agreements.vocabulary import DateSource, EditionKind, SignatureMethod

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
    signatures = list(version.signatures.select_related("signatory").order_by("signatory__order", "pk"))
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


def signing_statement(version: Version, signatures: list[Signature]) -> SigningStatement:
    """Return who signed the version, how, when and where, as it is printed. Names come from the frozen content."""
    frozen = {person.key: person for person in version.read().signatories}
    return SigningStatement(
        fingerprint=version.fingerprint,
        entries=tuple(
            StatementEntry(
                side=frozen[signature.signatory.key].side,
                name=frozen[signature.signatory.key].name,
                function=frozen[signature.signatory.key].function,
                method=method_words(signature.method),
                signed_on=signature.signed_on,
                date_source=_source_words(signature),
                place=signature.place,
                recorded_on=timezone.localdate(signature.recorded_at),
                proof="" if signature.method == SignatureMethod.INK else signature.source_note,
            )
            for signature in signatures
        ),
    )


def _source_words(signature: Signature) -> str:
    words = DateSource(signature.date_source).label
    told = signature.method == SignatureMethod.INK and signature.source_note
    return f"{words}: {signature.source_note}" if told else words


def _printed(content: Content, kind: PdfKind, moment: datetime) -> bytes:
    try:
        return render_pdf(content, kind=kind, moment=moment)
    except UnprintableError as error:
        raise Refused(str(error)) from error
