"""Puts parts of a model text into a draft, at the place where the model text has them."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F

from agreements import content
from agreements.drafting.actions.obligations import next_code
from agreements.drafting.actions.rows import ObligationWriter, mark
from agreements.drafting.model_texts.queries import ModelText
from agreements.models import Clause, Instrument, Section


def place_clause(instrument: Instrument, model: ModelText, key: str) -> Clause:
    """Put a clause of a model text behind the nearest one before it that the draft has; its section, too, if need be.

    Raises KeyError if the model text has no such clause.
    """
    section = section_of(model, key)
    home = place_section(instrument, model, section.key)
    earlier = _before([clause.key for clause in section.clauses], key)
    places = dict(home.clauses.values_list("key", "position"))
    place = next((places[one] for one in reversed(earlier) if one in places), 0)
    home.clauses.filter(position__gt=place).update(position=F("position") + 1)
    said = next(clause for clause in section.clauses if clause.key == key)
    deviating = set(instrument.deviations.values_list("clause_key", flat=True))
    row = Clause(section=home, key=key, text=said.text, position=place + 1)
    mark(instrument, model.rules, row, deviating).save(force_insert=True)
    return row


def place_section(instrument: Instrument, model: ModelText, key: str) -> Section:
    """Return the section of a draft; if it is missing, it is put where the model text has it, without its clauses."""
    if found := instrument.sections.filter(key=key).first():
        return found
    said = next(section for section in model.content.sections if section.key == key)
    earlier = _before([section.key for section in model.content.sections], key)
    places = dict(instrument.sections.values_list("key", "position"))
    place = next((places[one] for one in reversed(earlier) if one in places), 0)
    instrument.sections.filter(position__gt=place).update(position=F("position") + 1)
    return Section.objects.create(
        instrument=instrument,
        key=key,
        position=place + 1,
        kind=said.kind,
        heading=said.heading,
        inset=said.inset,
    )


def place_duties(instrument: Instrument, model: ModelText, clause: Clause) -> list[str]:
    """Write the obligations that stand in a clause of a model text; return their codes in this draft.

    A code that the draft uses for something else is not taken twice.
    """
    writer = ObligationWriter(instrument)
    used = set(instrument.terms.values_list("obligation__code", flat=True))
    codes = []
    for duty in model.content.obligations:
        if duty.clause_key == clause.key:
            code = next_code(instrument) if duty.code in used else duty.code
            writer.write(replace(duty, code=code), clause, None, 1)
            codes.append(code)
    return codes


def section_of(model: ModelText, key: str) -> content.Section:
    """Return the section of a model text in which a clause stands; raises KeyError if it is nowhere."""
    for section in model.content.sections:
        if any(clause.key == key for clause in section.clauses):
            return section
    raise KeyError(key)


def _before(keys: Sequence[str], key: str) -> Sequence[str]:
    return keys[: keys.index(key)]
