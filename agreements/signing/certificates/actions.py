"""Recording uploaded signed files: kept first, then examined, then counted, or kept as evidence of the attempt."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import filetype
from django.conf import settings

from agreements import history
from agreements.choices import DateSource, Side
from agreements.documents.editions import execution_edition
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import store
from agreements.models import (
    Delegation,
    Event,
    Instrument,
    ProofCheck,
    Signatory,
    Signature,
    StoredFile,
    Version,
)
from agreements.signing import methods
from agreements.signing.actions import (
    NewSignature,
    insist_out_for_signing,
    insist_place,
    insist_possible_day,
    insist_printable,
    on_the_list,
    record_signatures,
    signing_transaction,
)
from agreements.signing.certificates import matching
from agreements.signing.certificates.examination import wording
from agreements.signing.certificates.examination.result import ExaminationResult, Found, read_result
from agreements.signing.certificates.examination.sandbox import ExaminationFailedError, Request, examine_apart
from agreements.signing.certificates.signature_facts import day_of, note_of
from agreements.signing.delegation.queries import deputies_by_person, deputy, signer_said
from agreements.signing.permissions import Recorder, recorded
from agreements.texts.signature_wording import signer_words
from districts.models import User

UNKNOWN = "application/octet-stream"
MEGABYTE = 1024 * 1024


def accepted_checks(version: Version) -> list[ProofCheck]:
    """Return the accepted files of a version, the newest first: each goes on from the one before."""
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
    """Keep and examine a signed file, and record its new signatures if it counts; conclude if it was the last one.

    `fingerprint` is that of the version the page was shown with, `assignments` says by field whose signature it is
    (as `signer_said` reads it) where the field and the certificate do not. The examination takes a second or two and runs before any row is
    locked; whoever was faster meanwhile wins. A file that does not count is kept all the same, and the check says why.
    Raises Refused if nothing could be examined.
    """
    version = insist_out_for_signing(instrument, fingerprint, by, at)
    _insist_size(data)
    insist_place(place)
    insist_printable({"Ort": place})
    before = accepted_checks(version)
    file = store.save(data, filetype.guess_mime(data) or UNKNOWN)
    verdict = _with_the_law(_examined(version, before, file, at), version, at)
    refusal = "Diese Datei widerspricht einer Regel."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        if verdict.accepted and [check.pk for check in accepted_checks(version)] != [c.pk for c in before]:
            verdict = ExaminationResult(problems=(wording.OUTDATED,))
        check = ProofCheck.objects.create(
            version=version,
            file=file,
            based_on=before[0] if before else None,
            accepted=verdict.accepted,
            verdict=verdict.stored(),
            checked_at=at,
            **recorded(by, "checked_by"),
        )
        told = {
            "instrument": version.instrument.number,
            "version": version.number,
            "file": file.sha256,
            "signatures": len(verdict.new),
            "problems": list(verdict.problems),
        }
        kind = EventKind.SIGNED_FILE_ACCEPTED if check.accepted else EventKind.SIGNED_FILE_REFUSED
        history.record(version.instrument.agreement, kind, by=by, at=at, data=told)
        if check.accepted:
            owned = _assigned(verdict, version, assignments or {})
            new = [_new_signature(check, *found, place=place) for found in owned]
            record_signatures(version, new, by=by, at=at)
    return check


def assign_signatures(
    check: ProofCheck, *, assignments: Mapping[str, str], place: str, by: User, at: datetime
) -> list[Signature]:
    """Record whose the signatures of an accepted file are, by field; conclude if the last one was among them.

    Raises Refused, and then records nothing.
    """
    insist_place(place)
    insist_printable({"Ort": place})
    if not check.accepted:
        raise ActionRefused("Diese Datei zählt nicht; ihre Signaturen können niemandem zugeordnet werden.")
    open_fields = {found.field: found for found in unassigned(check)}
    instrument, fingerprint = check.version.instrument, check.version.fingerprint
    refusal = "Für diese Person ist schon eine Unterschrift festgehalten."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        new = []
        for field, said in assignments.items():
            key, number = signer_said(said)
            if field not in open_fields:
                raise ActionRefused("Diese Signatur ist schon zugeordnet. Laden Sie die Seite neu.")
            found, person = open_fields[field], on_the_list(version.instrument, key)
            if lacks := shortfall(found, person, version):
                raise ActionRefused(lacks)
            stands_in = deputy(person, version, number, day_of(found))
            new.append(_new_signature(check, found, person, stands_in, place=place))
        return record_signatures(version, new, by=by, at=at)


def unassigned(check: ProofCheck) -> list[Found]:
    """Return the new signatures of an accepted file of which nobody has said yet whose they are."""
    if not check.accepted:
        return []
    told = assigned_fields(check)
    return [found for found in read_result(check.verdict).new if found.field not in told]


def shortfall(found: Found, person: Signatory, version: Version) -> str:
    """Say why a signature does not satisfy the legal form for a person; nothing if it does."""
    return methods.shortfall(methods.METHOD_OF[found.level], Side(person.side), version.read().legal_form)


def assigned_fields(check: ProofCheck) -> dict[str, str]:
    """Return by field whose signature was recorded, as the history tells it."""
    events = Event.objects.filter(
        agreement__instruments__versions=check.version_id,
        kind=EventKind.SIGNATURE_RECORDED,
        data__proof=check.pk,
    )
    return {
        event.data["field"]: signer_words(event.data["signatory"], event.data.get("deputy", ""))
        for event in events
    }


def _examined(
    version: Version, before: list[ProofCheck], file: StoredFile, at: datetime
) -> ExaminationResult:
    issued = execution_edition(version).file
    chain = [*(check.file for check in before), issued]
    for known in chain:
        store.read(known)  # a damaged file of ours is our fault, not the uploaded one's
    base, *earlier = (str(store.path_of(known.sha256)) for known in chain)
    request = Request(
        base=base,
        uploaded=str(store.path_of(file.sha256)),
        moment=at,
        anchors=str(settings.TRUST_ANCHORS),
        earlier=tuple(earlier),
    )
    try:
        return examine_apart(request)
    except ExaminationFailedError as error:
        raise ActionRefused(
            "Die Datei kann zurzeit nicht geprüft werden; das liegt nicht an ihr. Es wurde nichts festgehalten. "
            "Bitte sagen Sie der Verwaltung Bescheid und versuchen Sie es später erneut."
        ) from error


def _with_the_law(verdict: ExaminationResult, version: Version, at: datetime) -> ExaminationResult:
    """Return the verdict with what the legal form and the calendar have against the new signatures."""
    problems = list(verdict.problems)
    for found in verdict.new if verdict.accepted else ():
        lacks = methods.shortfall_everywhere(methods.METHOD_OF[found.level], version.read().legal_form)
        problems += [lacks] if lacks and lacks not in problems else []
        try:
            insist_possible_day(day_of(found), version, at)
        except ActionRefused as refused:
            problems.append(f"Signatur von „{found.subject}“: {refused}")
    return replace(verdict, problems=tuple(problems))


def _assigned(
    verdict: ExaminationResult, version: Version, assignments: Mapping[str, str]
) -> Iterator[tuple[Found, Signatory, Delegation | None]]:
    """Yield each new signature with the person it is certain to be of, and who stood in for her; the others wait."""
    people = list(version.instrument.signatories.exclude(signatures__version=version))
    deputies = deputies_by_person(version)
    for found in verdict.new:
        said, number = signer_said(assignments.get(found.field, ""))
        person = on_the_list(version.instrument, said) if said else matching.owner(found, people)
        if person is None or person not in people or shortfall(found, person, version):
            continue
        if said or matching.is_certain(found, person):
            stands_in = deputy(person, version, number, day_of(found))
        else:
            granted = [one for one in deputies.get(person.pk, []) if one.granted_on <= day_of(found)]
            stands_in = matching.named_deputy(found, granted)
            if stands_in is None:
                continue
        people.remove(person)
        yield found, person, stands_in


def _new_signature(
    check: ProofCheck, found: Found, person: Signatory, stands_in: Delegation | None, *, place: str
) -> NewSignature:
    return NewSignature(
        signatory=person,
        method=methods.METHOD_OF[found.level],
        signed_on=day_of(found),
        date_source=DateSource.TIMESTAMP if found.time_proven else DateSource.SIGNATURE,
        source_note=note_of(found),
        place=place,
        proof=check,
        delegation=stands_in,
        evidence={
            "certificate": found.subject,
            "issuer": found.issuer,
            "proof": check.pk,
            "field": found.field,
            "file": check.file_id,
        },
    )


def _insist_size(data: bytes) -> None:
    if not data:
        raise ActionRefused("Die Datei ist leer. Wählen Sie die signierte PDF-Datei bitte noch einmal aus.")
    limit = settings.UPLOAD_MAX_BYTES
    if len(data) > limit:
        raise ActionRefused(
            f"Die Datei ist größer als {limit // MEGABYTE} MB. So groß wird die Zeichnungsfassung durch Signaturen nicht; "
            "bitte prüfen Sie, ob es die richtige Datei ist. Es wurde nichts gespeichert."
        )
