"""The PDF of what was typed from a contract signed elsewhere, made for each request."""

from agreements.errors import ActionRefused
from agreements.models import Instrument
from agreements.recording.key_facts import key_facts, sourced_words
from agreements.recording.queries import key_data_of
from agreements.rendering.glyphs import UnprintableError
from agreements.rendering.transcript_pdf import render_transcript
from agreements.texts.transcript import transcript_words


def transcript_pdf(instrument: Instrument) -> bytes:
    """Return the PDF of a recorded instrument; the same record gives the same bytes. Raises ActionRefused."""
    version = instrument.frozen_version
    if version is None:
        raise ActionRefused("Diese Aufnahme ist zurückgezogen; ein PDF gibt es nur von einer, die gilt.")
    content = version.read()
    facts = {fact.label: sourced_words(fact) for fact in key_facts(key_data_of(instrument))}
    try:
        return render_transcript(
            content, notice=transcript_words(content), facts=facts, moment=version.made_at
        )
    except UnprintableError as error:
        raise ActionRefused(str(error)) from error
