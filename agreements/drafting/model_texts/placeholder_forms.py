"""Form fields for placeholder values.

A value is stored as it will be printed. The kind of a placeholder only selects the form field, so that a new version of
the model text with another kind changes no existing contract.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from agreements.choices import PlaceholderKind
from agreements.template_rules import Placeholder
from agreements.texts.wording import date_words, number
from districts.base_forms import Form
from districts.fields import DayField, NumberField, TextField, read_number

TEXT_LIMIT = 400
LONG_TEXT_LIMIT = 4_000
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class PlaceholderFields(Form):
    """One field for each placeholder in `asked`."""

    def __init__(self, *args: Any, asked: Iterable[Placeholder] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        known: Mapping[str, str] = (self.initial or {}).get("placeholders") or {}
        for placeholder in self.asked:
            self.fields[_name(placeholder)] = _field(placeholder, known.get(placeholder.name, ""))

    def placeholder_fields(self) -> list[forms.BoundField]:
        return [self[_name(placeholder)] for placeholder in self.asked]

    def placeholders(self) -> dict[str, str]:
        """Return the printed values by placeholder name."""
        return {
            placeholder.name: _words(self.cleaned_data.get(_name(placeholder))) for placeholder in self.asked
        }


def _name(placeholder: Placeholder) -> str:
    return f"placeholder_{placeholder.name}"


def _field(placeholder: Placeholder, words: str) -> forms.Field:
    """Return the field for a placeholder; a stored value of another kind gets a text field."""
    options: dict[str, Any] = {
        "label": placeholder.label,
        "help_text": placeholder.help,
        "required": False,
        "initial": words,
    }
    match placeholder.kind:
        case PlaceholderKind.DATE if not words or _day(words):
            return DayField(**{**options, "initial": _day(words)})
        case PlaceholderKind.NUMBER if not words or read_number(words) is not None:
            return NumberField(**{**options, "initial": read_number(words)}, max_digits=15, decimal_places=4)
        case PlaceholderKind.LONG_TEXT:
            area = forms.Textarea(attrs={"rows": 4, "lang": "de", "spellcheck": "true"})
            return TextField(**options, max_length=LONG_TEXT_LIMIT, widget=area)
        case _:
            # a stored value may be longer than the limit
            return TextField(**options, max_length=max(TEXT_LIMIT, len(words)))


def _words(value: object) -> str:
    match value:
        case date():
            return date_words(value)
        case Decimal():
            return number(value)
        case _:
            return str(value or "")


def _day(words: str) -> date | None:
    found = DAY.fullmatch(words)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
