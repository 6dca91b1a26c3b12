"""Confirming in the application: not a signature, and only where a person has said that the law asks for no form."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DateSource, Side, SignatureMethod
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Signature, SigningLink, Version
from agreements.rendering.glyphs import UnprintableError, unprintable_characters
from agreements.signing.actions import conclude_if_complete, insist_out_for_signing, on_the_list
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
    if found := list(unprintable_characters([("Ort", place)])):
        raise ActionRefused(str(UnprintableError(found)))
    visitor = history.Visitor(link)
    try:
        with transaction.atomic():
            locked = transitions.lock_instrument(link.version.instrument)
            version = insist_out_for_signing(locked, fingerprint, visitor, at)
            person = on_the_list(locked, link.signatory.key)
            if lacks := may_confirm(version, person.side):
                raise ActionRefused(lacks)
            confirmed = Signature.objects.create(
                signatory=person,
                version=version,
                fingerprint=fingerprint,
                method=SignatureMethod.CONFIRMATION,
                signed_on=timezone.localdate(at),
                date_source=DateSource.APPLICATION,
                source_note=NOTE,
                place=place.strip(),
                link=link,
                recorded_at=at,
            )
            told = {
                "instrument": locked.number,
                "version": version.number,
                "signatory": person.name,
                "deputy": "",
                "function": person.function,
                "method": confirmed.method,
                "signed_on": confirmed.signed_on,
                "place": confirmed.place,
                "date_source": confirmed.date_source,
                "link": link.pk,
                "fingerprint": fingerprint,
            }
            history.record(locked.agreement, EventKind.SIGNATURE_RECORDED, by=visitor, at=at, data=told)
            conclude_if_complete(locked, version, at)
    except IntegrityError as error:
        raise ActionRefused(
            "Diese Bestätigung ist schon festgehalten oder widerspricht einer Regel. Es wurde nichts geändert."
        ) from error
    return confirmed
