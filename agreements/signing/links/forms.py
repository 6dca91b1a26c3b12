"""Forms for invitations and for signatories without an account."""

from django import forms

from agreements.signing.forms import fingerprint_field, place_field
from districts.base_forms import Form
from districts.fields import EmailField, TextField, WholeNumberField


class AddressForm(Form):
    revision = WholeNumberField(min_value=0, widget=forms.HiddenInput)
    email = EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Dienstlich und nur von dieser Person gelesen: Wer das Postfach liest, kann Link und Code verwenden.",
    )
    reminds = forms.BooleanField(
        label="Jede Woche von selbst erinnern, bis unterzeichnet oder abgelehnt ist", required=False
    )


class RecoverForm(Form):
    email = EmailField(
        label="Ihre E-Mail-Adresse",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Die Adresse, an die Ihre Einladung zum Unterzeichnen ging.",
    )


class LinkCodeForm(Form):
    code = TextField(
        label="Code aus der E-Mail",
        max_length=20,
        help_text="Sechs Ziffern. Der Code gilt 15 Minuten.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class OwnDecliningForm(Form):
    fingerprint = fingerprint_field()
    reason = TextField(
        label="Ihr Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Beide Seiten und die Geschäftsstelle lesen ihn auf der Seite des Vertrags.",
    )


class ConfirmForm(Form):
    fingerprint = fingerprint_field()
    place = place_field()
    agrees = forms.BooleanField(
        label="Ich habe den Wortlaut gelesen und stimme ihm in der genannten Funktion verbindlich zu.",
        error_messages={
            "required": "Bitte setzen Sie das Häkchen, wenn Sie zustimmen. Es wurde nichts festgehalten."
        },
    )
