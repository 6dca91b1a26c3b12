"""Forms for resolutions and milestones."""

from typing import Any

from django import forms

from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.models import Milestone, Resolution
from districts.base_forms import Form, ModelForm
from districts.fields import TextField, UrlField


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
