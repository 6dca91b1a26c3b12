"""Forms for declining and for delegations."""

from django import forms

from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.signing.forms import fingerprint_field
from districts.base_forms import Form
from districts.fields import DayField, TextField


class DecliningForm(Form):
    fingerprint = fingerprint_field()
    declined_on = DayField(label="Abgelehnt am")
    reason = TextField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Möglichst mit den Worten der Person. Beide Seiten und die Geschäftsstelle lesen ihn auf der Seite des Vertrags.",
    )


class DelegationForm(Form):
    fingerprint = fingerprint_field()
    name = TextField(label="Name der Vertretung", max_length=120)
    function = TextField(label="Funktion der Vertretung", max_length=160)
    basis = TextField(
        label="Grundlage",
        max_length=200,
        help_text="Zum Beispiel: Vertretungsregelung des Bezirksamts, Einzelvollmacht.",
    )
    granted_on = DayField(label="Erteilt am")
    document = UploadField(
        label="Nachweis der Vertretung",
        help_text=f"Die Vollmacht oder Verfügung als PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB.",
    )
