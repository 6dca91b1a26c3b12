"""Insertion of parts of a model text into a draft, in the order of the model text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import F

from agreements import content
from agreements.drafting.actions.obligations import next_code
from agreements.drafting.actions.rows import ObligationWriter, mark
from agreements.drafting.model_texts.queries import ModelText
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument, Section


def insert_clause(instrument: Instrument, model: ModelText, key: str) -> Clause:
    """Insert a clause after its nearest predecessor in the draft, with its section if that is missing.

    Raises KeyError if the model text has no such clause.
    """
    source = _section_of(model, key)
    section = get_or_insert_section(instrument, model, source.key)
    positions = dict(section.clauses.values_list("key", "position"))
    position = _position([clause.key for clause in source.clauses], key, positions)
    section.clauses.filter(position__gte=position).update(position=F("position") + 1)
    text = next(clause.text for clause in source.clauses if clause.key == key)
    deviating = set(instrument.deviations.values_list("clause_key", flat=True))
    row = Clause(section=section, key=key, text=text, position=position)
    mark(instrument, model.rules, row, deviating).save(force_insert=True)
    return row


def get_or_insert_section(instrument: Instrument, model: ModelText, key: str) -> Section:
    """Return the section of the draft, inserted without clauses if it is missing."""
    if section := instrument.sections.filter(key=key).first():
        return section
    source = next(section for section in model.content.sections if section.key == key)
    positions = dict(instrument.sections.values_list("key", "position"))
    position = _position([section.key for section in model.content.sections], key, positions)
    instrument.sections.filter(position__gte=position).update(position=F("position") + 1)
    return Section.objects.create(
        instrument=instrument,
        key=key,
        position=position,
        kind=source.kind,
        heading=source.heading,
        inset=source.inset,
    )


def insert_obligations(instrument: Instrument, model: ModelText, clause: Clause) -> list[str]:
    """Insert the obligations of a clause; return their codes. A code used in the draft is replaced by a new one."""
    writer = ObligationWriter(instrument)
    used = set(instrument.terms.values_list("obligation__code", flat=True))
    codes = []
    for duty in model.content.obligations:
        if duty.clause_key == clause.key:
            code = next_code(instrument) if duty.code in used else duty.code
            writer.write(replace(duty, code=code), clause, None, 1)
            codes.append(code)
    return codes


def require_no_obligations(instrument: Instrument, clause: Clause) -> None:
    """Raise ActionRefused if obligations belong to the clause."""
    codes = instrument.terms.filter(clause=clause.pk).values_list("obligation__code", flat=True)
    if codes:
        raise ActionRefused(
            f"In diesem Absatz stehen noch die Pflichten {', '.join(codes)}. Ordnen Sie sie zuerst einem anderen Absatz "
            "zu, oder entfernen Sie sie. Es wurde nichts geändert."
        )


def _section_of(model: ModelText, key: str) -> content.Section:
    for section in model.content.sections:
        if any(clause.key == key for clause in section.clauses):
            return section
    raise KeyError(key)


def _position(keys: Sequence[str], key: str, positions: Mapping[str, int]) -> int:
    """Return the position after the nearest of the keys before `key` that has one."""
    before = keys[: keys.index(key)]
    return next((positions[other] for other in reversed(before) if other in positions), 0) + 1
