"""Forms for model texts: rules of clauses, placeholders, publishing, deviations, updates."""

import re
from typing import Any

from django import forms

from agreements.drafting.forms.fields import RevisionForm
from agreements.models import PlaceholderField
from agreements.texts.assembly import AUTOMATIC
from districts.base_forms import Form, ModelForm
from districts.fields import TextField, WholeNumberField

NAME = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ_]{2,}")


class ClauseRulesForm(RevisionForm):
    locked = forms.BooleanField(
        label="gesperrt",
        required=False,
        help_text="Gilt in jedem Vertrag Wort für Wort. Eine Änderung braucht eine begründete Abweichung.",
    )
    optional = forms.BooleanField(
        label="wahlweise", required=False, help_text="Ein Vertrag kann auf diesen Absatz verzichten."
    )
    choice = TextField(
        label="Auswahl",
        max_length=60,
        required=False,
        help_text="Name der Auswahl, zu der dieser Absatz als eine von mehreren Möglichkeiten gehört. Alle "
        "Möglichkeiten tragen denselben Namen; ein Vertrag hat genau eine davon.",
    )


class PlaceholderFieldForm(RevisionForm, ModelForm[PlaceholderField]):
    class Meta:
        model = PlaceholderField
        fields = ["label", "kind", "help", "position"]
        help_texts = {"position": "Die Reihenfolge in den Formularen."}


class NewPlaceholderForm(ModelForm[PlaceholderField]):
    class Meta:
        model = PlaceholderField
        fields = ["name", "label", "kind", "help"]

    def clean_name(self) -> str:
        """Normalise the name, also with brackets; refuse placeholders that the application fills."""
        given: Any = self.cleaned_data["name"]
        name = str(given).strip().strip("[]").upper()
        if not NAME.fullmatch(name):
            raise forms.ValidationError(
                "Bitte einen Namen aus mindestens drei Großbuchstaben und Unterstrichen angeben, wie im Text in [ ]."
            )
        if name in AUTOMATIC:
            raise forms.ValidationError(f"[{name}] wird von selbst gefüllt und braucht keine Beschreibung.")
        return name


class PublishForm(Form):
    note = TextField(
        label="Was ist neu?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de", "spellcheck": "true"}),
        help_text="Steht bei der neuen Version und hilft allen, deren Entwürfe auf einer älteren beruhen.",
    )
    state = TextField(widget=forms.HiddenInput, max_length=64)


class DeviationForm(RevisionForm):
    reason = TextField(
        label="Begründung",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "de", "spellcheck": "true"}),
        help_text="Warum muss dieser Vertrag an dieser Stelle vom Mustertext abweichen, und wer hat das entschieden?",
    )


class OptionalRevisionForm(Form):
    """The revision of a row that may have been removed."""

    revision = WholeNumberField(required=False, min_value=1)


class ModelVersionForm(Form):
    """The displayed version of the model text."""

    version = WholeNumberField(min_value=1)


class ModelChangeForm(ModelVersionForm, OptionalRevisionForm):
    """The displayed version of the model text, and the revision of the displayed row, if any."""
