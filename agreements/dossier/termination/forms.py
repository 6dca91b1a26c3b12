"""Forms for a notice of termination, its retraction, and a decision on extension."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.choices import Side
from agreements.dossier.termination.actions import EMAIL, NoticeEffect, NoticeLetter
from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.termination_choices import ExtensionChoice, RetractionCause, TerminationKind, WrittenForm
from districts.base_forms import Form
from districts.fields import DayField, TextField

FILE_HELP = f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB."
EFFECTS = [
    (
        NoticeEffect.AS_GIVEN,
        "Sie beendet den Vertrag zu dem Tag, den sie nennt, sonst zum Ende der laufenden Laufzeit",
    ),
    (
        NoticeEffect.NEXT_END,
        "Sie kam zu spät oder nennt einen anderen Tag und wirkt zum nächsten möglichen Ende",
    ),
    (
        NoticeEffect.NONE,
        "Sie beendet den Vertrag nicht, zum Beispiel weil sie unwirksam ist; sie wird nur festgehalten",
    ),
]


class NoticeForm(Form):
    side = forms.ChoiceField(label="Wer kündigt", widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Art", choices=TerminationKind.choices, widget=forms.RadioSelect)
    form = forms.ChoiceField(
        label="Form",
        choices=[*WrittenForm.choices, (EMAIL, "E-Mail")],
        widget=forms.RadioSelect,
    )
    written_on = DayField(label="Datum des Schreibens")
    received_on = DayField(
        label="Zugegangen am",
        help_text="Der Tag des Zugangs zählt, nicht der des Schreibens und nicht der heutige.",
    )
    claimed_on = DayField(
        label="Gekündigt zum",
        required=False,
        help_text="Wie es im Schreiben steht. Leer heißt: zum nächsten Ende, außerordentlich mit dem Zugang.",
    )
    effect = forms.ChoiceField(
        label="Wirkung", choices=EFFECTS, initial=NoticeEffect.AS_GIVEN, widget=forms.RadioSelect
    )
    reason = TextField(
        label="Grund",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bei einer außerordentlichen Kündigung nötig: ein wichtiger Grund, wesentlich geänderte Verhältnisse, die sich "
        "nicht durch Anpassung lösen lassen, oder, nur für den Bezirk, schwere Nachteile für das Gemeinwohl (§ 60 VwVfG).",
    )
    note = TextField(
        label="Vermerk",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Zum Beispiel woher der Tag des Zugangs bekannt ist.",
    )
    document = UploadField(label="Schreiben mit Eingangsvermerk", help_text=FILE_HELP)

    def __init__(self, *args: Any, sides: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = list(sides.items())  # type: ignore[attr-defined]  # a choice field has choices

    def letter(self) -> NoticeLetter:
        """Return what was received."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in {"effect", "document"}
        }
        return NoticeLetter(
            **{
                **data,
                "side": Side(data["side"]),
                "kind": TerminationKind(data["kind"]),
                "document": self.cleaned_data["document"].read(),
            }
        )


class RetractionForm(Form):
    cause = forms.ChoiceField(
        label="Was geschehen ist", choices=RetractionCause.choices, widget=forms.RadioSelect
    )
    dated = DayField(label="Datum", help_text="Der Tag der Zustimmung, oder an dem der Irrtum bemerkt wurde.")
    reason = TextField(label="Begründung", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = UploadField(
        label="Nachweis", required=False, help_text=f"{FILE_HELP} Nötig für die Zustimmung der anderen Seite."
    )

    def clean(self) -> dict[str, Any]:
        """Require the proof of a consent."""
        data = super().clean() or {}
        if (
            data.get("cause") == RetractionCause.CONSENT
            and not data.get("document")
            and "document" not in self.errors
        ):
            self.add_error("document", "Bitte fügen Sie die Zustimmung der anderen Seite bei.")
        return data


class DecisionForm(Form):
    choice = forms.ChoiceField(
        label="Entscheidung", choices=ExtensionChoice.choices, widget=forms.RadioSelect
    )
    decided_on = DayField(label="Entschieden am")
    decided_by = TextField(
        label="Wer entschieden hat",
        max_length=200,
        help_text="Mit Funktion, zum Beispiel: Vorstand des Vereins, im Einvernehmen mit dem Jugendamt.",
    )
    reason = TextField(label="Begründung", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
