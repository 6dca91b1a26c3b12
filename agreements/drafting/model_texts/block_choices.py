"""Actions on the optional clauses and alternatives of a contract."""

from datetime import datetime

from agreements.drafting.edit_transaction import EditTransaction, claim, edit_transaction
from agreements.drafting.model_texts.insertion import (
    insert_clause,
    insert_obligations,
    require_no_obligations,
)
from agreements.drafting.model_texts.queries import clauses_of, published_model_text, template_of
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument
from agreements.template_rules import TemplateRules
from districts.models import User

NOT_OFFERED = "Dieser Absatz steht im Mustertext nicht zur Wahl. Es wurde nichts geändert."


def include_block(instrument: Instrument, *, key: str, by: User, at: datetime) -> Clause:
    """Insert an optional clause of the model text with its obligations. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        if key not in _rules(change).optional:
            raise ActionRefused(NOT_OFFERED)
        if clauses_of(change.instrument).filter(key=key).exists():
            raise ActionRefused("Dieser Absatz steht schon im Vertrag. Es wurde nichts geändert.")
        clause, codes = _insert(change, key)
        change.record(EventKind.BLOCK_TAKEN_IN, {"clause": key, "after": clause.text, "codes": codes})
    return clause


def exclude_block(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Remove an optional clause without obligations from a contract. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        if key not in _rules(change).optional:
            raise ActionRefused(NOT_OFFERED)
        clause = claim(clauses_of(change.instrument), revision, key=key)
        require_no_obligations(change.instrument, clause)
        clause.delete()
        change.record(EventKind.BLOCK_LEFT_OUT, {"clause": key, "before": clause.text})


def choose_alternative(
    instrument: Instrument, *, key: str, revisions: dict[str, int], by: User, at: datetime
) -> Clause:
    """Replace the alternative in the contract by another one with its obligations.

    `revisions` are those of the displayed alternatives, by clause key. Raises ActionRefused, also if the replaced
    clause has obligations, and Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        rules = _rules(change)
        name = rules.choices.get(key)
        if name is None:
            raise ActionRefused(NOT_OFFERED)
        others = [other for other, choice in rules.choices.items() if choice == name and other != key]
        clauses = clauses_of(change.instrument)
        if clauses.filter(key=key).exists():
            raise ActionRefused("Diese Möglichkeit steht schon im Vertrag. Es wurde nichts geändert.")
        before = []
        for row in clauses.filter(key__in=others):
            clause = claim(clauses, revisions.get(row.key, 0), key=row.key)
            require_no_obligations(change.instrument, clause)
            before.append(clause.text)
            clause.delete()
        clause, codes = _insert(change, key)
        data = {
            "choice": name,
            "clause": key,
            "before": "\n".join(before),
            "after": clause.text,
            "codes": codes,
        }
        change.record(EventKind.BLOCK_CHOSEN, data)
    return clause


def _insert(change: EditTransaction, key: str) -> tuple[Clause, list[str]]:
    model = published_model_text(template_of(change.instrument))
    clause = insert_clause(change.instrument, model, key)
    return clause, insert_obligations(change.instrument, model, clause)


def _rules(change: EditTransaction) -> TemplateRules:
    if change.instrument.agreement.is_model:
        raise ActionRefused("Ein Mustertext enthält alle Möglichkeiten. Gewählt wird im Vertrag.")
    return change.instrument.rules
