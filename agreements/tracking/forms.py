"""The filter of the list and the form for a report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.models import Report
from agreements.tracking.queries import Choice
from agreements.tracking.standing import TrackedState
from agreements.vocabulary import ObligationKind, Progress, Side
from districts.models import User
from districts.policy import standing, visible_districts
from districts.roles import DISTRICT_ROLES

BOTH_SIDES = "alle"
SIDES = [
    (Side.DISTRICT.value, "der Bezirk (auch gemeinsam)"),
    (Side.ASSOCIATION.value, "MitWirkung (auch gemeinsam)"),
    (BOTH_SIDES, "beide Seiten"),
]


class FilterForm(forms.Form):
    """What part of the list somebody wants to see; the districts are those of the reader."""

    wer = forms.ChoiceField(label="Wer es schuldet", choices=SIDES, required=False)
    art = forms.ChoiceField(
        label="Art", choices=[("", "alle Arten"), *ObligationKind.choices], required=False
    )
    stand = forms.ChoiceField(choices=TrackedState.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if districts:
            choices = [("", "alle Bezirke"), *districts]
            self.fields["bezirk"] = forms.ChoiceField(label="Bezirk", choices=choices, required=False)


def chosen_filter(data: QueryDict, user: User) -> tuple[FilterForm, Choice]:
    """Return the filter as it stands and what it chooses. A value that does not exist filters nothing.

    People in a district start with what their district owes, everybody else with both sides.
    """
    who = standing(user)
    districts: list[tuple[str, str]] = []
    if who.city or len(who.district_ids) > 1:
        districts = list(visible_districts(user).values_list("slug", "name"))
    sent = FilterForm(data, districts=districts)
    sent.is_valid()
    valid = {name: value for name, value in sent.cleaned_data.items() if value}
    valid.setdefault("wer", Side.DISTRICT.value if who.all_roles & DISTRICT_ROLES else BOTH_SIDES)
    choice = Choice(
        owed_by=Side(valid["wer"]) if valid["wer"] != BOTH_SIDES else None,
        kind=valid.get("art", ""),
        district=valid.get("bezirk", ""),
        state=TrackedState(valid["stand"]) if "stand" in valid else None,
    )
    return FilterForm(initial=valid, districts=districts), choice


class ReportForm(forms.ModelForm[Report]):
    """A Sachstand: how far it is, and in a sentence what happened."""

    progress = forms.TypedChoiceField(
        label="Sachstand", choices=Progress.choices, coerce=Progress, widget=forms.RadioSelect
    )

    class Meta:
        model = Report
        fields = ["progress", "remark"]
        widgets = {"remark": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "remark": "Was wurde getan, was fehlt noch? Nötig, wenn die Pflicht nicht oder nur teilweise erfüllt ist. "
            "Bitte keine Namen und keine Angaben zu einzelnen Familien."
        }
