"""Correcting a signature on paper that was recorded wrongly, by a second record. What was recorded stays."""

from datetime import datetime

from agreements import history, policy, transitions
from agreements.choices import SignatureMethod, Status
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import uploads
from agreements.models import Signatory, Signature
from agreements.signing.actions import (
    LAST_ONE,
    InkSignature,
    conclude_if_complete,
    event_data,
    issue_reading_copy,
    missing_signatories,
    require_place,
    require_possible_day,
    require_printable,
    require_signatory,
    require_version_shown,
)
from agreements.signing.delegation.queries import require_delegation
from agreements.signing.transaction import atomic_or_refused
from agreements.texts.amended_text import require_running
from agreements.texts.signature_changes import changes_of
from districts.models import User

CORRECTED_MEANWHILE = (
    "Diese Unterschrift ist inzwischen berichtigt, oder ihre Fassung liegt nicht mehr vor. Ihre Angaben stehen noch hier, es "
    "wurde nichts geändert. Öffnen Sie den Vertrag und sehen Sie nach, was jetzt gilt."
)
WOULD_BE_MISSING = (
    "Die Urkunde ist unterzeichnet, und dazu gehört die Unterschrift von {name}. Stammt sie nicht von dieser Person oder ihrer "
    "Vertretung, so klären Sie das bitte mit dem Rechtsamt; hier wurde nichts geändert. Sind zwei Unterschriften vertauscht, "
    "berichtigen Sie bei beiden Tag, Ort und Scan."
)


def correct_ink_signature(
    signature: Signature,
    *,
    signatory_key: str,
    fingerprint: str,
    signed: InkSignature,
    keeps_scan: bool,
    reason: str,
    by: User,
    at: datetime,
) -> Signature:
    """Record how a handwritten signature was really given; `keeps_scan` counts without a new one. Raises ActionRefused."""
    require_printable(
        {
            "Ort": signed.place,
            "Erläuterung oder Fundstelle": signed.source_note,
            "Begründung": reason,
            "Ihr Name": str(by),
        }
    )
    scans = [uploads.examine(signed.scan)] if signed.scan else []
    refusal = "Diese Berichtigung widerspricht einer Regel. Es wurde nichts geändert."
    with uploads.kept(*scans) as files, atomic_or_refused(refusal):
        locked = transitions.lock_instrument(signature.version.instrument)
        policy.require(by, "signature.correct", locked)
        version = require_version_shown(locked, fingerprint)
        wrong = _standing(signature, version.pk)
        person = require_signatory(locked, signatory_key)
        _require_may_have_signed(person, wrong, Status(locked.status))
        require_possible_day(signed.signed_on, version, at)
        require_running(version.instrument, signed.signed_on, "festgehalten")
        require_place(signed.place)
        if not reason.strip():
            raise ActionRefused("Bitte sagen Sie, warum die Unterschrift berichtigt wird.")
        correction = Signature(
            signatory=person,
            version=version,
            fingerprint=version.fingerprint,
            method=SignatureMethod.INK,
            signed_on=signed.signed_on,
            date_source=signed.date_source,
            source_note=signed.source_note.strip(),
            place=signed.place.strip(),
            scan=next(iter(files), wrong.scan if keeps_scan else None),
            delegation=require_delegation(person, version, signed.delegation, signed.signed_on),
            recorded_by=by,
            recorded_at=at,
            corrects=wrong,
            reason=reason.strip(),
        )
        changed = changes_of(correction)
        if not changed:
            raise ActionRefused("So ist die Unterschrift schon festgehalten. Es wurde nichts geändert.")
        correction.save(force_insert=True)
        data = {
            **event_data(correction),
            "scan": correction.scan_id or "",
            "changed": list(changed),
            "reason": correction.reason,
        }
        history.record(locked.agreement, EventKind.SIGNATURE_CORRECTED, by=by, at=at, data=data)
        if locked.status == Status.SIGNED:
            issue_reading_copy(version)
        elif signed.knows_it_concludes is False and not missing_signatories(locked):
            raise ActionRefused(LAST_ONE)
        else:
            conclude_if_complete(version, at=at)
    return correction


def _standing(signature: Signature, version: int) -> Signature:
    """Return the signature to correct as it is now. Raises ActionRefused unless it holds, on paper and under `version`."""
    rows = Signature.objects.select_related("signatory", "delegation", "scan")
    found = rows.filter(pk=signature.pk, version=version, method=SignatureMethod.INK).first()
    if found is None:
        raise ActionRefused(CORRECTED_MEANWHILE)
    return found


def _require_may_have_signed(person: Signatory, wrong: Signature, status: Status) -> None:
    """Raise ActionRefused if the person has another signature, or the signatory's must not be missing."""
    if person == wrong.signatory:
        return
    if Signature.objects.filter(signatory=person, version=wrong.version_id).exists():
        raise ActionRefused(
            f"Für {person.name} ist schon eine Unterschrift festgehalten. Sind beide vertauscht, berichtigen Sie bei beiden "
            "Tag, Ort und Scan. Es wurde nichts geändert."
        )
    if status == Status.SIGNED and wrong.signatory.required:
        raise ActionRefused(WOULD_BE_MISSING.format(name=wrong.signatory.name))
