"""Recording that somebody will not sign. It changes no status: a coordinator decides what follows."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from agreements import history, transitions
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Declining, Instrument
from agreements.signing.actions import insist_out_for_signing, insist_possible_day, on_the_list
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
    try:
        with transaction.atomic():
            locked = transitions.lock_instrument(instrument)
            version = insist_out_for_signing(locked, fingerprint, by, at)
            person = on_the_list(locked, signatory_key)
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
                "instrument": locked.number,
                "version": version.number,
                "signatory": person.name,
                "function": person.function,
                "declined_on": declined_on,
                "reason": declining.reason,
                "fingerprint": fingerprint,
            }
            history.record(locked.agreement, EventKind.SIGNATURE_DECLINED, by=by, at=at, data=told)
    except IntegrityError as error:
        raise ActionRefused("Diese Ablehnung ist schon festgehalten. Es wurde nichts geändert.") from error
    return declining
