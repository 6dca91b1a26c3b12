"""What a change did to each field, in words: „Stand von „angestrebt“ auf „gefasst“ geändert“."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date

from agreements.events import EventKind
from agreements.models import (
    Clause,
    Event,
    Instrument,
    Milestone,
    ObligationTerms,
    Party,
    PlaceholderField,
    Resolution,
    Signatory,
)
from agreements.texts.wording import date_words, number, quoted

MODELS: dict[str, type[models.Model]] = {
    EventKind.HEAD_EDITED: Instrument,
    EventKind.PARTY_EDITED: Party,
    EventKind.OBLIGATION_EDITED: ObligationTerms,
    EventKind.SIGNATORY_EDITED: Signatory,
    EventKind.CLAUSE_RULES_EDITED: Clause,
    EventKind.PLACEHOLDER_EDITED: PlaceholderField,
    EventKind.RESOLUTION_CORRECTED: Resolution,
    EventKind.MILESTONE_CORRECTED: Milestone,
}
NAMED = {str(model._meta.verbose_name): model for model in MODELS.values()}  # as the admin records them


def change_words(event: Event) -> str:
    """Return the changed fields with their values before and after; empty where the event holds none."""
    model = (
        NAMED.get(event.data.get("model"))
        if event.kind == EventKind.ADMIN_CHANGED
        else MODELS.get(event.kind)
    )
    if model is None:
        return ""
    fields = {name: field for field in model._meta.fields for name in (field.name, field.attname)}
    return " · ".join(
        _words(fields[name], *values)
        for name, values in event.data.get("changes", {}).items()
        if name in fields and isinstance(values, list)
    )


def _words(field: models.Field[Any, Any], before: Any, after: Any) -> str:
    label = str(field.verbose_name).rstrip("?")
    if field.is_relation or isinstance(after or before, dict | list):
        return f"{label} geändert"
    old, new = _value(field, before), _value(field, after)
    if not old:
        return f"{label} {new} eingetragen"
    return f"{label} von {old} auf {new} geändert" if new else f"{label} {old} entfernt"


def _value(field: models.Field[Any, Any], value: Any) -> str:
    """Return a stored value as the pages show it, in quotation marks; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        words = "ja" if value else "nein"
    elif isinstance(field, models.DateField) and (day := parse_date(str(value))):
        words = date_words(day)
    elif isinstance(field, models.DecimalField):
        words = number(Decimal(str(value)))
    else:
        words = str(dict(field.flatchoices).get(value, value))
    return quoted(words)
