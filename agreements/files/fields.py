"""The form field of an uploaded file."""

from typing import Any

from django import forms
from django.conf import settings

from agreements.files.uploads import SCAN_TYPES

MAX_MEGABYTES = settings.UPLOAD_MAX_BYTES // 1024**2


class UploadField(forms.FileField):
    """A file that is refused for its size before it is read into memory; `advice` ends the error message."""

    def __init__(
        self,
        *,
        types: tuple[str, ...] = SCAN_TYPES,
        advice: str = "Verkleinern Sie sie und versuchen Sie es noch einmal.",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            widget=forms.ClearableFileInput(
                attrs={"accept": ",".join(types), "data-most": settings.UPLOAD_MAX_BYTES}
            ),
            **kwargs,
        )
        self.advice = advice

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size and file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1024**2
            raise forms.ValidationError(f"Die Datei ist größer als {limit} MB. {self.advice}")
        return file
