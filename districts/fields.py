"""The form fields of the whole application: days, numbers, words and addresses, each read in one way everywhere.

`form_field` gives them to the fields of a model; forms of our own name them. What cannot be read is answered by a sentence
that says how to write it, and is never cut, rounded or guessed.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from districts.email_addresses import UnreadableAddressError, read_address, shown_address

FIRST_YEAR, LAST_YEAR = 1900, 2199
ISO_DAY = re.compile(r"(?P<year>[0-9]{4,6})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
GERMAN_DAY = re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{1,6})")
HOW_TO_WRITE_A_DAY = "Bitte einen Tag wie 30.06.2027 angeben."
SPACES = str.maketrans(
    dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}", " ")
)
NUMBER = re.compile(
    r"(?P<sign>[-−–]?)(?P<whole>[1-9][0-9]{0,2}(?P<between>[. ])[0-9]{3}(?:(?P=between)[0-9]{3})*|[0-9]+)"
    r"(?:,(?P<decimals>[0-9]+))?"
)
LONGEST_NUMBER = 30
HOW_TO_WRITE_A_NUMBER = (
    "„{typed}“ ist nicht eindeutig. Bitte schreiben Sie die Zahl wie 12,5 oder 1.200: ein Komma vor den Nachkommastellen, "
    "Punkt oder Leerzeichen nur zwischen Tausendern."
)
HOW_TO_WRITE_A_WHOLE_NUMBER = (
    "„{typed}“ ist keine ganze Zahl. Bitte schreiben Sie sie wie 12 oder 1.200: ohne Nachkommastellen, Punkt oder "
    "Leerzeichen nur zwischen Tausendern."
)


def read_day(typed: str) -> date:
    """Return the day; of a year with two digits the one in this century. Raises ValidationError.

    A browser's date picker sends „0027“ for a typed „27“.
    """
    found = ISO_DAY.fullmatch(typed) or GERMAN_DAY.fullmatch(typed)
    if found is None:
        raise ValidationError(HOW_TO_WRITE_A_DAY, code="invalid")
    year = int(found["year"])
    if len(found["year"]) in {2, 4} and year < 100:
        year += 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            f"Bitte ein Jahr zwischen {FIRST_YEAR} und {LAST_YEAR} angeben, zum Beispiel 30.06.2027.",
            code="invalid",
        )
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValidationError(f"Den {typed} gibt es nicht. {HOW_TO_WRITE_A_DAY}", code="invalid") from None


class DayInput(forms.DateInput):
    """The browser's date picker; a text field for what it could not show, so that nothing typed is lost."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        limits = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
        super().__init__(attrs={**limits, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else str(value or "") or None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        try:
            is_day = not shown or bool(date.fromisoformat(shown))
        except ValueError:
            is_day = False
        context["widget"]["type"] = "date" if is_day else "text"
        return context


class DayField(forms.DateField):
    """A day of a year between 1900 and 2199."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """Read „30.06.2027“, „30.6.27“ and what date pickers send."""
        if not isinstance(value, str):
            return super().to_python(value)
        typed = value.translate(SPACES).strip()
        return read_day(typed) if typed else None

    def words(self, value: Any) -> str:
        """Return a day, stored or as it was sent, as people read it."""
        try:
            day = self.to_python(value)
        except ValidationError:
            return str(value)
        return f"{day:%d.%m.}{day.year:04}" if day else ""


def read_number(typed: str) -> Decimal | None:
    """Return a number in German notation; None if it could be read in more than one way, or in none."""
    found = NUMBER.fullmatch(" ".join(typed.translate(SPACES).split()))
    if found is None or len(typed) > LONGEST_NUMBER:
        return None
    whole = re.sub("[. ]", "", found["whole"])
    return Decimal(f"{'-' if found['sign'] else ''}{whole}.{found['decimals'] or '0'}")


def number_text(value: Any) -> Any:
    """Return a number as it is typed: „1200,5“."""
    return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class NumberInput(forms.TextInput):
    """A text field: a browser's own number field reads „1.000“ as one."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, inputmode: str = "decimal") -> None:
        super().__init__(attrs={"inputmode": inputmode, "autocomplete": "off", **(attrs or {})})


class NumberField(forms.DecimalField):
    """A number in German notation: „1.200,50“ or „1 200,50“."""

    widget = NumberInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # so does Django's own
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = read_number(value)
        if number is None:
            raise ValidationError(HOW_TO_WRITE_A_NUMBER.format(typed=excerpt(value)), code="invalid")
        return number.normalize() if number else Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        return number_text(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # the attributes of a browser's own number field


class WholeNumberField(forms.IntegerField):
    """A whole number, with dots or spaces between thousands."""

    widget = NumberInput(inputmode="numeric")

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = read_number(value)
        if number is None or "," in value:
            raise ValidationError(HOW_TO_WRITE_A_WHOLE_NUMBER.format(typed=excerpt(value)), code="invalid")
        return int(number)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # the attributes of a browser's own number field


def excerpt(typed: str) -> str:
    """Return what was typed, short enough to be repeated in a sentence."""
    words = " ".join(typed.split())
    return words if len(words) <= LONGEST_NUMBER else f"{words[:LONGEST_NUMBER]}…"


def counted_text(typed: str) -> str:
    """Return text as its characters are counted, here and by `static/js/forms.js`: one for each line break, composed."""
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))


class _Limited(forms.CharField):
    """Text with a limit that the page counts and the server checks; a browser's own would cut what is pasted."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(counted_text(value) if isinstance(value, str) else value)

    def run_validators(self, value: Any) -> None:
        """Say by how much a text is too long."""
        limit, length = self.max_length, len(str(value))
        if limit is not None and length > limit and "max_length" not in self.error_messages:
            words = f"Höchstens {_grouped(limit)} Zeichen; es sind {_grouped(length)}. Gekürzt wurde nichts."
            raise ValidationError(words, code="max_length")
        super().run_validators(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        if self.max_length is not None and not widget.is_hidden:
            attrs["data-limit"] = self.max_length
        return attrs


class TextField(_Limited):
    """Words of one or several lines."""


class SlugField(_Limited, forms.SlugField):
    """A short name for addresses of pages."""


class UrlField(_Limited, forms.URLField):
    """The address of a page; without a scheme it is one of https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class EmailField(_Limited, forms.EmailField):
    """An e-mail address as it is stored: without invisible characters, its domain in the letters of the DNS (IDNA 2008)."""

    def to_python(self, value: Any) -> Any:
        try:
            return read_address(super().to_python(value))
        except UnreadableAddressError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return shown_address(value) if isinstance(value, str) else value


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# of a model's field the form field; the first that fits
FORM_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.DecimalField: {"form_class": NumberField, "widget": NumberInput},
    models.BigIntegerField: {"form_class": WholeNumberField, "widget": NumberInput},
    models.IntegerField: {"form_class": WholeNumberField, "widget": NumberInput},
    models.EmailField: {"form_class": EmailField},
    models.URLField: {"form_class": UrlField},
    models.SlugField: {"form_class": SlugField},
    models.CharField: {"form_class": TextField},
    models.TextField: {"form_class": TextField},
}


def form_field(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Return the form field of a model's field (Django's `formfield_callback`)."""
    chosen = next((FORM_FIELDS[kind] for kind in type(field).__mro__ if kind in FORM_FIELDS), {})
    if getattr(field, "choices", None) or isinstance(field, models.DateTimeField):
        chosen = {}
    formfield = getattr(field, "formfield", None)  # a generic relation has none
    return formfield(**{**chosen, **kwargs}) if formfield else None
