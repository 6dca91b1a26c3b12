"""Form for a step of archiving."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from agreements.choices import ArchiveStep
from agreements.dossier.forms import DAY

MEGABYTE = 1024 * 1024


class ArchiveForm(forms.Form):
    dated = forms.DateField(label="Datum", widget=DAY)
    reference = forms.CharField(
        label="Zeichen oder Zugangsnummer",
        max_length=120,
        required=False,
        help_text="Wie das Landesarchiv den Vorgang nennt.",
    )
    document = forms.FileField(
        label="Nachweis",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB. Freiwillig.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def __init__(self, *args: Any, steps: Collection[ArchiveStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"] = forms.ChoiceField(
            label="Was geschehen ist",
            choices=[(step.value, step.label) for step in ArchiveStep if step in steps],
        )
        self.order_fields(["step"])

    def clean_document(self) -> UploadedFile[Any] | None:
        """Refuse a file that is too large before it is read into memory."""
        document: UploadedFile[Any] | None = self.cleaned_data["document"]
        if document and document.size and document.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                f"Die Datei ist größer als {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB. Verkleinern Sie den Scan und "
                "versuchen Sie es erneut."
            )
        return document
