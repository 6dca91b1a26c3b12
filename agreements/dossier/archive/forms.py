"""Form for a step of archiving."""

from collections.abc import Collection
from typing import Any

from django import forms

from agreements.choices import ArchiveStep
from agreements.files.fields import MAX_MEGABYTES, UploadField
from districts.base_forms import Form
from districts.fields import DayField, TextField


class ArchiveForm(Form):
    dated = DayField(label="Datum")
    reference = TextField(
        label="Zeichen oder Zugangsnummer",
        max_length=120,
        required=False,
        help_text="Wie das Landesarchiv den Vorgang nennt.",
    )
    document = UploadField(
        label="Nachweis",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB. Freiwillig.",
    )

    def __init__(self, *args: Any, steps: Collection[ArchiveStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"] = forms.ChoiceField(
            label="Was geschehen ist",
            choices=[(step.value, step.label) for step in ArchiveStep if step in steps],
        )
        self.order_fields(["step"])
