"""Forms for resolutions and milestones."""

from django import forms

from agreements.models import Milestone, Resolution


def source_url_field() -> forms.URLField:
    return forms.URLField(label="Adresse der Quelle", required=False, max_length=400, assume_scheme="https")


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ResolutionForm(forms.ModelForm[Resolution]):
    source_url = source_url_field()

    class Meta:
        model = Resolution
        fields = ["kind", "dated", "number", "remark", "source", "source_url"]
        widgets = {"dated": DAY}


class MilestoneForm(forms.ModelForm[Milestone]):
    source_url = source_url_field()

    class Meta:
        model = Milestone
        fields = ["kind", "title", "dated", "date_words", "source", "source_url"]
        widgets = {"dated": DAY}
