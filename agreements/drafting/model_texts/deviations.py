"""Deviations from locked clauses of the model text: record, withdraw, list."""

from datetime import datetime

from agreements import policy
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.model_texts.insertion import insert_clause
from agreements.drafting.model_texts.queries import clauses_of, published_model_text
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Deviation, Instrument
from agreements.texts.assembly import raw_copy
from districts.models import User


def record_deviation(
    instrument: Instrument, *, key: str, reason: str, revision: int, by: User, at: datetime
) -> Deviation:
    """Record a deviation with its reason and unlock the clause. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        if change.instrument.agreement.is_model:
            raise ActionRefused(
                "In einem Mustertext gibt es keine Abweichung: Hier wird der Wortlaut selbst geschrieben."
            )
        clause = claim(clauses_of(change.instrument), revision, key=key)
        if not clause.locked:
            raise ActionRefused("Dieser Absatz ist nicht gesperrt. Er kann ohne Abweichung geändert werden.")
        reason = clean_text(reason)
        if not reason:
            raise ActionRefused("Bitte die Abweichung begründen. Es wurde nichts geändert.")
        return unlock(change, clause, reason)


def unlock(change: EditTransaction, clause: Clause, reason: str) -> Deviation:
    """Save a deviation and unlock the clause, which the caller has claimed."""
    deviation = Deviation.objects.create(
        instrument=change.instrument,
        clause_key=clause.key,
        model_text=clause.text,
        reason=reason,
        recorded_at=change.at,
        recorded_by=change.by,
    )
    clause.locked = False
    clause.save(update_fields=["locked", "revision"])
    place = raw_copy(change.instrument).clause_labels()[clause.key]
    change.record(EventKind.DEVIATION_RECORDED, {"clause": clause.key, "place": place, "reason": reason})
    return deviation


def withdraw_deviation(
    instrument: Instrument, *, key: str, revision: int | None, by: User, at: datetime
) -> Clause:
    """Reset a clause to the locked text of the model text and remove its deviation. Raises ActionRefused, Outdated.

    `revision` is that of the clause; None restores a clause that has been removed.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        deviation = change.instrument.deviations.filter(clause_key=key).first()
        if deviation is None:
            raise ActionRefused("Diese Abweichung gibt es nicht mehr. Es wurde nichts geändert.")
        rules = change.instrument.template.read_rules()
        text = rules.locked.get(key, deviation.model_text)
        clauses = clauses_of(change.instrument)
        if revision is None and not clauses.filter(key=key).exists():
            clause = _restore_clause(change, key)
        else:
            clause = claim(clauses, revision or 0, key=key)
        before = clause.text
        clause.text, clause.locked = text, True
        clause.save(update_fields=["text", "locked", "revision"])
        deviation.delete()
        data = {"clause": key, "reason": deviation.reason, "before": before, "after": text}
        change.record(EventKind.DEVIATION_WITHDRAWN, data)
    return clause


def deviations_of(instrument: Instrument) -> dict[str, Deviation]:
    """Return the deviations from clauses that the current model text locks, by clause key."""
    rows = list(instrument.deviations.select_related("recorded_by"))
    if not rows:
        return {}
    locked = instrument.template.read_rules().locked
    return {row.clause_key: row for row in rows if row.clause_key in locked}


def reasons_for(user: User, instrument: Instrument) -> dict[str, str]:
    """Return the reasons of deviations by clause key; empty unless the user may read drafts."""
    if not policy.verdict(user, "history.draft", instrument).allowed:
        return {}
    return {key: deviation.reason for key, deviation in deviations_of(instrument).items()}


def _restore_clause(change: EditTransaction, key: str) -> Clause:
    try:
        return insert_clause(change.instrument, published_model_text(change.instrument.template), key)
    except KeyError:
        raise Outdated(None) from None
