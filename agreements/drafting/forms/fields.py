"""Fields that several forms share."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day: the browser's own date picker, or typed as DD.MM.YYYY."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class RevisionForm(forms.Form):
    """Carries the revision that a change is based on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class EmptyForm(forms.Form):
    """Nothing to fill in."""
