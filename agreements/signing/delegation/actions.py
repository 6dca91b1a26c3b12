"""Recording deputies who may sign for a signatory, with proof."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import uploads
from agreements.models import Delegation, Instrument
from agreements.signing.actions import require_printable, require_signatory, signing_transaction
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelegation:
    """A deputy and the basis of the authority; `document` is the proof as PDF, PNG or JPEG."""

    name: str
    function: str
    basis: str
    granted_on: date
    document: bytes


def record_delegation(
    instrument: Instrument,
    *,
    signatory_key: str,
    fingerprint: str,
    delegation: NewDelegation,
    by: User,
    at: datetime,
) -> Delegation:
    """Record a delegation for the version with `fingerprint`. Raises ActionRefused.

    Name, function and basis are printed in the Lesefassung, so unprintable letters are refused before anything is stored.
    """
    words = {
        "Name": delegation.name.strip(),
        "Funktion": delegation.function.strip(),
        "Grundlage": delegation.basis.strip(),
    }
    if not all(words.values()):
        raise ActionRefused("Bitte Name, Funktion und Grundlage der Vertretung angeben.")
    require_printable(words)
    if delegation.granted_on > timezone.localdate(at):
        raise ActionRefused("Die Vertretung ist erst in der Zukunft erteilt. Bitte prüfen Sie das Datum.")
    policy.require(by, "signature.record", instrument)
    document = uploads.examine(delegation.document)
    refusal = "Diese Vertretung widerspricht einer Regel."
    with (
        uploads.kept(document) as [file],
        signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version,
    ):
        person = require_signatory(version.instrument, signatory_key)
        if person.signatures.filter(version=version).exists():
            raise ActionRefused(
                f"Die Unterschrift von {person.name} liegt schon vor. Es wurde nichts festgehalten."
            )
        created = Delegation.objects.create(
            signatory=person,
            version=version,
            fingerprint=fingerprint,
            name=words["Name"],
            function=words["Funktion"],
            basis=words["Grundlage"],
            granted_on=delegation.granted_on,
            document=file,
            recorded_at=at,
            recorded_by=by,
        )
        data = {
            "instrument": version.instrument.number,
            "version": version.number,
            "signatory": person.name,
            "deputy": created.name,
            "function": created.function,
            "basis": created.basis,
            "granted_on": created.granted_on,
            "file": file.sha256,
            "fingerprint": fingerprint,
        }
        history.record(version.instrument.agreement, EventKind.DELEGATION_RECORDED, by=by, at=at, data=data)
    return created
