"""The PDFs of an instrument: drafts are rendered when asked for, editions once and then kept."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agreements.content import Content
from agreements.documents import store
from agreements.documents.letters import UnprintableError
from agreements.documents.pdf import (
    Completion,
    PdfKind,
    SignedFile,
    SigningStatement,
    StatementEntry,
    render_pdf,
)
from agreements.documents.signing_words import method_words
from agreements.models import Edition, Event, Signature, StoredFile, Version
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
    signatures = list(
        version.signatures.select_related("signatory", "proof").order_by("signatory__order", "pk")
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
                evidence=_evidence(signature),
            )
            for signature in signatures
        ),
        completion=_completion(version),
    )


def _completion(version: Version) -> Completion | None:
    """Return when the version was concluded, as the history tells it, with its files; nothing before that."""
    instrument = version.instrument
    told = Event.objects.filter(
        agreement=instrument.agreement_id, kind="concluded", data__instrument=instrument.number
    ).last()
    if told is None:
        return None
    checks = version.proof_checks.filter(accepted=True).order_by("pk")
    files = [SignedFile(what=EditionKind.EXECUTION.label, sha256=execution_edition(version).file_id)]
    if original := checks.last():
        files.append(SignedFile(what="Elektronisch signiertes Original", sha256=original.file_id))
    return Completion(
        concluded_at=told.at, history_length=told.sequence, history_head=told.hash, files=tuple(files)
    )


def _evidence(signature: Signature) -> str:
    if signature.proof is not None:
        return f"signierte Datei, SHA-256 {signature.proof.file_id}"
    if signature.scan_id:
        return f"Scan des unterschriebenen Papiers, SHA-256 {signature.scan_id}; das Original ist das Papier"
    return "das unterschriebene Papier; ein Scan ist nicht hinterlegt"


def _source_words(signature: Signature) -> str:
    words = DateSource(signature.date_source).label
    told = signature.method == SignatureMethod.INK and signature.source_note
    return f"{words}: {signature.source_note}" if told else words


def _printed(content: Content, kind: PdfKind, moment: datetime) -> bytes:
    try:
        return render_pdf(content, kind=kind, moment=moment)
    except UnprintableError as error:
        raise Refused(str(error)) from error
