"""The filter of the list of agreements, and forms for resolutions and milestones."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.choices import Status
from agreements.dossier.agreement_list import AgreementFilter, AgreementOrder
from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.models import Milestone, Resolution
from districts.base_forms import Form, ModelForm
from districts.fields import TextField, UrlField
from districts.forms import district_filter, offer_districts
from districts.models import User


class AgreementFilterForm(Form):
    """The filter of the list; the districts are those visible to the user."""

    stand = forms.ChoiceField(label="Urkunde", choices=[("", "jeder Stand"), *Status.choices], required=False)
    ordnung = forms.ChoiceField(label="Sortiert nach", choices=AgreementOrder.choices, required=False)
    field_order = ["bezirk", "stand", "ordnung"]

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_districts(self, districts)
        self.order_fields(self.field_order)


def chosen_agreements(data: QueryDict, user: User) -> tuple[AgreementFilterForm, AgreementFilter]:
    """Return the filter form with its current values, and the filter. Unknown values filter nothing. One query, or two."""
    districts, district = district_filter(user, data.get("bezirk", ""))
    sent = AgreementFilterForm(data, districts=districts)
    sent.is_valid()
    valid = {name: value for name, value in sent.cleaned_data.items() if value}
    choice = AgreementFilter(
        district=district.pk if district else None,
        status=Status(valid["stand"]) if "stand" in valid else None,
        order=AgreementOrder(valid.get("ordnung", AgreementOrder.DISTRICT)),
    )
    return AgreementFilterForm(initial=valid, districts=districts), choice


class SeenForm(Form):
    """`seen` is the digest of the row that the form was opened with."""

    seen = TextField(widget=forms.HiddenInput, required=False)


class FactForm(SeenForm):
    """What the forms of resolutions and milestones have in common."""

    source_url = UrlField(label="Adresse der Quelle", required=False, max_length=400)

    def values(self) -> dict[str, Any]:
        """Return what the actions write."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "document" in values:
            values["document"] = values["document"].read() if values["document"] else b""
        return values


class ResolutionForm(FactForm, ModelForm[Resolution]):
    document = UploadField(
        label="Dokument",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB. Freiwillig; eine neue Datei ersetzt die alte.",
    )

    class Meta:
        model = Resolution
        fields = ["kind", "state", "dated", "number", "remark", "source", "source_url"]

    field_order = ["kind", "state", "dated", "number", "remark", "document", "source", "source_url"]


class MilestoneForm(FactForm, ModelForm[Milestone]):
    class Meta:
        model = Milestone
        fields = ["kind", "title", "state", "dated", "date_words", "office", "source", "source_url"]

    field_order = Meta.fields
