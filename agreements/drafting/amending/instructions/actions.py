"""Action on how the instructions of an amendment are worded and grouped."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from agreements.amendment_choices import Wording
from agreements.drafting.edit_transaction import changes, claim, clean_text, edit_transaction, values
from agreements.events import EventKind
from agreements.models import Amendment, Instrument
from agreements.texts.amending.facts import InstructionNote
from districts.models import User

NOTED_FIELDS = ["wording", "groups"]


def word_instructions(
    instrument: Instrument,
    *,
    wording: Mapping[str, Wording],
    notes: Sequence[InstructionNote],
    revision: int,
    by: User,
    at: datetime,
) -> Amendment:
    """Say for each Absatz whether words are replaced, and for each instruction its heading and reason.

    Raises ActionRefused, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        row = claim(Amendment.objects.all(), revision, instrument=change.instrument)
        before = values(row, NOTED_FIELDS)
        row.wording = {key: chosen.value for key, chosen in wording.items() if chosen != Wording.WHOLE}
        cleaned = (
            InstructionNote(
                key=note.key,
                heading=" ".join(clean_text(note.heading).split()),
                reason=clean_text(note.reason),
            )
            for note in notes
        )
        row.groups = [msgspec.to_builtins(note) for note in cleaned if note.heading or note.reason]
        row.save(update_fields=[*NOTED_FIELDS, "revision"])
        change.record(EventKind.INSTRUCTIONS_WORDED, {"changes": changes(before, values(row, NOTED_FIELDS))})
    return row
