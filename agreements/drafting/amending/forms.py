"""Form for when an amendment takes effect, and why it is made."""

from typing import Any

from django import forms

from agreements.amendment_choices import EffectKind
from districts.base_forms import Form
from districts.fields import DayField, TextField, WholeNumberField


class EffectForm(Form):
    effect = forms.ChoiceField(label="Inkrafttreten", choices=EffectKind.choices, widget=forms.RadioSelect)
    effect_on = DayField(
        label="Tag",
        required=False,
        help_text="Zu „frühestens am“ und „mit Wirkung vom“. Rückwirkend gilt ein Nachtrag nur „mit Wirkung vom“.",
    )
    reason = TextField(
        label="Grund der Änderung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steht im Nachtrag, zum Beispiel für den Beschluss des Bezirksamts. Leer: Der Nachtrag nennt keinen.",
    )
    transition = TextField(
        label="Übergangsregelung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Was für die Zeit davor oder für begonnene Zeiträume gilt.",
    )
    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        """Require the day where one is named."""
        data = super().clean() or {}
        named = data.get("effect") in {EffectKind.NOT_BEFORE, EffectKind.AS_OF}
        if named and not data.get("effect_on") and "effect_on" not in self.errors:
            self.add_error("effect_on", "Bitte den Tag angeben, an dem der Nachtrag in Kraft tritt.")
        return data
