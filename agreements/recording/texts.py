"""Actions on the full text of a contract signed elsewhere, each in one opening of its record."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from agreements.drafting.actions import text as write
from agreements.drafting.actions.rows import last_revision, write_rows
from agreements.drafting.actions.text import Direction
from agreements.drafting.importing.actions import insert_text
from agreements.drafting.importing.counting import Counting
from agreements.drafting.importing.structure import RecognisedText
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument, ObligationTerms, Section
from agreements.recording.actions import open_record
from agreements.recording.obligations import place_obligations
from agreements.recording.queries import newest_text, text_digest
from agreements.texts.assembly import raw_copy
from districts.models import User


def record_text(
    instrument: Instrument,
    text: RecognisedText,
    *,
    after: str = "",
    counting: Counting | None = None,
    accepted: Collection[str] = (),
    by: User,
    at: datetime,
) -> Instrument:
    """Insert a typed or pasted text as a draft does; title and parties stay as they are recorded. Raises ActionRefused."""
    with open_record(instrument, reason="Text erfassen", by=by, at=at) as record:
        own = replace(text, title=(), parties=())
        insert_text(record.instrument, own, after=after, counting=counting, accepted=accepted, by=by, at=at)
        place_obligations(record.instrument)
        record.what = "Text"
    return record.instrument


def correct_clause(
    instrument: Instrument, *, key: str, text: str, revision: int, by: User, at: datetime
) -> Clause:
    """Put right what was mistyped. Raises ActionRefused, Outdated."""
    with open_record(instrument, reason="Text berichtigen", by=by, at=at) as record:
        row = write.edit_clause(record.instrument, key=key, text=text, revision=revision, by=by, at=at)
        record.what = "Text berichtigt"
    return row


def correct_heading(
    instrument: Instrument, *, key: str, heading: str, revision: int, by: User, at: datetime
) -> Section:
    """Raises ActionRefused, Outdated."""
    with open_record(instrument, reason="Text berichtigen", by=by, at=at) as record:
        row = write.edit_section(record.instrument, key=key, heading=heading, revision=revision, by=by, at=at)
        record.what = "Überschrift berichtigt"
    return row


def move_typed_clause(
    instrument: Instrument, *, key: str, direction: Direction, revision: int, by: User, at: datetime
) -> Clause:
    """Move an Absatz by one place, at the edge into the next §. Raises ActionRefused, Outdated."""
    with open_record(instrument, reason="Text berichtigen", by=by, at=at) as record:
        before = text_digest(raw_copy(record.instrument))
        row = write.move_clause(
            record.instrument, key=key, direction=direction, revision=revision, by=by, at=at
        )
        if text_digest(raw_copy(record.instrument)) == before:
            raise ActionRefused("Weiter geht es in dieser Richtung nicht. Es wurde nichts verschoben.")
        record.what = "Absatz verschoben"
    return row


def remove_typed_clause(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Remove an Absatz that the deed does not have. Raises ActionRefused if obligations name it, Outdated."""
    with open_record(instrument, reason="Text berichtigen", by=by, at=at) as record:
        write.remove_clause(record.instrument, key=key, revision=revision, by=by, at=at)
        record.what = "Absatz entfernt"


def drop_text(instrument: Instrument, *, seen: int, by: User, at: datetime) -> Instrument:
    """Remove the whole text, to type it anew; obligations stay, what it said stays in earlier versions.

    `seen` is the key of the text that was read. Raises ActionRefused, Outdated.
    """
    with open_record(instrument, reason="Text verwerfen", by=by, at=at) as record:
        newest = newest_text(record.instrument)
        if newest is None or newest.pk != seen:
            raise Outdated(newest)
        source = raw_copy(record.instrument)
        duties = tuple(replace(duty, clause_key="") for duty in source.obligations)
        places = source.clause_labels()
        rows = list(
            record.instrument.terms.select_related("clause").filter(source_place="", clause__isnull=False)
        )
        for row in rows:
            row.source_place = places[row.clause.key] if row.clause else ""
        ObligationTerms.objects.bulk_update(rows, ["source_place"])
        write_rows(
            record.instrument,
            replace(source, sections=(), obligations=duties),
            record.instrument.rules,
            revision=last_revision(record.instrument) + 1,
        )
        record.what = "Text verworfen"
    return record.instrument
