"""Confirmation in the application: not a signature, and only for the legal form without formal requirements."""

from datetime import datetime

from django.utils import timezone

from agreements import history
from agreements.choices import DateSource, Side, SignatureMethod
from agreements.errors import ActionRefused
from agreements.models import Signature, SigningLink, Version
from agreements.signing.actions import (
    NewSignature,
    record_signatures,
    require_printable,
    require_signatory,
    signing_transaction,
)
from agreements.signing.methods import shortfall
from agreements.texts.amended_text import require_running

NOTE = "Einmaliger Link und Code an die hinterlegte E-Mail-Adresse; keine Unterschrift"


def confirmation_shortfall(version: Version, side: str) -> str:
    """Return why a confirmation does not suffice on a side, or an empty string."""
    return shortfall(SignatureMethod.CONFIRMATION, Side(side), version.read().legal_form)


def record_confirmation(link: SigningLink, *, fingerprint: str, place: str, at: datetime) -> Signature:
    """Record the confirmation of the version with `fingerprint`. Raises ActionRefused.

    A trigger checks legal form and entered code again.
    """
    if not place.strip():
        raise ActionRefused("Bitte den Ort angeben.")
    require_printable({"Ort": place})
    visitor = history.Visitor(link)
    refusal = "Diese Bestätigung ist schon festgehalten oder widerspricht einer Regel."
    instrument = link.version.instrument
    with signing_transaction(instrument, fingerprint, by=visitor, at=at, refusal=refusal) as version:
        person = require_signatory(version.instrument, link.signatory.key)
        require_running(version.instrument, timezone.localdate(at), "festgehalten")
        if reason := confirmation_shortfall(version, person.side):
            raise ActionRefused(reason)
        new = NewSignature(
            signatory=person,
            method=SignatureMethod.CONFIRMATION,
            signed_on=timezone.localdate(at),
            date_source=DateSource.APPLICATION,
            source_note=NOTE,
            place=place,
            evidence={"link": link.pk},
        )
        [signature] = record_signatures(version, [new], by=visitor, at=at)
    return signature
