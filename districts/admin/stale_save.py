"""An outdated save in the admin: noticed by what the form was filled in for, and shown beside what is stored.

One mechanism for all tables: the form carries a digest of the values that its page showed, rows below it included.
It is unsigned: forging it only removes the forger's own warning.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict

from districts.fields import DayField

Formsets = Sequence[Any]  # inline formsets; Django's class takes other parameters at run time
ABSENT, REMOVED = "(nicht vorhanden)", "(entfernt)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, or one row as a whole, as it is stored and as it was typed."""

    label: str
    stored: str
    typed: str


def revision_of(form: Any, formsets: Formsets) -> str:
    """Return a digest of the values stored behind a form and its rows, whatever was typed into them."""
    rows = {
        formset.prefix: {str(row.instance.pk): _stored(row) for row in formset.initial_forms}
        for formset in formsets
    }
    state = json.dumps([_stored(form), rows], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(state.encode()).hexdigest()


def rebased(data: QueryDict, formsets: Formsets) -> QueryDict:
    """Return what was typed with its rows matched to those stored now, as others may have added and removed some.

    `formsets` are unbound. A row that was typed but is gone becomes a new one; one that is new is as it is stored.
    """
    data = data.copy()
    for formset in formsets:
        prefix, key = formset.prefix, formset.model._meta.pk.name
        typed = _rows_typed(data, prefix)
        known = {row[key][0]: row for row in typed if row.get(key)}
        rows = [known.pop(str(row.instance.pk), {}) or _as_sent(row) for row in formset.initial_forms]
        stored = len(rows)
        new_or_gone = {"", *known}
        rows += [
            {**row, key: [""]}
            for row in typed
            if row.get(key, [""])[0] in new_or_gone and "DELETE" not in row
        ]
        for number, row in enumerate(rows):
            for name, values in row.items():
                data.setlist(f"{prefix}-{number}-{name}", values)
        data[f"{prefix}-INITIAL_FORMS"], data[f"{prefix}-TOTAL_FORMS"] = str(stored), str(len(rows))
    return data


def differences(form: Any, formsets: Formsets) -> list[Difference]:
    """Return what was typed into a form and its rows beside what is stored; the rows are those of `rebased`."""
    found = _changed(form, "")
    for formset in formsets:
        for number, row in enumerate(formset.forms, 1):
            noun = f"{formset.model._meta.verbose_name} {number}"
            if row in formset.extra_forms:
                found += [Difference(noun, ABSENT, _summary(row, "data"))] if row.has_changed() else []
            elif formset.can_delete and formset._should_delete_form(row):
                found.append(Difference(noun, _summary(row, "initial"), REMOVED))
            else:
                found += _changed(row, f"{noun}: ")
    return found


def typed_into(form: Any) -> list[tuple[str, str]]:
    """Return the label and the words of each field that was typed into."""
    return [(str(bound.label), _words(bound, bound.data)) for bound in _shown(form)]


def _changed(form: Any, before: str) -> list[Difference]:
    return [
        Difference(f"{before}{bound.label}", _words(bound, bound.initial), _words(bound, bound.data))
        for bound in _shown(form)
        if bound.name in form.changed_data
    ]


def _shown(form: Any) -> Iterator[forms.BoundField]:
    """Return the fields that people write: not the keys of rows, nor the box that removes one."""
    for bound in form:
        if not (bound.is_hidden or bound.field.disabled or bound.name == "DELETE"):
            yield bound


def _stored(form: Any) -> dict[str, Any]:
    return {bound.name: bound.initial for bound in _shown(form)}


def _rows_typed(data: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    """Take the rows of an inline out of what was sent."""
    rows: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for sent in list(data):
        if named := re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(\w+)", sent):
            rows[int(named[1])][named[2]] = data.pop(sent)
    return [rows[number] for number in sorted(rows)]


def _as_sent(form: Any) -> dict[str, list[str]]:
    """Return the fields of an unbound form as a browser would send them."""
    sent: dict[str, list[str]] = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, forms.BooleanField):
            sent |= {bound.name: ["on"]} if value else {}
            continue
        written = bound.field.widget.format_value(value)
        sent[bound.name] = written if isinstance(written, list) else ["" if written is None else str(written)]
    return sent


def _summary(form: Any, side: str) -> str:
    said = {str(bound.label): _words(bound, getattr(bound, side)) for bound in _shown(form)}
    return ", ".join(f"{label}: {words}" for label, words in said.items() if words)


def _words(bound: forms.BoundField, value: Any) -> str:
    """Return a value, stored or as it was sent, as people read it."""
    field = bound.field
    match field:
        case forms.BooleanField():
            return "ja" if value else "nein"
        case DayField():
            return field.words(value)
        case forms.ModelChoiceField():
            return _name_of_row(field, value)
        case forms.ChoiceField():
            names = {str(key): str(label) for key, label in field.widget.choices if key != ""}
            return names.get(str(value), str(value or ""))
    written = field.widget.format_value(field.prepare_value(value))
    return "" if written is None else str(written)


def _name_of_row(field: forms.ModelChoiceField[Any], value: Any) -> str:
    if value in field.empty_values:
        return ""
    try:  # not among the choices: what is stored need not be on offer any longer
        row = field.queryset.model._base_manager.filter(pk=value).first()  # type: ignore[union-attr]  # it has one
    except (TypeError, ValueError):
        row = None
    return str(value if row is None else row)
