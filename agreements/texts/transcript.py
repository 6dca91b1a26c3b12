"""What is said of an instrument that was signed elsewhere, everywhere in the same words."""

from dataclasses import replace
from enum import StrEnum

from django.utils import timezone
from msgspec import UNSET, UnsetType

from agreements.content import Content
from agreements.models import Instrument
from agreements.texts.wording import date_words, enumerated
from agreements.transcript import Transcript


class TranscriptDepth(StrEnum):
    """How much of it is typed; each is complete in itself."""

    KEY_DATA = "nur Eckdaten"
    OBLIGATIONS = "Eckdaten und Pflichten"
    FULL_TEXT = "voller Text"


def transcript_of(instrument: Instrument) -> Transcript | UnsetType:
    """Return what the content of an instrument says of itself; two queries if it was signed elsewhere and four with a text."""
    if not instrument.made_elsewhere:
        return UNSET
    original = instrument.originals.select_related("recorded_by").order_by("-pk").first()
    if original is None:
        return UNSET
    said = Transcript(
        made_on=timezone.localdate(original.recorded_at),
        made_by=str(original.recorded_by),
        original=original.file_id or UNSET,
    )
    if not instrument.sections.exists():
        return said
    text = instrument.transcript_texts.select_related("typed_by").order_by("-pk").first()
    if text is None:
        return said
    typed = replace(said, typed_on=timezone.localdate(text.typed_at), typed_by=str(text.typed_by))
    checks = list(text.checks.filter(file=original.file_id).select_related("checked_by").order_by("pk"))
    pages = original.pages if original.file_id else None
    if not pages or len(checks) < pages:  # each page at most once
        return typed
    return replace(
        typed,
        checked_on=timezone.localdate(checks[-1].checked_at),
        checked_by=enumerated(list(dict.fromkeys(str(one.checked_by) for one in checks))),
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
    file = f"Scan, Prüfwert {transcript.original}" if transcript.original else "ohne Scan"
    not_this = "nicht dieser Text" if content.sections else "nicht diese Angaben"
    return f"{_made_words(content, transcript)} Unterzeichnet ist das Original ({file}), {not_this}."


def check_words(transcript: Transcript) -> str:
    """Return whether the text was compared with the deed."""
    if transcript.checked_on is UNSET:
        return "noch nicht gegengelesen"
    return f"wortgleich, gegengelesen am {date_words(transcript.checked_on)} von {transcript.checked_by}"


def _made_words(content: Content, transcript: Transcript) -> str:
    if not content.sections:
        return f"Angaben nacherfasst am {date_words(transcript.made_on)} von {transcript.made_by}."
    day, who = transcript.typed_on or transcript.made_on, transcript.typed_by or transcript.made_by
    return f"Text nacherfasst am {date_words(day)} von {who}; {check_words(transcript)}."
