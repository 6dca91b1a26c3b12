"""Action that brings the draft of an amendment onto the text in force."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from django.db.models import F

from agreements.amendments.settlement import RebaseDecision
from agreements.content import Content
from agreements.drafting.actions.parties import write_parties
from agreements.drafting.actions.rows import last_revision, write_rows
from agreements.drafting.amending.actions import locked_keys
from agreements.drafting.amending.rebasing.queries import BaseMove, base_move
from agreements.drafting.edit_transaction import EditTransaction, edit_transaction
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Amendment, Clause, Deviation, Instrument
from agreements.texts.in_force import SignedTexts
from agreements.texts.versions import create_version
from agreements.texts.wording import enumerated
from districts.models import User

CURRENT = "Dieser Entwurf beruht schon auf dem geltenden Text. Es wurde nichts geändert."
CHANGED = (
    "Inzwischen ist am Entwurf oder am geltenden Text etwas geändert worden. Es wurde nichts übernommen; sehen Sie sich die "
    "Stellen bitte noch einmal an."
)
UNDECIDED = "Es sind noch nicht alle Stellen entschieden, die beide ändern. Es wurde nichts übernommen; entscheiden Sie bitte jede."


def rebase_draft(
    instrument: Instrument, *, decisions: Mapping[str, RebaseDecision], seen: str, by: User, at: datetime
) -> Instrument:
    """Bring a draft onto the text in force, as its conflicts were decided; what it said before is kept as a version.

    `seen` is that of the `BaseMove` that was shown. Raises ActionRefused.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        move = base_move(change.instrument)
        if move is None:
            raise ActionRefused(CURRENT)
        if move.seen != seen:
            raise ActionRefused(CHANGED)
        content, undecided = move.settled(decisions)
        if undecided:
            raise ActionRefused(UNDECIDED)
        name = f"Stand vor der Übernahme: {enumerated(move.names)}"
        version = create_version(change.instrument, name=name, by=by, at=at)
        _move_base(change, move)
        _write(change.instrument, content)
        told = {key: one.value for key, one in decisions.items()}
        data = {"version": version.number, "base": msgspec.to_builtins(move.texts.base), "decisions": told}
        change.record(EventKind.AMENDMENT_REBASED, data)
        return change.instrument


def _move_base(change: EditTransaction, move: BaseMove) -> None:
    """Let the amendment begin at the new text; from what a signed text deviates, it may deviate, too."""
    row = change.instrument.amendment
    locked = locked_keys(move.texts, move.new)
    _follow_deviations(change, move.texts, locked)
    row.base = move.new.canonical().decode()
    row.base_texts = msgspec.to_builtins(move.texts.base)
    row.locked = locked
    row.save(update_fields=["base", "base_texts", "locked"])
    Amendment.objects.filter(pk=row.pk).update(revision=F("revision") + 1)


def _follow_deviations(change: EditTransaction, texts: SignedTexts, locked: Collection[str]) -> None:
    """Unlock what a signed text has changed or removed, with the reason that is recorded there."""
    rows = Clause.objects.filter(section__instrument=change.instrument, locked=True)
    freed = [key for key in rows.values_list("key", flat=True) if key not in locked]
    signed = [row.pk for row in texts.instruments.values()]
    known = Deviation.objects.filter(instrument__in=signed, clause_key__in=freed).order_by("pk")
    for one in {row.clause_key: row for row in known}.values():
        Deviation.objects.create(
            instrument=change.instrument,
            clause_key=one.clause_key,
            model_text=one.model_text,
            reason=one.reason,
            recorded_at=change.at,
            recorded_by=change.by,
        )
    rows.filter(key__in=freed).update(locked=False)


def _write(instrument: Instrument, content: Content) -> None:
    instrument.title, instrument.subject = content.title, content.subject
    term = content.term
    instrument.begins_on, instrument.ends_on = term.begins_on, term.ends_on
    instrument.begins_with_signing = term.begins_with_signing is True
    instrument.extension_months, instrument.notice_months = term.extension_months, term.notice_months
    instrument.revision += 1
    instrument.save()
    write_parties(instrument, content.parties)
    write_rows(instrument, content, instrument.rules, revision=last_revision(instrument) + 1)
