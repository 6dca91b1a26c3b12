"""Forms for asking and confirming in the four-eyes principle."""

from django import forms

from districts.base_forms import Form
from districts.fields import TextField


class FourEyesForm(Form):
    """Sent by who has read the preview."""

    reason = TextField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Das liest, wer entscheidet. Sind Faktoren verloren: woran Sie die Person erkannt haben.",
    )


class FourEyesConfirmation(Form):
    """Sent only by who has read the preview; `shown` is its fingerprint."""

    shown = TextField(max_length=64, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(label="Ich habe gelesen, was geschieht, und den Grund geprüft.")
