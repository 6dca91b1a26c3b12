"""Taking single changes of a newer model text into a draft, or not; and moving the draft over to that version."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from agreements.drafting.actions.obligations import drop_particulars, next_code
from agreements.drafting.actions.rows import ObligationWriter, mark
from agreements.drafting.concurrency.merge import undecided
from agreements.drafting.edit_transaction import EditTransaction, claim, clean_text, edit_transaction
from agreements.drafting.model_texts.deviations import unlock
from agreements.drafting.model_texts.insertion import place_clause
from agreements.drafting.model_texts.queries import ModelText, newest, published
from agreements.drafting.model_texts.updates import ChangedPart, ModelChange, State, model_changes
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import AgreementTemplate, Clause, Instrument, ObligationTerms, Section
from districts.models import User

Row = TypeVar("Row", Clause, Section, ObligationTerms)


@dataclass(frozen=True, slots=True)
class _Taking:
    """One taking over under way: the writing, and the version that is taken from."""

    change: EditTransaction
    template: AgreementTemplate
    model: ModelText

    @property
    def instrument(self) -> Instrument:
        return self.change.instrument

    def record(self, kind: EventKind, found: ModelChange, **more: object) -> None:
        told = {
            "template": str(self.template),
            "template_fingerprint": self.template.fingerprint,
            "version": self.template.version,
            "part": found.part,
            "key": found.key,
            "place": found.place,
            **more,
        }
        self.change.record(kind, told)


def take_over(
    instrument: Instrument,
    *,
    version: int,
    part: ChangedPart,
    key: str,
    revision: int | None,
    by: User,
    at: datetime,
) -> None:
    """Let the draft say at one place what version `version` of its model text says. Raises Refused, Outdated.

    `revision` is that of the row that was seen, None if there was none. What the draft changed itself is replaced,
    except the words of a clause: those are merged (`take_over_text`).
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        taking = _begin(change, version)
        found = _found(taking, part, key)
        if found.mergeable:
            raise ActionRefused(
                "Dieser Absatz wurde im Entwurf geändert. Führen Sie beide Fassungen zusammen; es wurde nichts geändert."
            )
        _take(taking, found, revision)


def take_over_text(
    instrument: Instrument, *, version: int, key: str, text: str, revision: int, by: User, at: datetime
) -> Clause:
    """Give a clause words in which the draft and version `version` were brought together. Raises Refused, Outdated."""
    with edit_transaction(instrument, by=by, at=at) as change:
        taking = _begin(change, version)
        found = _found(taking, ChangedPart.CLAUSE, key)
        text = clean_text(text)
        if not text or undecided(text):
            raise ActionRefused(
                "Der Text ist leer, oder es stehen noch beide Fassungen in ⟦ ⟧. Entscheiden Sie an jeder Stelle, welche "
                "Worte gelten. Ihr Text steht noch im Formular."
            )
        clause = claim(_clauses(taking), revision, key=key)
        before, clause.text = clause.text, text
        clause.save(update_fields=["text", "revision"])
        taking.record(EventKind.MODEL_CHANGE_TAKEN, found, clause=key, before=before, after=text)
    return clause


def take_over_all(instrument: Instrument, *, version: int, by: User, at: datetime) -> int:
    """Take every change that the draft has not touched itself; return how many. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        taking = _begin(change, version)
        changes = [
            one for one in model_changes(taking.instrument, taking.template) if one.state == State.OPEN
        ]
        # what is to go goes last, when nothing hangs on it any more
        for found in sorted(changes, key=_order):
            _take(taking, found, found.revision)
    return len(changes)


def decline(
    instrument: Instrument, *, version: int, part: ChangedPart, key: str, by: User, at: datetime
) -> None:
    """Keep at one place what the draft says; it is remembered and not asked again. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        taking = _begin(change, version)
        found = _found(taking, part, key)
        if found.locks:
            raise ActionRefused(
                "Diesen Wortlaut sperrt der neue Mustertext. Übernehmen Sie ihn, und halten Sie danach eine begründete "
                "Abweichung fest, wenn dieser Vertrag etwas anderes sagen muss."
            )
        taking.record(EventKind.MODEL_CHANGE_DECLINED, found)


def switch(instrument: Instrument, *, version: int, by: User, at: datetime) -> Instrument:
    """Let the draft belong to version `version` once every change is decided. Raises Refused."""
    with edit_transaction(instrument, by=by, at=at) as change:
        taking = _begin(change, version)
        waiting = [one for one in model_changes(taking.instrument, taking.template) if one.is_undecided]
        if waiting:
            places = ", ".join(one.place for one in waiting[:5]) + (" …" if len(waiting) > 5 else "")
            raise ActionRefused(f"Noch zu entscheiden: {places}. Der Entwurf wurde nicht umgestellt.")
        row, before = taking.instrument, str(taking.instrument.template)
        row.template = taking.template
        row.save(update_fields=["template"])
        _mark_all(taking)
        told = {
            "template": str(taking.template),
            "template_fingerprint": taking.template.fingerprint,
            "version": version,
            "before": before,
        }
        change.record(EventKind.TEMPLATE_SWITCHED, told)
    return row


def _begin(change: EditTransaction, version: int) -> _Taking:
    instrument = change.instrument
    last = newest(instrument.template.name)
    if instrument.agreement.is_model or last.version <= instrument.template.version:
        raise ActionRefused("Für diesen Text gibt es keinen neueren Mustertext.")
    if last.version != version:
        raise ActionRefused(
            f"Inzwischen ist Version {last.version} veröffentlicht. Es wurde nichts geändert; Sie sehen jetzt deren "
            "Änderungen."
        )
    return _Taking(change, last, published(last))


def _found(taking: _Taking, part: ChangedPart, key: str) -> ModelChange:
    for one in model_changes(taking.instrument, taking.template):
        if (one.part, one.key) == (part, key) and one.is_undecided:
            return one
    raise ActionRefused("Über diese Änderung ist schon entschieden. Es wurde nichts geändert.")


def _take(taking: _Taking, found: ModelChange, revision: int | None) -> None:
    told = _TAKERS[found.part](taking, found, revision)
    taking.record(EventKind.MODEL_CHANGE_TAKEN, found, **told)


def _take_heading(taking: _Taking, found: ModelChange, revision: int | None) -> dict[str, object]:
    section = _claimed(taking.instrument.sections.all(), revision, key=found.key)
    before, section.heading = section.heading, found.after or ""
    section.save(update_fields=["heading", "revision"])
    return {"section": found.key, "before": before, "after": section.heading}


def _take_clause(taking: _Taking, found: ModelChange, revision: int | None) -> dict[str, object]:
    told: dict[str, object] = {"clause": found.key, "before": found.draft, "after": found.after}
    if found.draft is None:
        if _clauses(taking).filter(key=found.key).exists():
            raise Outdated(_clauses(taking).get(key=found.key))
        place_clause(taking.instrument, taking.model, found.key)
        return told
    clause = _claimed(_clauses(taking), revision, key=found.key)
    if clause.locked and not found.locks:
        unlock(taking.change, clause, f"{taking.template} sperrt diesen Absatz nicht mehr.")
    if found.after is None:
        _remove(taking, clause)
        return told
    clause.text, clause.locked = found.after, found.locks
    clause.save(update_fields=["text", "locked", "revision"])
    return told


def _remove(taking: _Taking, clause: Clause) -> None:
    codes = taking.instrument.terms.filter(clause=clause.pk).values_list("obligation__code", flat=True)
    if codes:
        raise ActionRefused(
            f"In diesem Absatz stehen noch die Pflichten {', '.join(codes)}. Ordnen Sie sie zuerst einem anderen Absatz "
            "zu, oder entfernen Sie sie. Es wurde nichts geändert."
        )
    section = clause.section
    clause.delete()
    kept = {one.key for one in taking.model.content.sections}
    if section.key not in kept and not section.clauses.exists():
        section.delete()


def _take_duty(taking: _Taking, found: ModelChange, revision: int | None) -> dict[str, object]:
    rows = taking.instrument.terms.select_related("obligation")
    row = None
    if found.revision is not None:
        row = _claimed(rows, revision, obligation__code=found.key)
    said = next((duty for duty in taking.model.content.obligations if duty.code == found.key), None)
    if said is None:
        if row is not None:
            drop_particulars([row])
            row.delete()
        return {"code": found.key, "before": found.draft}
    code = found.key
    if row is None and rows.filter(obligation__code=code).exists():
        code = next_code(taking.instrument)
    clause = _clauses(taking).filter(key=said.clause_key).first() if said.clause_key else None
    if said.clause_key and clause is None:
        raise ActionRefused(
            "Der Absatz, in dem diese Pflicht steht, ist nicht im Entwurf. Übernehmen Sie zuerst ihn."
        )
    writer = ObligationWriter(taking.instrument)
    writer.write(replace(said, code=code), clause, row, row.revision if row else 1)
    return {"code": code, "before": found.draft, "after": said.title}


_TAKERS: dict[ChangedPart, Callable[[_Taking, ModelChange, int | None], dict[str, object]]] = {
    ChangedPart.HEADING: _take_heading,
    ChangedPart.CLAUSE: _take_clause,
    ChangedPart.DUTY: _take_duty,
}


def _order(found: ModelChange) -> tuple[int, bool]:
    gone = found.after is None
    return (2 if gone else 0) + (found.part == ChangedPart.DUTY) * (-1 if gone else 1), gone


def _mark_all(taking: _Taking) -> None:
    """Let every clause carry what the newer version fixes for it; a lock that stands is never taken away here."""
    deviating = set(taking.instrument.deviations.values_list("clause_key", flat=True))
    for clause in _clauses(taking):
        locked = clause.locked
        mark(taking.instrument, taking.model.rules, clause, deviating)
        clause.locked = clause.locked or locked
        clause.save(update_fields=["locked", "optional", "choice"])


def _claimed(rows: QuerySet[Row], revision: int | None, **found_by: str) -> Row:
    return claim(rows, revision or 0, **found_by)


def _clauses(taking: _Taking) -> QuerySet[Clause]:
    return Clause.objects.select_related("section").filter(section__instrument=taking.instrument)
