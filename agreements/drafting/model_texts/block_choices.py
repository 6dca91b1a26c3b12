"""Choosing among what the model text offers, also later: optional clauses in or out, one alternative for another."""

from datetime import datetime

from django.db.models import QuerySet

from agreements.drafting.edit_transaction import EditTransaction, claim, edit_transaction
from agreements.drafting.model_texts.insertion import place_clause, place_duties
from agreements.drafting.model_texts.queries import published
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, Instrument
from agreements.template_rules import TemplateRules
from districts.models import User


def take_in(instrument: Instrument, *, key: str, by: User, at: datetime) -> Clause:
    """Take an optional clause of the model text into a contract, at its place, with its obligations. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        rules = _rules(change)
        if key not in rules.optional:
            raise ActionRefused("Dieser Absatz steht im Mustertext nicht zur Wahl. Es wurde nichts geändert.")
        if _clauses(change).filter(key=key).exists():
            raise ActionRefused("Dieser Absatz steht schon im Vertrag. Es wurde nichts geändert.")
        clause, codes = _placed(change, key)
        change.record(EventKind.BLOCK_TAKEN_IN, {"clause": key, "after": clause.text, "codes": codes})
    return clause


def leave_out(instrument: Instrument, *, key: str, revision: int, by: User, at: datetime) -> None:
    """Leave an optional clause out of a contract. Raises Refused if obligations stand in it, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        if key not in _rules(change).optional:
            raise ActionRefused("Dieser Absatz steht im Mustertext nicht zur Wahl. Es wurde nichts geändert.")
        clause = claim(_clauses(change), revision, key=key)
        _nothing_hangs_on(change, clause)
        clause.delete()
        change.record(EventKind.BLOCK_LEFT_OUT, {"clause": key, "before": clause.text})


def choose(instrument: Instrument, *, key: str, revisions: dict[str, int], by: User, at: datetime) -> Clause:
    """Take an alternative in the place of the one that stands there, with its obligations.

    `revisions` are those of the alternatives that were seen in the contract, by their keys. Raises Refused if
    obligations stand in what is to go, Outdated.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        rules = _rules(change)
        name = rules.choices.get(key)
        if name is None:
            raise ActionRefused("Dieser Absatz steht im Mustertext nicht zur Wahl. Es wurde nichts geändert.")
        others = [one for one, choice in rules.choices.items() if choice == name and one != key]
        if _clauses(change).filter(key=key).exists():
            raise ActionRefused("Diese Möglichkeit steht schon im Vertrag. Es wurde nichts geändert.")
        before = []
        for row in _clauses(change).filter(key__in=others):
            clause = claim(_clauses(change), revisions.get(row.key, 0), key=row.key)
            _nothing_hangs_on(change, clause)
            before.append(clause.text)
            clause.delete()
        clause, codes = _placed(change, key)
        told = {
            "choice": name,
            "clause": key,
            "before": "\n".join(before),
            "after": clause.text,
            "codes": codes,
        }
        change.record(EventKind.BLOCK_CHOSEN, told)
    return clause


def _placed(change: EditTransaction, key: str) -> tuple[Clause, list[str]]:
    model = published(change.instrument.template)
    clause = place_clause(change.instrument, model, key)
    return clause, place_duties(change.instrument, model, clause)


def _rules(change: EditTransaction) -> TemplateRules:
    if change.instrument.agreement.is_model:
        raise ActionRefused("Ein Mustertext enthält alle Möglichkeiten. Gewählt wird im Vertrag.")
    return change.instrument.template.read_rules()


def _clauses(change: EditTransaction) -> QuerySet[Clause]:
    return Clause.objects.filter(section__instrument=change.instrument)


def _nothing_hangs_on(change: EditTransaction, clause: Clause) -> None:
    codes = change.instrument.terms.filter(clause=clause.pk).values_list("obligation__code", flat=True)
    if codes:
        raise ActionRefused(
            f"In diesem Absatz stehen noch die Pflichten {', '.join(codes)}. Ordnen Sie sie zuerst einem anderen Absatz "
            "zu, oder entfernen Sie sie. Es wurde nichts geändert."
        )
