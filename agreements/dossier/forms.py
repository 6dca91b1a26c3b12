"""Forms for resolutions and milestones."""

from agreements.models import Milestone, Resolution
from districts.base_forms import ModelForm
from districts.fields import UrlField


def source_url_field() -> UrlField:
    return UrlField(label="Adresse der Quelle", required=False, max_length=400)


class ResolutionForm(ModelForm[Resolution]):
    source_url = source_url_field()

    class Meta:
        model = Resolution
        fields = ["kind", "dated", "number", "remark", "source", "source_url"]


class MilestoneForm(ModelForm[Milestone]):
    source_url = source_url_field()

    class Meta:
        model = Milestone
        fields = ["kind", "title", "dated", "date_words", "source", "source_url"]
