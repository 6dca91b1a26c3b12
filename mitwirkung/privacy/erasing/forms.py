"""The confirmation that a person is to be erased."""

from django import forms

from districts.base_forms import Form


class ErasureForm(Form):
    """Sent only by who has read the preview."""

    confirmed = forms.BooleanField(label="Ich habe gelesen, was gelöscht wird und was bleibt.")
