"""Form that confirms discrepancies between text and obligations."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.texts.discrepancies import Discrepancy
from districts.base_forms import Form
from districts.fields import TextField


class ConfirmationForm(Form):
    """Several at once, with one reason; each is recorded by itself."""

    stays = forms.MultipleChoiceField(
        label="Was soll so bleiben?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Bitte ankreuzen, was so bleiben soll.",
            "invalid_choice": "Inzwischen hat sich geändert, was nicht übereinstimmt. Lesen Sie die Liste und kreuzen Sie noch einmal an.",
        },
    )
    reason = TextField(
        label="Warum soll es so bleiben?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steht mit Ihrem Namen in der Geschichte des Vertrags. Es gilt für diesen Wortlaut und diese Angaben; ändert "
        "sich etwas davon, wird neu gefragt.",
    )

    def __init__(self, *args: Any, found: Sequence[Discrepancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["stays"]
        assert isinstance(choices, forms.MultipleChoiceField)  # noqa: S101  tells the type checker what stands above
        choices.choices = [(one.identity, one.sentence) for one in found]
