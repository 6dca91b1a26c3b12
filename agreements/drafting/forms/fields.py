"""Fields and base forms shared by several forms."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A date with the browser's date picker; DD.MM.YYYY is accepted, too."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class RevisionForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class EmptyForm(forms.Form):
    """A form without fields."""
