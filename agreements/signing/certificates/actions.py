"""Recording uploaded signed files: accepted or rejected, a readable file is kept with its examination."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from agreements import history
from agreements.choices import DateSource, Side
from agreements.documents.editions import execution_edition
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import store, uploads
from agreements.models import (
    Delegation,
    Event,
    Instrument,
    ProofCheck,
    Signatory,
    Signature,
    Version,
)
from agreements.signing import methods
from agreements.signing.actions import (
    NewSignature,
    record_signatures,
    require_place,
    require_possible_day,
    require_printable,
    require_signatory,
    require_version_for_signing,
    signing_transaction,
)
from agreements.signing.certificates import matching
from agreements.signing.certificates.examination import wording
from agreements.signing.certificates.examination.result import (
    ExaminationResult,
    ExaminedSignature,
    read_result,
)
from agreements.signing.certificates.examination.sandbox import (
    ExaminationFailedError,
    Request,
    examine_in_subprocess,
)
from agreements.signing.certificates.signature_facts import day_of, note_of
from agreements.signing.delegation.queries import decode_signer, delegations_by_signatory, require_delegation
from agreements.signing.permissions import Recorder, recorder_fields
from agreements.texts.amended_text import require_running
from agreements.texts.signature_wording import signer_words
from districts.models import User


def accepted_checks(version: Version) -> list[ProofCheck]:
    """Return the accepted files of a version, newest first; each one extends the one before."""
    return list(version.proof_checks.filter(accepted=True).select_related("file").order_by("-pk"))


def record_signed_file(
    instrument: Instrument,
    *,
    data: bytes,
    fingerprint: str,
    place: str,
    by: Recorder,
    at: datetime,
    assignments: Mapping[str, str] | None = None,
) -> ProofCheck:
    """Examine and store a signed PDF, and record its new signatures if it is accepted.

    `assignments` maps a field to its signer (see `encode_signer`) where field and certificate do not tell. The examination
    takes seconds and runs before any row is locked; a file accepted meanwhile makes this one outdated. A rejected file is
    stored too, with the reasons. Raises ActionRefused if it cannot be read, or the examination was not possible.
    """
    version = require_version_for_signing(instrument, fingerprint, by, at)
    require_place(place)
    require_printable({"Ort": place})
    upload = uploads.examine(uploads.from_header(data), types=(uploads.PDF,))
    before = accepted_checks(version)
    verdict = _with_legal_problems(_examine(version, before, upload.data, at), version, at)
    refusal = "Diese Datei widerspricht einer Regel."
    with (
        uploads.kept(upload) as [file],
        signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version,
    ):
        if verdict.accepted and [check.pk for check in accepted_checks(version)] != [c.pk for c in before]:
            verdict = ExaminationResult(problems=(wording.OUTDATED,))
        check = ProofCheck.objects.create(
            version=version,
            file=file,
            based_on=before[0] if before else None,
            accepted=verdict.accepted,
            verdict=verdict.stored(),
            checked_at=at,
            **recorder_fields(by, "checked_by"),
        )
        event_data = {
            "instrument": version.instrument.number,
            "version": version.number,
            "file": file.sha256,
            "signatures": len(verdict.new),
            "problems": list(verdict.problems),
        }
        kind = EventKind.SIGNED_FILE_ACCEPTED if check.accepted else EventKind.SIGNED_FILE_REFUSED
        history.record(version.instrument.agreement, kind, by=by, at=at, data=event_data)
        if check.accepted:
            assigned = _assign(verdict, version, assignments or {})
            new = [_new_signature(check, *signature, place=place) for signature in assigned]
            record_signatures(version, new, by=by, at=at)
    return check


def assign_signatures(
    check: ProofCheck, *, assignments: Mapping[str, str], place: str, by: User, at: datetime
) -> list[Signature]:
    """Record the signatories of an accepted file's signatures, by field. Raises ActionRefused."""
    require_place(place)
    require_printable({"Ort": place})
    if not check.accepted:
        raise ActionRefused("Diese Datei zählt nicht; ihre Signaturen können niemandem zugeordnet werden.")
    by_field = {signature.field: signature for signature in unassigned(check)}
    instrument, fingerprint = check.version.instrument, check.version.fingerprint
    refusal = "Für diese Person ist schon eine Unterschrift festgehalten."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        new = []
        for field, signer in assignments.items():
            key, delegation_pk = decode_signer(signer)
            if field not in by_field:
                raise ActionRefused("Diese Signatur ist schon zugeordnet. Laden Sie die Seite neu.")
            signature, person = by_field[field], require_signatory(version.instrument, key)
            if reason := shortfall(signature, person, version):
                raise ActionRefused(reason)
            delegation = require_delegation(person, version, delegation_pk, day_of(signature))
            new.append(_new_signature(check, signature, person, delegation, place=place))
        return record_signatures(version, new, by=by, at=at)


def unassigned(check: ProofCheck) -> list[ExaminedSignature]:
    """Return the new signatures of an accepted file that have no signatory yet."""
    if not check.accepted:
        return []
    assigned = assigned_fields(check)
    return [signature for signature in read_result(check.verdict).new if signature.field not in assigned]


def shortfall(signature: ExaminedSignature, person: Signatory, version: Version) -> str:
    """Return why a signature does not satisfy the legal form for a signatory, or an empty string."""
    return methods.shortfall(methods.METHOD_OF[signature.level], Side(person.side), version.read().legal_form)


def assigned_fields(check: ProofCheck) -> dict[str, str]:
    """Return the recorded signer by field, from the history."""
    events = Event.objects.filter(
        agreement__instruments__versions=check.version_id,
        kind=EventKind.SIGNATURE_RECORDED,
        data__proof=check.pk,
    )
    return {
        event.data["field"]: signer_words(event.data["signatory"], event.data.get("deputy", ""))
        for event in events
    }


def _examine(version: Version, before: list[ProofCheck], data: bytes, at: datetime) -> ExaminationResult:
    issued = execution_edition(version).file
    chain = [*(check.file for check in before), issued]
    # a damaged stored file is not the fault of the uploaded one
    with store.local_copies(*chain) as (base, *earlier), store.temporary(data) as uploaded:
        request = Request(
            base=base,
            uploaded=uploaded,
            moment=at,
            anchors=str(settings.TRUST_ANCHORS),
            earlier=tuple(earlier),
        )
        try:
            return examine_in_subprocess(request)
        except ExaminationFailedError as error:
            raise ActionRefused(
                "Die Datei kann zurzeit nicht geprüft werden; das liegt nicht an ihr. Es wurde nichts festgehalten. "
                "Bitte sagen Sie dem Betrieb Bescheid und versuchen Sie es später noch einmal."
            ) from error


def _with_legal_problems(verdict: ExaminationResult, version: Version, at: datetime) -> ExaminationResult:
    """Add what makes the new signatures insufficient for the legal form, or their day impossible."""
    problems = list(verdict.problems)
    for signature in verdict.new if verdict.accepted else ():
        reason = methods.shortfall_everywhere(methods.METHOD_OF[signature.level], version.read().legal_form)
        problems += [reason] if reason and reason not in problems else []
        try:
            require_possible_day(day_of(signature), version, at)
            require_running(version.instrument, day_of(signature), "festgehalten")
        except ActionRefused as refused:
            problems.append(f"Signatur von „{signature.subject}“: {refused}")
    return replace(verdict, problems=tuple(problems))


def _assign(
    verdict: ExaminationResult, version: Version, assignments: Mapping[str, str]
) -> Iterator[tuple[ExaminedSignature, Signatory, Delegation | None]]:
    """Yield each new signature that is certain to be of a signatory, with the deputy; the others stay unassigned."""
    people = list(version.instrument.signatories.exclude(pk__in=Signature.objects.signers(version)))
    delegations = delegations_by_signatory(version)
    for signature in verdict.new:
        key, delegation_pk = decode_signer(assignments.get(signature.field, ""))
        person = require_signatory(version.instrument, key) if key else matching.owner(signature, people)
        if person is None or person not in people or shortfall(signature, person, version):
            continue
        if key or matching.is_certain(signature, person):
            delegation = require_delegation(person, version, delegation_pk, day_of(signature))
        else:
            granted = [row for row in delegations.get(person.pk, []) if row.granted_on <= day_of(signature)]
            delegation = matching.named_deputy(signature, granted)
            if delegation is None:
                continue
        people.remove(person)
        yield signature, person, delegation


def _new_signature(
    check: ProofCheck,
    signature: ExaminedSignature,
    person: Signatory,
    delegation: Delegation | None,
    *,
    place: str,
) -> NewSignature:
    return NewSignature(
        signatory=person,
        method=methods.METHOD_OF[signature.level],
        signed_on=day_of(signature),
        date_source=DateSource.TIMESTAMP if signature.time_proven else DateSource.SIGNATURE,
        source_note=note_of(signature),
        place=place,
        proof=check,
        delegation=delegation,
        evidence={
            "certificate": signature.subject,
            "issuer": signature.issuer,
            "proof": check.pk,
            "field": signature.field,
            "file": check.file_id,
        },
    )
