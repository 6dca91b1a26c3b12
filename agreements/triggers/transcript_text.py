"""Triggers for the text of transcripts and who has compared it with the deed."""

from agreements.triggers.original import require_open_record
from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if


def transcript_text_triggers() -> list[ProtectingTrigger]:
    """Accept a row only for an instrument signed elsewhere, while its record is open."""
    return [
        on_insert("of_an_open_record", require_open_record("i.id = NEW.instrument_id")),
        *append_only("Stand des nacherfassten Textes"),
    ]


def page_check_triggers() -> list[ProtectingTrigger]:
    """Refuse whoever has typed any of the text, now or before."""
    by_another = on_insert(
        "by_another",
        refuse_if(
            "EXISTS (SELECT 1 FROM agreements_transcripttext t JOIN agreements_transcripttext own "
            "ON own.instrument_id = t.instrument_id WHERE own.id = NEW.text_id AND t.typed_by_id = NEW.checked_by_id)",
            "Wer den Text erfasst oder berichtigt hat, liest ihn nicht selbst gegen.",
        ),
    )
    return [by_another, *append_only("Gegenlesen")]
