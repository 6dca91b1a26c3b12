"""Forms for dated facts: resolutions and milestones."""

from django import forms

from agreements.models import Milestone, Resolution


def source_address() -> forms.URLField:
    """Return the field for the address of a source; one typed without its scheme is taken as https."""
    return forms.URLField(label="Adresse der Quelle", required=False, max_length=400, assume_scheme="https")


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ResolutionForm(forms.ModelForm[Resolution]):
    """A decision of the district's bodies."""

    source_url = source_address()

    class Meta:
        model = Resolution
        fields = ["kind", "dated", "number", "remark", "source", "source_url"]
        widgets = {"dated": DAY}


class MilestoneForm(forms.ModelForm[Milestone]):
    """A dated fact."""

    source_url = source_address()

    class Meta:
        model = Milestone
        fields = ["kind", "title", "dated", "date_words", "source", "source_url"]
        widgets = {"dated": DAY}
