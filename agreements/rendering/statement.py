"""The signing statement of a version, as printed at the end of the Lesefassung."""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from agreements.choices import DateSource, EditionKind, SignatureMethod
from agreements.content import Signatory
from agreements.events import EventKind
from agreements.models import Delegation, Event, Signature, Version
from agreements.rendering.pdf import Completion, SignedFile, SigningStatement, StatementEntry
from agreements.texts.authority import certified_words
from agreements.texts.signature_wording import method_words


def signing_statement(version: Version, signatures: list[Signature]) -> SigningStatement:
    """Build the statement of a version; names come from the frozen content.

    Declinings without a later signature are listed without the reason, which only the page shows.
    """
    frozen = {person.key: person for person in version.read().signatories}
    return SigningStatement(
        fingerprint=version.fingerprint,
        entries=tuple(
            _statement_entry(signature, frozen[signature.signatory.key]) for signature in signatures
        ),
        declinings=tuple(_declinings(version, frozen)),
        completion=_completion(version),
    )


def _statement_entry(signature: Signature, person: Signatory) -> StatementEntry:
    deputy = signature.delegation
    return StatementEntry(
        side=person.side,
        name=deputy.name if deputy else person.name,
        function=deputy.function if deputy else person.function,
        stands_for=f"{person.name}, {person.function} ({_granted_words(deputy)})" if deputy else "",
        method=method_words(signature.method),
        done="bestätigt" if signature.method == SignatureMethod.CONFIRMATION else "unterzeichnet",
        signed_on=signature.signed_on,
        date_source=_source_words(signature),
        place=signature.place,
        recorded_on=timezone.localdate(signature.recorded_at),
        proof="" if signature.method == SignatureMethod.INK else signature.source_note,
        evidence=_evidence(signature),
        authority=certified_words(person, signature.signed_on),
    )


def _granted_words(delegation: Delegation) -> str:
    return f"{delegation.basis}, erteilt am {delegation.granted_on:%d.%m.%Y}"


def _declinings(version: Version, frozen: Mapping[str, Signatory]) -> Iterator[str]:
    declined = version.declinings.exclude(signatory__signatures__version=version)
    for row in declined.select_related("signatory").order_by("signatory__order", "pk"):
        person = frozen[row.signatory.key]
        yield (
            f"{person.name}, {person.function}, hat die Unterzeichnung am {row.declined_on:%d.%m.%Y} abgelehnt; "
            "diese Unterschrift war nicht erforderlich."
        )


def _completion(version: Version) -> Completion | None:
    """Return the completion as recorded in the history, or None before it."""
    instrument = version.instrument
    event = Event.objects.filter(
        agreement=instrument.agreement_id, kind=EventKind.CONCLUDED, data__instrument=instrument.number
    ).last()
    if event is None:
        return None
    checks = version.proof_checks.filter(accepted=True).order_by("pk")
    files = [
        SignedFile(
            what=EditionKind.EXECUTION.label, sha256=version.editions.get(kind=EditionKind.EXECUTION).file_id
        )
    ]
    if original := checks.last():
        files.append(SignedFile(what="Elektronisch signiertes Original", sha256=original.file_id))
    return Completion(
        concluded_at=event.at, history_length=event.sequence, history_head=event.hash, files=tuple(files)
    )


def _evidence(signature: Signature) -> str:
    if signature.proof is not None:
        return f"signierte Datei, SHA-256 {signature.proof.file_id}"
    if signature.method == SignatureMethod.CONFIRMATION:
        return "von der Anwendung festgehalten; eine Unterschrift gibt es nicht"
    if signature.scan_id:
        return f"Scan des unterschriebenen Papiers, SHA-256 {signature.scan_id}; das Original ist das Papier"
    return "das unterschriebene Papier; ein Scan ist nicht hinterlegt"


def _source_words(signature: Signature) -> str:
    words = DateSource(signature.date_source).label
    noted = signature.method == SignatureMethod.INK and signature.source_note
    return f"{words}: {signature.source_note}" if noted else words
