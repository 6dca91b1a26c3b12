"""What is kept of a signature that was found in a file: its day, and whose certificate it was."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from agreements.errors import ActionRefused
from agreements.rendering.glyphs import printable_characters
from agreements.signing.certificates.examination.result import Found, Revocation

BERLIN = ZoneInfo("Europe/Berlin")
NOTE = 300


def note_of(found: Found) -> str:
    """Return whose certificate it was, as it is printed; what the fonts lack is a question mark, the check has it all."""
    named = f"{found.subject}, {found.organisation}" if found.organisation else found.subject
    revocation = "Sperrung geprüft" if found.revocation == Revocation.GOOD else "Sperrung nicht geprüft"
    note = f"Zertifikat von {named}, ausgestellt von {found.issuer}; {revocation}"
    return "".join(letter if letter in printable_characters() else "?" for letter in note)[:NOTE]


def day_of(found: Found) -> date:
    """Return the day of a signature in Berlin; a time without a zone is taken as Berlin's."""
    moment = found.signed_at
    if moment is None:
        raise ActionRefused("Die Signatur nennt keinen Zeitpunkt.")
    return moment.date() if timezone.is_naive(moment) else moment.astimezone(BERLIN).date()
