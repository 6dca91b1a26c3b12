"""What a correction of a signature changes, in German."""

from collections.abc import Iterator

from django.utils import timezone

from agreements.choices import DateSource, SignatureMethod
from agreements.models import Signature
from agreements.texts.signature_wording import signer_words


def changes_of(correction: Signature) -> tuple[str, ...]:
    """Return each changed fact with its former value, as parts of a sentence; none if nothing changes."""
    return tuple(_changes(correction, correction.corrects)) if correction.corrects else ()


def _changes(new: Signature, old: Signature) -> Iterator[str]:
    pairs = {
        "Person": (signer_of(new), signer_of(old)),
        "Tag": (f"{new.signed_on:%d.%m.%Y}", f"{old.signed_on:%d.%m.%Y}"),
        "Quelle des Datums": (date_source_words(new), date_source_words(old)),
        "Ort": (new.place, old.place),
    }
    yield from (f"{name} {now} statt {before}" for name, (now, before) in pairs.items() if now != before)
    if new.scan_id != old.scan_id:
        if not new.scan_id:
            yield "kein Scan, der hinterlegte gehört nicht dazu"
        else:
            yield "anderer Scan" if old.scan_id else "Scan ergänzt"


def correction_words(correction: Signature) -> str:
    """Return when and by whom what was corrected and why, as the end of a sentence."""
    day = timezone.localdate(correction.recorded_at)
    return (
        f"berichtigt am {day:%d.%m.%Y} durch {correction.recorder}: {', '.join(changes_of(correction))}. "
        f"Begründung: {correction.reason}"
    )


def signer_of(signature: Signature) -> str:
    deputy = signature.delegation
    return signer_words(signature.signatory.name, deputy.name if deputy else "")


def date_source_words(signature: Signature) -> str:
    """Return where the day is known from, of an ink signature with its note."""
    words = DateSource(signature.date_source).label
    noted = signature.method == SignatureMethod.INK and signature.source_note
    return f"{words}: {signature.source_note}" if noted else words
