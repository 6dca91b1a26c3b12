"""Recording who may sign in somebody's place, with the document that proves it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import store
from agreements.models import Delegation, Instrument
from agreements.signing.actions import insist_printable, on_the_list, signing_transaction
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelegation:
    """Who is to sign in somebody's place, on what basis; `document` holds the bytes of the proof."""

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
    """Record that somebody else may sign the frozen version in a signatory's place. Raises Refused.

    `fingerprint` is that of the version the form was shown with. Name, function and basis are printed in the
    Lesefassung, so letters that it lacks are refused before anything is stored.
    """
    words = {
        "Name": delegation.name.strip(),
        "Funktion": delegation.function.strip(),
        "Grundlage": delegation.basis.strip(),
    }
    if not all(words.values()):
        raise ActionRefused("Name, Funktion und Grundlage der Vertretung werden gebraucht.")
    insist_printable(words)
    if delegation.granted_on > timezone.localdate(at):
        raise ActionRefused("Die Vertretung ist erst in der Zukunft erteilt. Bitte prüfen Sie das Datum.")
    policy.require(by, "signature.record", instrument)
    document = store.save(delegation.document, store.check_upload(delegation.document))
    refusal = "Diese Vertretung widerspricht einer Regel."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        person = on_the_list(version.instrument, signatory_key)
        if person.signatures.filter(version=version).exists():
            raise ActionRefused(
                f"Die Unterschrift von {person.name} liegt schon vor. Es wurde nichts festgehalten."
            )
        made = Delegation.objects.create(
            signatory=person,
            version=version,
            fingerprint=fingerprint,
            name=words["Name"],
            function=words["Funktion"],
            basis=words["Grundlage"],
            granted_on=delegation.granted_on,
            document=document,
            recorded_at=at,
            recorded_by=by,
        )
        told = {
            "instrument": version.instrument.number,
            "version": version.number,
            "signatory": person.name,
            "deputy": made.name,
            "function": made.function,
            "basis": made.basis,
            "granted_on": made.granted_on,
            "file": document.sha256,
            "fingerprint": fingerprint,
        }
        history.record(version.instrument.agreement, EventKind.DELEGATION_RECORDED, by=by, at=at, data=told)
    return made
