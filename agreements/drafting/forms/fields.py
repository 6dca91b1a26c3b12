"""Fields and base forms shared by several forms."""

from django import forms

from districts.base_forms import Form
from districts.fields import WholeNumberField


class RevisionForm(Form):
    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1)


class EmptyForm(Form):
    """A form without fields."""
