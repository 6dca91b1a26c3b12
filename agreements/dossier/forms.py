"""Forms for resolutions and milestones."""

from typing import Any

from django import forms

from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.models import Milestone, Resolution

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeenForm(forms.Form):
    """`seen` is the digest of the row that the form was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class FactForm(SeenForm):
    """What the forms of resolutions and milestones have in common."""

    source_url = forms.URLField(
        label="Adresse der Quelle", required=False, max_length=400, assume_scheme="https"
    )

    def values(self) -> dict[str, Any]:
        """Return what the actions write."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "document" in values:
            values["document"] = values["document"].read() if values["document"] else b""
        return values


class ResolutionForm(FactForm, forms.ModelForm[Resolution]):
    document = UploadField(
        label="Dokument",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB. Freiwillig; eine neue Datei ersetzt die alte.",
    )

    class Meta:
        model = Resolution
        fields = ["kind", "state", "dated", "number", "remark", "source", "source_url"]
        widgets = {"dated": DAY}

    field_order = ["kind", "state", "dated", "number", "remark", "document", "source", "source_url"]


class MilestoneForm(FactForm, forms.ModelForm[Milestone]):
    class Meta:
        model = Milestone
        fields = ["kind", "title", "state", "dated", "date_words", "office", "source", "source_url"]
        widgets = {"dated": DAY}

    field_order = Meta.fields
