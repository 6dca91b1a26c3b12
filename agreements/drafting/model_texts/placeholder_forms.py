"""The fields of placeholder values: which kind of field asks, and how what is typed becomes the printed words.

A value is stored as the words that will be printed. The kind of a placeholder only says how the form asks: a new
version of the model text that asks differently changes no existing contract.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from agreements.choices import PlaceholderKind
from agreements.drafting.forms.fields import DayField
from agreements.template_rules import Placeholder
from agreements.texts.wording import date_words, number

TEXT_LIMIT = 400
LONG_TEXT_LIMIT = 4_000
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


class NumberField(forms.DecimalField):
    """A number as Germans write it: „1.200,50“."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # so does Django's own
        """Read points between thousands, too."""
        read = _number(value.strip()) if isinstance(value, str) else None
        return super().to_python(str(read) if read is not None else value)


class PlaceholderFields(forms.Form):
    """The values of those placeholders that nothing else knows; `asked` says which and how."""

    def __init__(self, *args: Any, asked: Iterable[Placeholder] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(asked)
        known: Mapping[str, str] = (self.initial or {}).get("placeholders") or {}
        for one in self.asked:
            self.fields[_name(one)] = _field(one, known.get(one.name, ""))

    def placeholder_fields(self) -> list[forms.BoundField]:
        """Return the fields in the order of the rules."""
        return [self[_name(one)] for one in self.asked]

    def placeholders(self) -> dict[str, str]:
        """Return the words to print, by the name of the placeholder."""
        return {one.name: _words(self.cleaned_data.get(_name(one))) for one in self.asked}


def _name(placeholder: Placeholder) -> str:
    return f"placeholder_{placeholder.name}"


def _field(placeholder: Placeholder, words: str) -> forms.Field:
    """Return the field for a placeholder; words of another kind stay what they are, in a field for text."""
    said: dict[str, Any] = {
        "label": placeholder.label,
        "help_text": placeholder.help,
        "required": False,
        "initial": words,
    }
    match placeholder.kind:
        case PlaceholderKind.DATE if not words or _day(words):
            return DayField(**{**said, "initial": _day(words)})
        case PlaceholderKind.NUMBER if not words or _number(words) is not None:
            return NumberField(
                **{**said, "initial": _number(words)}, localize=True, max_digits=15, decimal_places=4
            )
        case PlaceholderKind.LONG_TEXT:
            area = forms.Textarea(attrs={"rows": 4, "lang": "de", "spellcheck": "true"})
            return forms.CharField(**said, max_length=LONG_TEXT_LIMIT, widget=area)
        case _:
            # what is stored already may be longer than what is asked for today
            return forms.CharField(**said, max_length=max(TEXT_LIMIT, len(words)))


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


def _number(words: str) -> Decimal | None:
    try:
        return Decimal(words.replace(".", "").replace(",", ".")) if NUMBER.fullmatch(words) else None
    except InvalidOperation:
        return None
