"""Actions that split a clause in two and join two clauses."""

from datetime import datetime
from typing import Any

from django.db.models import F

from agreements.drafting.actions.removals import as_it_was, joined_into
from agreements.drafting.actions.text import clause_index, clause_snapshot, clauses_of, clean_clause_text
from agreements.drafting.edit_transaction import EditTransaction, claim, edit_transaction
from agreements.drafting.locks import require_unlocked
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument
from districts.models import User


def split_clause(
    instrument: Instrument,
    *,
    key: str,
    before: str,
    after: str,
    again: str = "",
    revision: int,
    by: User,
    at: datetime,
) -> Clause:
    """Keep `before` in a clause and insert `after` as a new clause behind it, which is returned.

    Obligations and comments stay with the first clause. `again` is the key of a clause that was joined to this one: it
    comes back, with its obligations. Raises ActionRefused, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        clause = claim(clauses_of(change), revision, key=key)
        require_unlocked(clause)
        joined = _joined(change, again, clause)
        if clause.choice and change.instrument.agreement.is_model and not joined:
            raise ActionRefused(
                f"Dieser Absatz ist eine der Möglichkeiten „{clause.choice}“ und bleibt deshalb ein Stück. "
                "Es wurde nichts geändert."
            )
        whole, clause.text = clause.text, clean_clause_text(before)
        clause.section.clauses.filter(position__gt=clause.position).update(position=F("position") + 1)
        clause.save(update_fields=["text", "revision"])
        rest = _rest(change, clause, clean_clause_text(after), joined)
        rest.save(force_insert=True)
        if joined:
            change.instrument.terms.filter(clause=clause, obligation__code__in=joined["codes"]).update(
                clause=rest, revision=F("revision") + 1
            )
        change.record(EventKind.CLAUSE_EDITED, {"clause": key, "before": whole, "after": clause.text})
        added = {"section": clause.section.key, "clause": rest.key, "after": rest.text}
        if joined:
            change.record(EventKind.CLAUSE_RESTORED, added)
        else:
            change.record(EventKind.CLAUSE_ADDED, {**added, "from": key})
    return rest


def _joined(change: EditTransaction, key: str, into: Clause) -> dict[str, Any] | None:
    if not key or clauses_of(change).filter(key=key).exists():
        return None
    return joined_into(change.instrument, key=key, into=into.key)


def _rest(change: EditTransaction, clause: Clause, text: str, joined: dict[str, Any] | None) -> Clause:
    position = clause.position + 1
    if joined:
        return as_it_was(change, clause.section, {**joined, "before": text}, position, ())
    # what the model text offers to leave out, it offers in both parts; in a contract the new part is its own
    optional = clause.optional and change.instrument.agreement.is_model
    return Clause(section=clause.section, text=text, position=position, optional=optional)


def join_clauses(
    instrument: Instrument,
    *,
    key: str,
    revision: int,
    previous: str,
    previous_revision: int,
    text: str | None = None,
    by: User,
    at: datetime,
) -> Clause:
    """Append a clause on a new line to the preceding one, which is returned.

    `text` is the joint text if it was edited. Obligations are moved. Raises ActionRefused if one is locked or the model
    text treats them differently, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        gone = claim(clauses_of(change), revision, key=key)
        kept = claim(clauses_of(change), previous_revision, key=previous)
        _require_joinable(kept, gone)
        together = f"{kept.text}\n{gone.text}" if text is None else text
        before, kept.text = kept.text, clean_clause_text(together)
        kept.save(update_fields=["text", "revision"])
        terms = change.instrument.terms.filter(clause=gone)
        codes = list(terms.values_list("obligation__code", flat=True))
        terms.update(clause=kept, revision=F("revision") + 1)
        data = {
            **clause_snapshot(gone),
            "section": gone.section.key,
            "place": clause_index(gone),
            "into": previous,
        }
        gone.delete()
        change.record(EventKind.CLAUSE_EDITED, {"clause": previous, "before": before, "after": kept.text})
        change.record(EventKind.CLAUSE_REMOVED, {**data, "codes": codes})
    return kept


def _require_joinable(kept: Clause, gone: Clause) -> None:
    for clause in (kept, gone):
        require_unlocked(clause)
    before = gone.section.clauses.filter(position__lt=gone.position).order_by("-position").first()
    if before is None or before.pk != kept.pk:
        raise ActionRefused("Die beiden Absätze stehen nicht nebeneinander. Es wurde nichts geändert.")
    if (kept.optional, kept.choice) != (gone.optional, gone.choice):
        raise ActionRefused(
            "Die beiden Absätze folgen im Mustertext verschiedenen Regeln (wahlweise oder Auswahl). "
            "Verbinden lassen sie sich deshalb nicht. Es wurde nichts geändert."
        )
