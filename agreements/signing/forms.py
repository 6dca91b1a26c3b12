"""Forms for steps and signatures."""

from typing import Any

from django import forms
from django.conf import settings

from agreements.vocabulary import DateSource

MEGABYTE = 1024 * 1024


class StepForm(forms.Form):
    """Taking a step; `fingerprint` is that of the text the person was shown."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Begründung", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class SignatureForm(forms.Form):
    """A signature on paper. The fingerprint binds it to what was shown."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    signed_on = forms.DateField(
        label="Unterzeichnet am", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    date_source = forms.ChoiceField(label="Woher das Datum stammt", choices=DateSource.choices)
    source_note = forms.CharField(
        label="Erläuterung oder Fundstelle",
        max_length=300,
        required=False,
        help_text="Nötig, wenn das Datum aus einer Veröffentlichung stammt.",
    )
    place = forms.CharField(label="Ort", max_length=80, initial="Berlin")
    scan = forms.FileField(
        label="Scan der unterzeichneten Seite",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB. Freiwillig.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the place of publication where the date comes from one."""
        data = super().clean() or {}
        if data.get("date_source") == DateSource.PUBLISHED and not data.get("source_note"):
            self.add_error("source_note", "Ein Datum aus einer Veröffentlichung braucht die Fundstelle.")
        return data

    def clean_scan(self) -> Any:
        """Refuse a file that is too large before it is read into memory."""
        scan = self.cleaned_data.get("scan")
        if scan and scan.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(
                f"Die Datei ist größer als {limit} MB. Verkleinern Sie den Scan und versuchen Sie es erneut."
            )
        return scan
