"""Departing from a locked clause of the model text: only with a written reason, and back again."""

from datetime import datetime

from django.db.models import QuerySet

from agreements import policy
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.model_texts.insertion import place_clause
from agreements.drafting.model_texts.queries import published
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Deviation, Instrument
from agreements.texts.assembly import raw_copy
from districts.models import User


def record_deviation(
    instrument: Instrument, *, key: str, reason: str, revision: int, by: User, at: datetime
) -> Deviation:
    """Keep why this contract departs from a locked clause; from then on the clause can be changed.

    Raises Refused, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        if change.instrument.agreement.is_model:
            raise ActionRefused(
                "In einem Mustertext gibt es keine Abweichung: Hier wird der Wortlaut selbst geschrieben."
            )
        clause = claim(_clauses(change), revision, key=key)
        if not clause.locked:
            raise ActionRefused("Dieser Absatz ist nicht gesperrt. Er kann ohne Abweichung geändert werden.")
        reason = clean_text(reason)
        if not reason:
            raise ActionRefused("Eine Abweichung braucht ihre Begründung. Es wurde nichts geändert.")
        return unlock(change, clause, reason)


def unlock(change: EditTransaction, clause: Clause, reason: str) -> Deviation:
    """Keep the deviation and take the lock away; the clause is claimed by the caller."""
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
    """Let a clause follow the model text again, word for word. What stood there stays in the history.

    `revision` is that of the clause, None if it was removed meanwhile: then it comes back. Raises Refused, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        deviation = change.instrument.deviations.filter(clause_key=key).first()
        if deviation is None:
            raise ActionRefused("Diese Abweichung gibt es nicht mehr. Es wurde nichts geändert.")
        rules = change.instrument.template.read_rules()
        text = rules.locked.get(key, deviation.model_text)
        row = _clauses(change).filter(key=key).first()
        if row is None and revision is None:
            clause = _brought_back(change, key)
        else:
            clause = claim(_clauses(change), revision or 0, key=key)
        before = clause.text
        clause.text, clause.locked = text, True
        clause.save(update_fields=["text", "locked", "revision"])
        deviation.delete()
        told = {"clause": key, "reason": deviation.reason, "before": before, "after": text}
        change.record(EventKind.DEVIATION_WITHDRAWN, told)
    return clause


def deviations_of(instrument: Instrument) -> dict[str, Deviation]:
    """Return the deviations that count, by the key of the clause: those from what the model text of today locks."""
    rows = list(instrument.deviations.select_related("recorded_by"))
    if not rows:
        return {}
    locked = instrument.template.read_rules().locked
    return {row.clause_key: row for row in rows if row.clause_key in locked}


def reasons_for(user: User, instrument: Instrument) -> dict[str, str]:
    """Return why clauses depart from what the model text locks, by their keys; for those who read every draft."""
    if not policy.verdict(user, "history.draft", instrument).allowed:
        return {}
    return {key: deviation.reason for key, deviation in deviations_of(instrument).items()}


def _brought_back(change: EditTransaction, key: str) -> Clause:
    try:
        return place_clause(change.instrument, published(change.instrument.template), key)
    except KeyError:
        raise Outdated(None) from None


def _clauses(change: EditTransaction) -> QuerySet[Clause]:
    return Clause.objects.filter(section__instrument=change.instrument)
