"""Form to select the compared texts."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from agreements.drafting.comparison.sources import IN_FORCE, MODEL, WORKING_COPY, ComparisonSource
from agreements.texts.wording import date_words
from districts.base_forms import Form
from districts.fields import DayField

WHOLE = "ganz"
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
BETWEEN = f"Wählen Sie einen Tag zwischen {date_words(FIRST)} und {date_words(LAST)}."
DAYS = ("von_tag", "bis_tag")


def _day(label: str) -> DayField:
    """Return the field for the day of a text in force, by default today."""
    return DayField(
        label=label,
        required=False,
        validators=[MinValueValidator(FIRST, BETWEEN), MaxValueValidator(LAST, BETWEEN)],
        error_messages={"invalid": BETWEEN},
    )


class ComparisonForm(Form):
    """Two available texts; by default the model text and the working copy."""

    von = forms.ChoiceField(label="Vorher", required=False)
    von_tag = _day("Tag vorher (nur für den geltenden Text)")
    bis = forms.ChoiceField(label="Nachher", required=False)
    bis_tag = _day("Tag nachher (nur für den geltenden Text)")
    ansicht = forms.ChoiceField(
        choices=[("", "nur Änderungen"), (WHOLE, "ganzer Text")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, query: Mapping[str, str], sources: Mapping[str, ComparisonSource]) -> None:
        today = WORKING_COPY if WORKING_COPY in sources else next(iter(sources))
        before = MODEL if MODEL in sources else today  # a draft may have begun without a model text
        super().__init__({**query, "von": query.get("von") or before, "bis": query.get("bis") or today})
        choices = [(key, source.label) for key, source in sources.items()]
        for name in ("von", "bis"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are ChoiceFields
        if IN_FORCE not in sources:
            for name in DAYS:
                del self.fields[name]

    @property
    def day_error(self) -> str:
        """The message if only the days are invalid; other errors come from forged URLs."""
        return BETWEEN if self.errors and set(self.errors) <= set(DAYS) else ""
