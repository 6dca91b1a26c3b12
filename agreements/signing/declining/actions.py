"""Recording that somebody will not sign. It changes no status: a coordinator decides what follows."""

from datetime import date, datetime

from agreements import history
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Declining, Instrument
from agreements.signing.actions import insist_possible_day, on_the_list, signing_transaction
from agreements.signing.permissions import Recorder, insist_own, recorded


def record_declining(
    instrument: Instrument,
    *,
    signatory_key: str,
    fingerprint: str,
    declined_on: date,
    reason: str,
    by: Recorder,
    at: datetime,
) -> Declining:
    """Record that a person will not sign the frozen version, and why. She may still change her mind and sign.

    `fingerprint` is that of the version the form was shown with; it is compared again with the row locked.
    Raises Refused.
    """
    if not reason.strip():
        raise ActionRefused("Eine Ablehnung braucht ihren Grund.")
    refusal = "Diese Ablehnung ist schon festgehalten."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        person = on_the_list(version.instrument, signatory_key)
        insist_own(by, person)
        insist_possible_day(declined_on, version, at, what="Ablehnung", done="abgelehnt")
        if person.signatures.filter(version=version).exists():
            raise ActionRefused(
                f"{person.name} hat diese Fassung schon unterzeichnet. Soll sie nicht gelten, holen Sie den Text "
                "mit Begründung aus der Zeichnung zurück. Es wurde nichts festgehalten."
            )
        declining = Declining.objects.create(
            signatory=person,
            version=version,
            fingerprint=fingerprint,
            declined_on=declined_on,
            reason=reason.strip(),
            recorded_at=at,
            **recorded(by),
        )
        told = {
            "instrument": version.instrument.number,
            "version": version.number,
            "signatory": person.name,
            "function": person.function,
            "declined_on": declined_on,
            "reason": declining.reason,
            "fingerprint": fingerprint,
        }
        history.record(version.instrument.agreement, EventKind.SIGNATURE_DECLINED, by=by, at=at, data=told)
    return declining
