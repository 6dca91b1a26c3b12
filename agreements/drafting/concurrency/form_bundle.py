"""A sheet is what one page of the editor asks: a form, perhaps with rows. Here it becomes values and back.

Values are what a browser sends, field by field, so what two people sent can be held against each other and merged,
and the result goes through the same form as everything else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

from agreements.drafting.concurrency.merge import Values
from agreements.drafting.concurrency.save_with_merge import Shape
from agreements.drafting.text_cleaning import tidy

NOT_SAID = {"revision"}
BASE_LIMIT = 200_000
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FormBundle:
    """A form and the rows that belong to it."""

    form: forms.Form | forms.ModelForm[Any]
    formsets: Sequence[forms.BaseFormSet[Any]] = field(default_factory=tuple)

    def is_valid(self) -> bool:
        """Check every part, so that each shows its faults."""
        return all([part.is_valid() for part in (self.form, *self.formsets)])  # noqa: C419  no part is skipped

    def add_error(self, field: str | None, error: str) -> None:
        """Say in the form what is wrong with it."""
        self.form.add_error(field, error)


def values_of(sheet: FormBundle) -> dict[str, tuple[str, ...]]:
    """Return what a sheet says: what was sent, or what a browser would send if nobody touched it."""
    values = {bound.name: _sent(bound) for bound in sheet.form if bound.name not in NOT_SAID}
    for formset in sheet.formsets:
        values[str(formset.prefix)] = tuple(_rows(formset))
    return values


def data_of(sheet: FormBundle, values: Values, revision: int) -> QueryDict:
    """Return values as a browser would send them, based on a revision. The sheet says which are rows."""
    data = QueryDict(mutable=True)
    tables = {str(formset.prefix): formset for formset in sheet.formsets}
    for name, said in values.items():
        if name not in tables:
            data.setlist(sheet.form.add_prefix(name), list(said))
    for prefix in tables:
        rows = [msgspec.json.decode(row, type=dict[str, list[str]]) for row in values.get(prefix, ())]
        data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
        for place, row in enumerate(rows):
            for name, cell in row.items():
                data.setlist(f"{prefix}-{place}-{name}", cell)
    data["revision"] = str(revision)
    return data


def shape_of(sheet: FormBundle, together: Sequence[frozenset[str]]) -> Shape:
    """Say how the fields of a sheet are merged: long texts word by word, rows row by row."""
    prose = {bound.name for bound in sheet.form if isinstance(bound.field.widget, forms.Textarea)}
    return Shape(
        frozenset(prose), frozenset(str(formset.prefix) for formset in sheet.formsets), tuple(together)
    )


def packed(values: Values) -> str:
    """Return values as the hidden field of a form carries them."""
    return msgspec.json.encode(values).decode()


def unpacked(text: str) -> dict[str, tuple[str, ...]] | None:
    """Read values from a form; None if they are missing, too long or not ours."""
    if not text or len(text) > BASE_LIMIT:
        return None
    try:
        return msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
    except (msgspec.DecodeError, UnicodeEncodeError):  # lone surrogates cannot be encoded
        return None


def label_of(sheet: FormBundle, name: str) -> str:
    """Return what a field is called on the page."""
    return str(sheet.form[name].label) if name in sheet.form.fields else "Freigestellte Stellen"


def words_of(sheet: FormBundle, name: str, said: tuple[str, ...]) -> str:
    """Return the value of a field as people read it; nothing is a dash."""
    if name in sheet.form.fields:
        return _words(sheet.form.fields[name], said)
    formset = next(formset for formset in sheet.formsets if formset.prefix == name)
    blank = formset.empty_form
    told = [
        ", ".join(
            f"{blank.fields[cell].label}: {_words(blank.fields[cell], value)}"
            for cell, value in _cells(row).items()
            if value and cell in blank.fields
        )
        for row in said
    ]
    return "\n".join(told) or NOTHING


def _cells(row: str) -> dict[str, tuple[str, ...]]:
    """Read one row; a base comes from outside, so it may hold anything."""
    try:
        return msgspec.json.decode(row, type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError:
        return {}


def _words(asked: forms.Field, said: tuple[str, ...]) -> str:
    if isinstance(asked, forms.BooleanField):
        return "ja" if said else "nein"
    choices = getattr(asked, "choices", None)
    if choices is not None:
        labels = {str(value): str(label) for value, label in choices}
        return ", ".join(labels.get(value, value) for value in said) or NOTHING
    if isinstance(asked, forms.DateField):
        days = [parse_date(value) if len(value) == 10 and value[4:5] == "-" else None for value in said]
        return (
            ", ".join(f"{day:%d.%m.%Y}" if day else value for day, value in zip(days, said, strict=True))
            or NOTHING
        )
    return "".join(said) or NOTHING


def _rows(formset: forms.BaseFormSet[Any]) -> Iterator[str]:
    """Yield the rows that say something; a row that was left as offered or is to go says nothing."""
    untouched = {bound.name: _shown(bound) for bound in formset.empty_form}
    for form in formset:
        said = {bound.name: _sent(bound) for bound in form}
        if said.pop("DELETE", ()):
            continue
        if any(value != untouched[name] for name, value in said.items()):
            yield msgspec.json.encode(said).decode()


def _sent(bound: BoundField) -> tuple[str, ...]:
    if not bound.form.is_bound:
        return _shown(bound)
    name, widget, data = bound.html_name, bound.field.widget, bound.form.data
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.value_from_datadict(data, MultiValueDict(), name) else ()
    several = data.getlist(name) if isinstance(data, QueryDict) else [data.get(name, "")]
    return _tidy(bound, several)


def _shown(bound: BoundField) -> tuple[str, ...]:
    """Return what a browser would send for a field as it is shown."""
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if value else ()
    shown = widget.format_value(value)
    return _tidy(bound, shown if isinstance(shown, list | tuple) else [shown])


def _tidy(bound: BoundField, several: Sequence[Any]) -> tuple[str, ...]:
    """Return values as they would be stored: text composed, nothing left out as nothing, choices in one order."""
    said = [tidy(str(value)) for value in several if value is not None]
    kept = [value for value in said if value]
    return tuple(sorted(kept) if getattr(bound.field.widget, "allow_multiple_selected", False) else kept)
