"""A form, perhaps with rows, as values: what a browser sends, field by field.

So what two people sent can be held against each other and merged, and the result goes through the same form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.dateparse import parse_date

from agreements.drafting.concurrency.merge import Values
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

    @property
    def prose(self) -> set[str]:
        """The long texts, which are merged word by word."""
        return {bound.name for bound in self.form if isinstance(bound.field.widget, forms.Textarea)}

    @property
    def tables(self) -> set[str]:
        """The rows, which are merged row by row."""
        return {str(formset.prefix) for formset in self.formsets}


def values_of(bundle: FormBundle) -> dict[str, tuple[str, ...]]:
    """Return what a form says: what was sent, or what a browser would send if nobody touched it."""
    values = {bound.name: _said(bound) for bound in bundle.form if bound.name not in NOT_SAID}
    for formset in bundle.formsets:
        values[str(formset.prefix)] = tuple(_rows(formset))
    return values


def data_of(bundle: FormBundle, values: Values, revision: int) -> QueryDict:
    """Return values as a browser would send them, based on a revision. The form says which are rows."""
    data = QueryDict(mutable=True)
    for name, said in values.items():
        if name not in bundle.tables:
            data.setlist(name, list(said))
    for prefix in (str(formset.prefix) for formset in bundle.formsets):
        rows = [msgspec.json.decode(row, type=dict[str, list[str]]) for row in values.get(prefix, ())]
        data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
        for place, row in enumerate(rows):
            for name, cell in row.items():
                data.setlist(f"{prefix}-{place}-{name}", cell)
    data["revision"] = str(revision)
    return data


def encode_values(values: Values) -> str:
    """Return values as the hidden field of a form carries them."""
    return msgspec.json.encode(values).decode()


def decode_values(text: str) -> dict[str, tuple[str, ...]] | None:
    """Read values from a form; None if they are missing, too long or not ours."""
    if not text or len(text) > BASE_LIMIT:
        return None
    try:
        return msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
    except (msgspec.DecodeError, UnicodeEncodeError):  # lone surrogates cannot be encoded
        return None


def label_of(bundle: FormBundle, name: str) -> str:
    """Return what a field is called on the page."""
    return str(bundle.form[name].label) if name in bundle.form.fields else "Freigestellte Stellen"


def display_value(bundle: FormBundle, name: str, said: tuple[str, ...]) -> str:
    """Return the value of a field as people read it; nothing is a dash."""
    if name in bundle.form.fields:
        return _words(bundle.form.fields[name], said)
    formset = next(formset for formset in bundle.formsets if formset.prefix == name)
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
    untouched = {bound.name: _said(bound) for bound in formset.empty_form}
    for form in formset:
        said = {bound.name: _said(bound) for bound in form}
        if said.pop("DELETE", ()):
            continue
        if any(value != untouched[name] for name, value in said.items()):
            yield msgspec.json.encode(said).decode()


def _said(bound: BoundField) -> tuple[str, ...]:
    """Return a field as it would be stored: text composed, nothing left out as nothing, choices in one order."""
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if value else ()
    shown = widget.format_value(value)
    several = shown if isinstance(shown, list | tuple) else [shown]
    said = [text for one in several if one is not None and (text := tidy(str(one)))]
    return tuple(sorted(said) if getattr(widget, "allow_multiple_selected", False) else said)
