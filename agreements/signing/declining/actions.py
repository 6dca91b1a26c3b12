"""Recording that a signatory declines. It changes no status: a coordinator decides what follows."""

from datetime import date, datetime

from agreements import history
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Declining, Instrument
from agreements.signing.actions import require_possible_day, require_signatory, signing_transaction
from agreements.signing.permissions import Recorder, recorder_fields, require_own_link


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
    """Record that a person declines the version with `fingerprint`; signing stays possible. Raises ActionRefused."""
    if not reason.strip():
        raise ActionRefused("Bitte den Grund der Ablehnung angeben.")
    refusal = "Diese Ablehnung ist schon festgehalten."
    with signing_transaction(instrument, fingerprint, by=by, at=at, refusal=refusal) as version:
        person = require_signatory(version.instrument, signatory_key)
        require_own_link(by, person)
        require_possible_day(declined_on, version, at, what="Ablehnung", done="abgelehnt")
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
            **recorder_fields(by),
        )
        data = {
            "instrument": version.instrument.number,
            "version": version.number,
            "signatory": person.name,
            "function": person.function,
            "declined_on": declined_on,
            "reason": declining.reason,
            "fingerprint": fingerprint,
        }
        history.record(version.instrument.agreement, EventKind.SIGNATURE_DECLINED, by=by, at=at, data=data)
    return declining
