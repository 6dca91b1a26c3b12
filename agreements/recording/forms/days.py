"""Fields of the days of a contract signed elsewhere, each with its source."""

from typing import Any

from django import forms

from agreements.recording.key_data import SourcedDay
from districts.base_forms import Form
from districts.fields import DayField, TextField

SOURCE_HELP = "Zum Beispiel: Scan, Seite 8; Pressemitteilung des Bezirks vom …"
DAYS = {"signed": "Unterzeichnet", "published": "Veröffentlicht", "begins": "In Kraft", "ends": "Ende"}


class SourcedDayFields(Form):
    """Day, „spätestens“ and source of each of the four days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in DAYS.items():
            required = name == "signed"
            self.fields[f"{name}_on"] = DayField(label=f"{words} am", required=required)
            self.fields[f"{name}_latest"] = forms.BooleanField(
                label="Der Tag selbst ist nicht bekannt: spätestens da", required=False
            )
            self.fields[f"{name}_source"] = TextField(
                label=f"{words}: Quelle", max_length=200, required=required, help_text=SOURCE_HELP
            )

    def clean(self) -> dict[str, Any]:
        """Require a source for each day."""
        data = super().clean() or {}
        for name, words in DAYS.items():
            day, source = data.get(f"{name}_on"), data.get(f"{name}_source")
            if day and not source and f"{name}_source" not in self.errors:
                self.add_error(
                    f"{name}_source", f"Bitte „{words}: Quelle“ angeben: Woher ist der Tag bekannt?"
                )
            if source and not day and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", f"Bitte „{words} am“ angeben oder die Quelle leeren.")
        return data

    def sourced_day(self, name: str) -> SourcedDay | None:
        data = self.cleaned_data
        if not data[f"{name}_on"]:
            return None
        return SourcedDay(
            day=data[f"{name}_on"], source=data[f"{name}_source"], latest=data[f"{name}_latest"]
        )
