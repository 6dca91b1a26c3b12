"""A form with its formsets as values by field, as a browser sends them, so that two of them can be merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django import forms
from django.forms import BoundField
from django.http import QueryDict

from agreements.drafting.concurrency.merge import Values
from agreements.drafting.text_cleaning import tidy
from districts.fields import DayField

NOT_MERGED = {"revision"}
BASE_LIMIT = 200_000
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FormBundle:
    form: forms.Form | forms.ModelForm[Any]
    formsets: Sequence[forms.BaseFormSet[Any]] = field(default_factory=tuple)

    def is_valid(self) -> bool:
        """Validate all parts, so that each shows its errors."""
        return all([part.is_valid() for part in (self.form, *self.formsets)])  # noqa: C419  no part is skipped

    def add_error(self, field: str | None, error: str) -> None:
        self.form.add_error(field, error)

    @property
    def prose(self) -> set[str]:
        """Names of the fields that are merged word by word."""
        return {bound.name for bound in self.form if isinstance(bound.field.widget, forms.Textarea)}

    @property
    def tables(self) -> set[str]:
        """Prefixes of the formsets, which are merged row by row."""
        return {str(formset.prefix) for formset in self.formsets}


def values_of(bundle: FormBundle) -> dict[str, tuple[str, ...]]:
    """Return the values of a form: submitted, or initial as a browser would submit them."""
    values = {bound.name: _stored(bound) for bound in bundle.form if bound.name not in NOT_MERGED}
    for formset in bundle.formsets:
        values[str(formset.prefix)] = tuple(_rows(formset))
    return values


def data_of(bundle: FormBundle, values: Values, revision: int) -> QueryDict:
    """Return values as POST data based on a revision; the form says which are formsets."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        if name not in bundle.tables:
            data.setlist(name, list(value))
    for prefix in (str(formset.prefix) for formset in bundle.formsets):
        rows = [msgspec.json.decode(row, type=dict[str, list[str]]) for row in values.get(prefix, ())]
        data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
        for place, row in enumerate(rows):
            for name, cell in row.items():
                data.setlist(f"{prefix}-{place}-{name}", cell)
    data["revision"] = str(revision)
    return data


def encode_values(values: Values) -> str:
    """Return values as JSON for a hidden input."""
    return msgspec.json.encode(values).decode()


def decode_values(text: str) -> dict[str, tuple[str, ...]] | None:
    """Return the values of a hidden input; None if missing, too long or invalid."""
    if not text or len(text) > BASE_LIMIT:
        return None
    try:
        return msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
    except (msgspec.DecodeError, UnicodeEncodeError):  # lone surrogates cannot be encoded
        return None


def label_of(bundle: FormBundle, name: str) -> str:
    return str(bundle.form[name].label) if name in bundle.form.fields else "Freigestellte Stellen"


def display_value(bundle: FormBundle, name: str, value: tuple[str, ...]) -> str:
    """Return a value for people; a dash if it is empty."""
    if name in bundle.form.fields:
        return _words(bundle.form.fields[name], value)
    formset = next(formset for formset in bundle.formsets if formset.prefix == name)
    blank = formset.empty_form
    rows = [
        ", ".join(
            f"{blank.fields[cell].label}: {_words(blank.fields[cell], value)}"
            for cell, value in _cells(row).items()
            if value and cell in blank.fields
        )
        for row in value
    ]
    return "\n".join(rows) or NOTHING


def _cells(row: str) -> dict[str, tuple[str, ...]]:
    """Decode one row; it comes from the client, so it may be invalid."""
    try:
        return msgspec.json.decode(row, type=dict[str, tuple[str, ...]])
    except msgspec.DecodeError:
        return {}


def _words(form_field: forms.Field, value: tuple[str, ...]) -> str:
    if isinstance(form_field, forms.BooleanField):
        return "ja" if value else "nein"
    choices = getattr(form_field, "choices", None)
    if choices is not None:
        labels = {str(key): str(label) for key, label in choices}
        return ", ".join(labels.get(part, part) for part in value) or NOTHING
    if isinstance(form_field, DayField):
        return ", ".join(form_field.words(part) for part in value) or NOTHING
    return "".join(value) or NOTHING


def _rows(formset: forms.BaseFormSet[Any]) -> Iterator[str]:
    """Yield non-empty rows as JSON; unchanged extra rows and deleted rows are skipped."""
    untouched = {bound.name: _stored(bound) for bound in formset.empty_form}
    for form in formset:
        row = {bound.name: _stored(bound) for bound in form}
        if row.pop("DELETE", ()):
            continue
        if any(value != untouched[name] for name, value in row.items()):
            yield msgspec.json.encode(row).decode()


def _stored(bound: BoundField) -> tuple[str, ...]:
    """Return a value as it would be stored: tidied text, no empty values, multiple choices sorted."""
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if value else ()
    shown = widget.format_value(value)
    parts = shown if isinstance(shown, list | tuple) else [shown]
    stored = [text for part in parts if part is not None and (text := tidy(str(part)))]
    return tuple(sorted(stored) if getattr(widget, "allow_multiple_selected", False) else stored)
