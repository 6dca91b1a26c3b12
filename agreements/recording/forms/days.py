"""Fields of the days of a contract signed elsewhere, each with its source."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from agreements.recording.key_data import SourcedDay
from districts.base_forms import Form
from districts.fields import DayField, TextField

DAYS = {"signed": "Unterzeichnet", "published": "Veröffentlicht", "begins": "In Kraft", "ends": "Ende"}
ITSELF = "Original"  # the source of what stands in the file that is taken in
SOURCE_HELP = (
    "Zum Beispiel: Scan, Seite 8; Pressemitteilung des Bezirks vom … Leer heißt: aus der Datei des Originals."
)


class SourcedDayFields(Form):
    """Day, „spätestens“ and source of each of the `days`; the first one must be known."""

    days: ClassVar[Mapping[str, str]] = DAYS

    def __init__(self, *args: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_file = has_file
        for number, (name, words) in enumerate(self.days.items()):
            self.fields[f"{name}_on"] = DayField(label=f"{words} am", required=number == 0)
            self.fields[f"{name}_latest"] = forms.BooleanField(
                label="Der Tag selbst ist nicht bekannt: spätestens da", required=False
            )
            self.fields[f"{name}_source"] = TextField(
                label=f"{words}: Quelle", max_length=200, required=False, help_text=SOURCE_HELP
            )

    def clean(self) -> dict[str, Any]:
        """Require a source for each day; without one it is known from the file of the deed, if there is one."""
        data = super().clean() or {}
        for name, words in self.days.items():
            day, source = data.get(f"{name}_on"), data.get(f"{name}_source")
            if day and not source and f"{name}_source" not in self.errors:
                if self.has_file or data.get("file"):
                    data[f"{name}_source"] = ITSELF
                else:
                    self.add_error(
                        f"{name}_source", f"Bitte „{words}: Quelle“ angeben: Woher ist der Tag bekannt?"
                    )
            if source and not day and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", f"Bitte „{words} am“ angeben oder die Quelle leeren.")
        return data

    def day_groups(self) -> Iterator[tuple[str, str, forms.BoundField, Sequence[forms.BoundField], bool]]:
        """Yield name, heading, day, how it is known, and whether that is to be seen at once."""
        for name, words in self.days.items():
            rest = [self[f"{name}_{part}"] for part in ("latest", "source")]
            said = rest[0].value() or (rest[1].value() or ITSELF) != ITSELF
            yield name, words, self[f"{name}_on"], rest, bool(said or rest[1].errors or not self.has_file)

    def sourced_day(self, name: str) -> SourcedDay | None:
        data = self.cleaned_data
        if not data[f"{name}_on"]:
            return None
        return SourcedDay(
            day=data[f"{name}_on"], source=data[f"{name}_source"], latest=data[f"{name}_latest"]
        )
