"""The signing statement of a version, as printed at the end of the Lesefassung."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet
from django.utils import timezone

from agreements.choices import EditionKind, Side, SignatureMethod
from agreements.content import Signatory
from agreements.events import EventKind
from agreements.models import Delegation, Event, Signature, Version
from agreements.rendering.pdf import Completion, SignedFile, SigningStatement, StatementEntry
from agreements.texts.authority import certified_words
from agreements.texts.party_words import as_object, party_names
from agreements.texts.signature_changes import correction_words, date_source_words, signer_of
from agreements.texts.signature_wording import method_words


def signature_records(version: Version) -> QuerySet[Signature]:
    """Return what was ever recorded as a signature of a version, with all that the statement says about it."""
    return Signature.records.filter(version=version).select_related(
        *("signatory", "proof", "delegation", "recorded_by", "link__signatory"),
        *("corrects__signatory", "corrects__delegation"),
    )


def signing_statement(version: Version, records: Collection[Signature]) -> SigningStatement:
    """Build the statement of a version from its `signature_records`; names come from the frozen content.

    It states what holds, and what was recorded before a correction. Declinings without a later signature are listed without
    the reason, which only the page shows.
    """
    content = version.read()
    names = party_names(content)
    frozen = {person.key: person for person in content.signatories}
    corrections = sorted((row for row in records if row.corrects), key=lambda row: (row.recorded_at, row.pk))
    corrected = {row.corrects_id for row in corrections}
    standing = sorted(
        (row for row in records if row.pk not in corrected), key=lambda row: (row.signatory.order, row.pk)
    )
    completion = _completion(version)
    return SigningStatement(
        fingerprint=version.fingerprint,
        entries=tuple(_statement_entry(row, frozen[row.signatory.key], names) for row in standing),
        corrections=tuple(
            f"Unterschrift von {signer_of(row)}, {correction_words(row)}" for row in corrections
        ),
        replaces_earlier=completion is not None
        and any(row.recorded_at > completion.concluded_at for row in corrections),
        declinings=tuple(_declinings(version, frozen)),
        completion=completion,
    )


def _statement_entry(signature: Signature, person: Signatory, names: Mapping[Side, str]) -> StatementEntry:
    deputy = signature.delegation
    return StatementEntry(
        for_whom=as_object(names.get(person.side, person.side.label)),
        name=deputy.name if deputy else person.name,
        function=deputy.function if deputy else person.function,
        stands_for=f"{person.name}, {person.function} ({_granted_words(deputy)})" if deputy else "",
        method=method_words(signature.method),
        done="bestätigt" if signature.method == SignatureMethod.CONFIRMATION else "unterzeichnet",
        signed_on=signature.signed_on,
        date_source=date_source_words(signature),
        place=signature.place,
        recorded_on=timezone.localdate(signature.recorded_at),
        proof="" if signature.method == SignatureMethod.INK else signature.source_note,
        evidence=_evidence(signature),
        authority=certified_words(person, signature.signed_on),
    )


def _granted_words(delegation: Delegation) -> str:
    return f"{delegation.basis}, erteilt am {delegation.granted_on:%d.%m.%Y}"


def _declinings(version: Version, frozen: Mapping[str, Signatory]) -> Iterator[str]:
    declined = version.declinings.exclude(signatory__in=Signature.objects.signers(version))
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
