"""Confirming in the application: not a signature, and only where a person has said that the law asks for no form."""

from datetime import datetime

from django.utils import timezone

from agreements import history
from agreements.choices import DateSource, Side, SignatureMethod
from agreements.errors import ActionRefused
from agreements.models import Signature, SigningLink, Version
from agreements.signing.actions import (
    NewSignature,
    insist_printable,
    on_the_list,
    record_signatures,
    signing_transaction,
)
from agreements.signing.methods import shortfall

NOTE = "Einmaliger Link und Code an die hinterlegte E-Mail-Adresse; keine Unterschrift"


def may_confirm(version: Version, side: str) -> str:
    """Say why a version is not confirmed in the application on a side; nothing if it may be."""
    return shortfall(SignatureMethod.CONFIRMATION, Side(side), version.read().legal_form)


def record_confirmation(link: SigningLink, *, fingerprint: str, place: str, at: datetime) -> Signature:
    """Record that the holder of a link and its code agrees to the frozen version; conclude if that was the last one.

    `fingerprint` is that of the version that was shown. The database asks for legal form and code once more. Raises Refused.
    """
    if not place.strip():
        raise ActionRefused("Der Ort wird gebraucht.")
    insist_printable({"Ort": place})
    visitor = history.Visitor(link)
    refusal = "Diese Bestätigung ist schon festgehalten oder widerspricht einer Regel."
    instrument = link.version.instrument
    with signing_transaction(instrument, fingerprint, by=visitor, at=at, refusal=refusal) as version:
        person = on_the_list(version.instrument, link.signatory.key)
        if lacks := may_confirm(version, person.side):
            raise ActionRefused(lacks)
        new = NewSignature(
            signatory=person,
            method=SignatureMethod.CONFIRMATION,
            signed_on=timezone.localdate(at),
            date_source=DateSource.APPLICATION,
            source_note=NOTE,
            place=place,
            evidence={"link": link.pk},
        )
        [confirmed] = record_signatures(version, [new], by=visitor, at=at)
    return confirmed
