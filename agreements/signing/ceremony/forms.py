"""The form for a ceremony: when and where, and a row for each person who was present."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from agreements.models import SigningEvent
from agreements.signing.ceremony.actions import Present
from agreements.signing.forms import day_field

EMPTY_ROWS = 3
MOST_ROWS = 80
ROWS = "anwesend"


class GuestForm(forms.Form):
    """Somebody who was present; an empty row is nobody."""

    function = forms.CharField(label="Funktion", max_length=160, required=False)
    organisation = forms.CharField(label="Stelle", max_length=160, required=False)
    name = forms.CharField(label="Name", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the function of whoever is named."""
        data = super().clean() or {}
        if not data.get("function") and (data.get("organisation") or data.get("name")):
            self.add_error("function", "Nennen Sie die Funktion, oder leeren Sie die ganze Zeile.")
        return data


GuestFormSet = forms.formset_factory(
    GuestForm, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True
)


class CeremonyForm(forms.Form):
    """A ceremony with those present; both parts are judged together."""

    held_on = day_field("Datum")
    place = forms.CharField(label="Ort", max_length=120, initial="Berlin")
    source = forms.CharField(
        label="Quelle",
        max_length=200,
        required=False,
        help_text="Woher das bekannt ist, wenn niemand aus dem Vorhaben dabei war.",
    )
    source_url = forms.URLField(
        label="Adresse der Quelle", required=False, max_length=400, assume_scheme="https"
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        guests: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial) if initial is not None else None)
        self.guests = GuestFormSet(data, initial=[dict(guest) for guest in guests], prefix=ROWS)

    def is_valid(self) -> bool:
        """Check both parts, so that each shows its faults."""
        return all([super().is_valid(), self.guests.is_valid()])

    def facts(self) -> dict[str, Any]:
        """Return what a valid form says, as the actions take it."""
        rows = (row.cleaned_data for row in self.guests if row.cleaned_data.get("function"))
        return {**self.cleaned_data, "present": [Present(**row) for row in rows]}


def form_of(ceremony: SigningEvent) -> CeremonyForm:
    """Return the form with what is known of a ceremony."""
    return CeremonyForm(
        initial=forms.model_to_dict(ceremony, ["held_on", "place", "source", "source_url"]),
        guests=list(ceremony.participants.values("function", "organisation", "name")),
    )


def with_more_rows(data: Mapping[str, Any]) -> CeremonyForm:
    """Return the form with what was typed and further empty rows, without judging anything yet."""
    rows = [
        {name: data.get(f"{ROWS}-{number}-{name}", "") for name in GuestForm.base_fields}
        for number in range(MOST_ROWS)
    ]
    typed = {name: data.get(name, "") for name in CeremonyForm.base_fields}
    return CeremonyForm(initial=typed, guests=[row for row in rows if any(row.values())])
