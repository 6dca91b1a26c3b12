"""Form for a ceremony with a row for each participant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from agreements.models import SigningEvent
from agreements.signing.ceremony.actions import NewParticipant
from districts.base_forms import Form
from districts.fields import DayField, TextField, UrlField

EMPTY_ROWS = 3
MAX_ROWS = 80
ROWS = "anwesend"


class ParticipantForm(Form):
    """A participant; empty rows are ignored."""

    function = TextField(label="Funktion", max_length=160, required=False)
    organisation = TextField(label="Stelle", max_length=160, required=False)
    name = TextField(label="Name", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Require the function in a row that is not empty."""
        data = super().clean() or {}
        if not data.get("function") and (data.get("organisation") or data.get("name")):
            self.add_error("function", "Nennen Sie die Funktion, oder leeren Sie die ganze Zeile.")
        return data


class BaseParticipantFormSet(forms.BaseFormSet[ParticipantForm]):
    """Who was present."""

    row_name = "Person"


ParticipantFormSet = forms.formset_factory(
    ParticipantForm,
    formset=BaseParticipantFormSet,
    extra=EMPTY_ROWS,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS + 1,
    validate_max=True,
)


class CeremonyForm(Form):
    """A ceremony with its participants; both parts are validated together."""

    held_on = DayField(label="Datum")
    place = TextField(label="Ort", max_length=120, initial="Berlin")
    source = TextField(
        label="Quelle",
        max_length=200,
        required=False,
        help_text="Woher das bekannt ist, wenn niemand aus dem Vorhaben dabei war.",
    )
    source_url = UrlField(label="Adresse der Quelle", required=False, max_length=400)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        participants: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial) if initial is not None else None)
        self.participants = ParticipantFormSet(
            data, initial=[dict(participant) for participant in participants], prefix=ROWS
        )

    def is_valid(self) -> bool:
        """Validate both parts, so that each shows its errors."""
        return all([super().is_valid(), self.participants.is_valid()])

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments of the actions."""
        rows = (row.cleaned_data for row in self.participants if row.cleaned_data.get("function"))
        return {**self.cleaned_data, "participants": [NewParticipant(**row) for row in rows]}


def form_for(ceremony: SigningEvent) -> CeremonyForm:
    return CeremonyForm(
        initial=forms.model_to_dict(ceremony, ["held_on", "place", "source", "source_url"]),
        participants=list(ceremony.participants.values("function", "organisation", "name")),
    )


def form_with_more_rows(data: Mapping[str, Any]) -> CeremonyForm:
    """Return the form with the submitted values and more empty rows, without validation."""
    rows = [
        {name: data.get(f"{ROWS}-{number}-{name}", "") for name in ParticipantForm.base_fields}
        for number in range(MAX_ROWS)
    ]
    typed = {name: data.get(name, "") for name in CeremonyForm.base_fields}
    return CeremonyForm(initial=typed, participants=[row for row in rows if any(row.values())])
