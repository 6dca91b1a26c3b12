"""Forms of the Mitzeichnung: rounds and answers."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms

from agreements.choices import ClearanceResult
from agreements.drafting.clearance.actions import (
    NAME_LIMIT,
    NO_REMARK,
    PAST_DEADLINE,
    REMARK_LIMIT,
)
from agreements.models import Instrument
from agreements.texts.clearance_facts import normalised_name
from districts.base_forms import Form
from districts.fields import DayField, TextField, WholeNumberField
from districts.models import Office

MAX_NAMES = 40
DEFAULT_DAYS = 14


class OfficesForm(Form):
    """Offices of the district, and others by name."""

    offices = forms.ModelMultipleChoiceField(
        label="Ämter des Bezirks",
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = TextField(
        label="Weitere Stellen",
        required=False,
        max_length=MAX_NAMES * (NAME_LIMIT + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eine je Zeile, zum Beispiel: Haushalt.",
    )

    def __init__(
        self, *args: Any, instrument: Instrument, exclude: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offices = self.fields["offices"]
        assert isinstance(offices, forms.ModelMultipleChoiceField)  # noqa: S101  tells the type checker the type
        offices.queryset = Office.objects.filter(district=instrument.agreement.district_id).exclude(
            pk__in=exclude
        )

    def clean_names(self) -> list[str]:
        """Return one name for each readable line."""
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines() if normalised_name(line)]
        if len(lines) > MAX_NAMES:
            raise forms.ValidationError(f"Höchstens {MAX_NAMES} Stellen auf einmal; es sind {len(lines)}.")
        for line in lines:
            if len(line) > NAME_LIMIT:
                raise forms.ValidationError(
                    f"„{line[:40]} …“ ist länger als {NAME_LIMIT} Zeichen. Schreiben Sie jede Stelle in eine eigene Zeile."
                )
        return lines


class RoundForm(OfficesForm):
    due_on = DayField(label="Frist")
    note = TextField(
        label="Hinweis an die Ämter",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Worauf sie achten sollen. Steht auf der Seite der Mitzeichnung.",
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        self.fields["due_on"].initial = as_of + timedelta(days=DEFAULT_DAYS)
        self.fields["due_on"].widget.attrs["min"] = as_of.isoformat()

    def clean_due_on(self) -> date:
        """Refuse a past day."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.as_of:
            raise forms.ValidationError(PAST_DEADLINE)
        return due_on


class ClearanceAnswerForm(Form):
    """The answer of an office; `seen` is the primary key of the last answer on the page."""

    seen = WholeNumberField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    result = forms.ChoiceField(label="Ergebnis", choices=ClearanceResult.choices, widget=forms.RadioSelect)
    remark = TextField(
        label="Hinweise oder Gründe",
        required=False,
        max_length=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Nötig, außer das Amt zeichnet ohne Änderung mit.",
    )
    answered_by = TextField(label="Geantwortet hat", max_length=160, help_text="Name oder Funktion im Amt.")

    def clean(self) -> dict[str, Any]:
        """Require a remark unless the office clears the text unchanged."""
        data = super().clean() or {}
        needed = data.get("result") in {ClearanceResult.REMARKS, ClearanceResult.REFUSED}
        if needed and "remark" in data and not normalised_name(data["remark"]):
            self.add_error("remark", NO_REMARK)
        return data
