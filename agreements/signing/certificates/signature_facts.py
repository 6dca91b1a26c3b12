"""Day and certificate note of a signature in a file."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from agreements.errors import ActionRefused
from agreements.rendering.glyphs import printable_characters
from agreements.signing.certificates.examination.result import ExaminedSignature, Revocation

BERLIN = ZoneInfo("Europe/Berlin")
MAX_LENGTH = 300


def note_of(signature: ExaminedSignature) -> str:
    """Return the printed note on the certificate; letters that the fonts lack become question marks."""
    named = f"{signature.subject}, {signature.organisation}" if signature.organisation else signature.subject
    revocation = "Sperrung geprüft" if signature.revocation == Revocation.GOOD else "Sperrung nicht geprüft"
    note = f"Zertifikat von {named}, ausgestellt von {signature.issuer}; {revocation}"
    return "".join(letter if letter in printable_characters() else "?" for letter in note)[:MAX_LENGTH]


def day_of(signature: ExaminedSignature) -> date:
    """Return the day in Europe/Berlin; a naive time is taken as Berlin time. Raises ActionRefused without one."""
    moment = signature.signed_at
    if moment is None:
        raise ActionRefused("Die Signatur nennt keinen Zeitpunkt.")
    return moment.date() if timezone.is_naive(moment) else moment.astimezone(BERLIN).date()
