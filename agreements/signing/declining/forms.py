"""Forms for declining and for delegations."""

from django import forms

from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.signing.forms import day_field, fingerprint_field


class DecliningForm(forms.Form):
    fingerprint = fingerprint_field()
    declined_on = day_field("Abgelehnt am")
    reason = forms.CharField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Möglichst mit den Worten der Person. Beide Seiten und die Geschäftsstelle lesen ihn auf der Seite des Vertrags.",
    )


class DelegationForm(forms.Form):
    fingerprint = fingerprint_field()
    name = forms.CharField(label="Name der Vertretung", max_length=120)
    function = forms.CharField(label="Funktion der Vertretung", max_length=160)
    basis = forms.CharField(
        label="Grundlage",
        max_length=200,
        help_text="Zum Beispiel: Vertretungsregelung des Bezirksamts, Einzelvollmacht.",
    )
    granted_on = day_field("Erteilt am")
    document = UploadField(
        label="Nachweis der Vertretung",
        help_text=f"Die Vollmacht oder Verfügung als PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB.",
    )
