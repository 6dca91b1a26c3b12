"""What is said of an instrument that was signed elsewhere, everywhere in the same words."""

from enum import StrEnum

from django.utils import timezone
from msgspec import UNSET, UnsetType

from agreements.content import Content
from agreements.models import Instrument
from agreements.texts.wording import date_words
from agreements.transcript import Transcript


class TranscriptDepth(StrEnum):
    """How much of it is typed; each is complete in itself."""

    KEY_DATA = "nur Eckdaten"
    OBLIGATIONS = "Eckdaten und Pflichten"
    FULL_TEXT = "voller Text"


def transcript_of(instrument: Instrument) -> Transcript | UnsetType:
    """Return what the content of an instrument says of itself; one query if it was signed elsewhere, else none."""
    if not instrument.made_elsewhere:
        return UNSET
    original = instrument.originals.select_related("recorded_by").order_by("-pk").first()
    if original is None:
        return UNSET
    return Transcript(
        made_on=timezone.localdate(original.recorded_at),
        made_by=str(original.recorded_by),
        original=original.file_id or UNSET,
    )


def transcript_depth(content: Content) -> TranscriptDepth:
    if content.sections:
        return TranscriptDepth.FULL_TEXT
    return TranscriptDepth.OBLIGATIONS if content.obligations else TranscriptDepth.KEY_DATA


def transcript_words(content: Content) -> str:
    """Return what a reader must know before reading; empty for a text that was written here."""
    transcript = content.transcript
    if transcript is UNSET:
        return ""
    what = "Text" if content.sections else "Angaben"
    made = f"{what} nacherfasst am {date_words(transcript.made_on)} von {transcript.made_by}."
    file = f"Scan, Prüfwert {transcript.original}" if transcript.original else "ohne Scan"
    not_this = "nicht dieser Text" if content.sections else "nicht diese Angaben"
    return f"{made} Unterzeichnet ist das Original ({file}), {not_this}."
