"""Forms for declining to sign and for signing in somebody's place. The fingerprint binds both to what was shown."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from agreements.signing.forms import MEGABYTE, day_field


class DecliningForm(forms.Form):
    """That somebody will not sign, and why."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    declined_on = day_field("Abgelehnt am")
    reason = forms.CharField(
        label="Grund",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Möglichst mit den Worten der Person. Beide Seiten und die Geschäftsstelle lesen ihn auf der Seite des Vertrags.",
    )


class DelegationForm(forms.Form):
    """Who signs in somebody's place, and what proves it."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    name = forms.CharField(label="Name der Vertretung", max_length=120)
    function = forms.CharField(label="Funktion der Vertretung", max_length=160)
    basis = forms.CharField(
        label="Grundlage",
        max_length=200,
        help_text="Zum Beispiel: Vertretungsregelung des Bezirksamts, Einzelvollmacht.",
    )
    granted_on = day_field("Erteilt am")
    document = forms.FileField(
        label="Nachweis der Vertretung",
        help_text=f"Die Vollmacht oder Verfügung als PDF, PNG oder JPEG, höchstens {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def clean_document(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before it is read into memory."""
        document: UploadedFile[Any] = self.cleaned_data["document"]
        if document.size and document.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(
                f"Die Datei ist größer als {limit} MB. Verkleinern Sie sie und versuchen Sie es erneut."
            )
        return document
