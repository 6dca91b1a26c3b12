"""Form to hand over agreements."""

from django import forms
from django.db.models import QuerySet

from districts.base_forms import Form
from districts.models import User


class HandOverForm(Form):
    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Wer übernimmt",
        help_text="Zur Auswahl stehen alle anderen aus der Koordination, deren Konto aktiv ist.",
    )

    def __init__(self, *args: object, successors: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["to"].queryset = successors  # type: ignore[attr-defined]  # a choice among rows
