"""Actions to apply the changes of a newer model text to a draft, one by one, and to switch the draft to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from agreements.drafting.actions.obligations import drop_particulars, next_code
from agreements.drafting.actions.rows import ObligationWriter, mark
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.model_texts.deviations import unlock
from agreements.drafting.model_texts.insertion import insert_clause, require_no_obligations
from agreements.drafting.model_texts.queries import (
    ModelText,
    clauses_of,
    latest_template,
    published_model_text,
    template_of,
)
from agreements.drafting.model_texts.updates import ChangedPart, ModelChange, UpdateState, model_changes
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import AgreementTemplate, Clause, Instrument, ObligationTerms, Section
from agreements.text_merge import undecided
from districts.models import User

Row = TypeVar("Row", Clause, Section, ObligationTerms)


@dataclass(frozen=True, slots=True)
class _Update:
    """An edit transaction with the newer version of the model text."""

    transaction: EditTransaction
    template: AgreementTemplate
    model: ModelText

    @property
    def instrument(self) -> Instrument:
        return self.transaction.instrument

    def record(self, kind: EventKind, change: ModelChange, **more: object) -> None:
        data = {
            "template": str(self.template),
            "template_fingerprint": self.template.fingerprint,
            "version": self.template.version,
            "part": change.part,
            "key": change.key,
            "place": change.place,
            **more,
        }
        self.transaction.record(kind, data)


def apply_change(
    instrument: Instrument,
    *,
    version: int,
    part: ChangedPart,
    key: str,
    revision: int | None,
    by: User,
    at: datetime,
) -> None:
    """Apply one change of version `version` to the draft. Raises ActionRefused, Outdated.

    `revision` is that of the displayed row, None without a row. Replaces changes of the draft itself, except those of
    a clause's text, which are merged by `apply_merged_text`.
    """
    with edit_transaction(instrument, by=by, at=at) as transaction:
        update = _start(transaction, version)
        change = _require_change(update, part, key)
        if change.mergeable:
            raise ActionRefused(
                "Dieser Absatz wurde im Entwurf geändert. Führen Sie beide Fassungen zusammen; es wurde nichts geändert."
            )
        _apply(update, change, revision)


def apply_merged_text(
    instrument: Instrument, *, version: int, key: str, text: str, revision: int, by: User, at: datetime
) -> Clause:
    """Save the merged text of a clause of the draft and of version `version`. Raises ActionRefused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as transaction:
        update = _start(transaction, version)
        change = _require_change(update, ChangedPart.CLAUSE, key)
        text = clean_text(text)
        if not text or undecided(text):
            raise ActionRefused(
                "Der Text ist leer, oder es stehen noch beide Fassungen in ⟦ ⟧. Entscheiden Sie an jeder Stelle, welche "
                "Worte gelten. Ihr Text steht noch im Formular."
            )
        clause = claim(_clauses(update), revision, key=key)
        before, clause.text = clause.text, text
        clause.save(update_fields=["text", "revision"])
        update.record(EventKind.MODEL_CHANGE_TAKEN, change, clause=key, before=before, after=text)
    return clause


def apply_all_changes(instrument: Instrument, *, version: int, by: User, at: datetime) -> int:
    """Apply all changes that do not conflict with the draft; return their number. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as transaction:
        update = _start(transaction, version)
        changes = [
            change
            for change in model_changes(update.instrument, update.template)
            if change.state == UpdateState.OPEN
        ]
        for change in sorted(changes, key=_order):
            _apply(update, change, change.revision)
    return len(changes)


def decline_change(
    instrument: Instrument, *, version: int, part: ChangedPart, key: str, by: User, at: datetime
) -> None:
    """Decline one change for good; the draft keeps its text. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as transaction:
        update = _start(transaction, version)
        change = _require_change(update, part, key)
        if change.locks:
            raise ActionRefused(
                "Diesen Wortlaut sperrt der neue Mustertext. Übernehmen Sie ihn, und halten Sie danach eine begründete "
                "Abweichung fest, wenn dieser Vertrag etwas anderes sagen muss."
            )
        update.record(EventKind.MODEL_CHANGE_DECLINED, change)


def switch_template(instrument: Instrument, *, version: int, by: User, at: datetime) -> Instrument:
    """Base the draft on version `version`; every change has to be decided. Raises ActionRefused."""
    with edit_transaction(instrument, by=by, at=at) as transaction:
        update = _start(transaction, version)
        undecided_changes = [
            change for change in model_changes(update.instrument, update.template) if change.is_undecided
        ]
        if undecided_changes:
            places = ", ".join(change.place for change in undecided_changes[:5])
            places += " …" if len(undecided_changes) > 5 else ""
            raise ActionRefused(f"Noch zu entscheiden: {places}. Der Entwurf wurde nicht umgestellt.")
        row, before = update.instrument, str(update.instrument.template)
        row.template = update.template
        row.save(update_fields=["template"])
        _apply_rules(update)
        data = {
            "template": str(update.template),
            "template_fingerprint": update.template.fingerprint,
            "version": version,
            "before": before,
        }
        transaction.record(EventKind.TEMPLATE_SWITCHED, data)
    return row


def _start(transaction: EditTransaction, version: int) -> _Update:
    instrument = transaction.instrument
    own = template_of(instrument)
    last = latest_template(own.name)
    if instrument.agreement.is_model or last.version <= own.version:
        raise ActionRefused("Für diesen Text gibt es keinen neueren Mustertext.")
    if last.version != version:
        raise ActionRefused(
            f"Inzwischen ist Version {last.version} veröffentlicht. Es wurde nichts geändert; Sie sehen jetzt deren "
            "Änderungen."
        )
    return _Update(transaction, last, published_model_text(last))


def _require_change(update: _Update, part: ChangedPart, key: str) -> ModelChange:
    for change in model_changes(update.instrument, update.template):
        if (change.part, change.key) == (part, key) and change.is_undecided:
            return change
    raise ActionRefused("Über diese Änderung ist schon entschieden. Es wurde nichts geändert.")


def _apply(update: _Update, change: ModelChange, revision: int | None) -> None:
    data = _APPLY[change.part](update, change, revision)
    update.record(EventKind.MODEL_CHANGE_TAKEN, change, **data)


def _apply_heading(update: _Update, change: ModelChange, revision: int | None) -> dict[str, object]:
    section = claim(update.instrument.sections.all(), revision or 0, key=change.key)
    before, section.heading = section.heading, change.after or ""
    section.save(update_fields=["heading", "revision"])
    return {"section": change.key, "before": before, "after": section.heading}


def _apply_clause(update: _Update, change: ModelChange, revision: int | None) -> dict[str, object]:
    data: dict[str, object] = {"clause": change.key, "before": change.draft, "after": change.after}
    if change.draft is None:
        if _clauses(update).filter(key=change.key).exists():
            raise Outdated(_clauses(update).get(key=change.key))
        insert_clause(update.instrument, update.model, change.key)
        return data
    clause = claim(_clauses(update), revision or 0, key=change.key)
    if clause.locked and not change.locks:
        unlock(update.transaction, clause, f"{update.template} sperrt diesen Absatz nicht mehr.")
    if change.after is None:
        _remove(update, clause)
        return data
    clause.text, clause.locked = change.after, change.locks
    clause.save(update_fields=["text", "locked", "revision"])
    return data


def _remove(update: _Update, clause: Clause) -> None:
    require_no_obligations(update.instrument, clause)
    section = clause.section
    clause.delete()
    kept = {section.key for section in update.model.content.sections}
    if section.key not in kept and not section.clauses.exists():
        section.delete()


def _apply_obligation(update: _Update, change: ModelChange, revision: int | None) -> dict[str, object]:
    rows = update.instrument.terms.select_related("obligation")
    row = None
    if change.revision is not None:
        row = claim(rows, revision or 0, obligation__code=change.key)
    new = next((duty for duty in update.model.content.obligations if duty.code == change.key), None)
    if new is None:
        if row is not None:
            drop_particulars([row])
            row.delete()
        return {"code": change.key, "before": change.draft}
    code = change.key
    if row is None and rows.filter(obligation__code=code).exists():
        code = next_code(update.instrument)
    clause = _clauses(update).filter(key=new.clause_key).first() if new.clause_key else None
    if new.clause_key and clause is None:
        raise ActionRefused(
            "Der Absatz, in dem diese Pflicht steht, ist nicht im Entwurf. Übernehmen Sie zuerst ihn."
        )
    writer = ObligationWriter(update.instrument)
    writer.write(replace(new, code=code), clause, row, row.revision if row else 1)
    return {"code": code, "before": change.draft, "after": new.title}


_APPLY: dict[ChangedPart, Callable[[_Update, ModelChange, int | None], dict[str, object]]] = {
    ChangedPart.HEADING: _apply_heading,
    ChangedPart.CLAUSE: _apply_clause,
    ChangedPart.DUTY: _apply_obligation,
}


def _order(change: ModelChange) -> tuple[int, bool]:
    """Sort obligations after the clauses they need, and removed clauses after their obligations."""
    removed = change.after is None
    return 1 if change.part == ChangedPart.DUTY else 2 if removed else 0, removed


def _apply_rules(update: _Update) -> None:
    """Set the rules of the newer version on every clause; existing locks stay."""
    deviating = set(update.instrument.deviations.values_list("clause_key", flat=True))
    for clause in _clauses(update):
        locked = clause.locked
        mark(update.instrument, update.model.rules, clause, deviating)
        clause.locked = clause.locked or locked
        clause.save(update_fields=["locked", "optional", "choice"])


def _clauses(update: _Update) -> QuerySet[Clause]:
    return clauses_of(update.instrument).select_related("section")
