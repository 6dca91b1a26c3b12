"""Choosing what is compared."""

from collections.abc import Mapping

from django import forms

from agreements.drafting.comparison.sources import MODEL, WORKING_COPY, Source

WHOLE = "ganz"


class ComparisonForm(forms.Form):
    """Two texts out of those that the reader may see; what the address leaves open is the model against today."""

    von = forms.ChoiceField(label="Vorher", required=False)
    bis = forms.ChoiceField(label="Nachher", required=False)
    ansicht = forms.ChoiceField(
        choices=[("", "nur Änderungen"), (WHOLE, "ganzer Text")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, asked: Mapping[str, str], sources: Mapping[str, Source]) -> None:
        today = WORKING_COPY if WORKING_COPY in sources else next(iter(sources))
        super().__init__({**asked, "von": asked.get("von") or MODEL, "bis": asked.get("bis") or today})
        choices = [(key, source.label) for key, source in sources.items()]
        for name in ("von", "bis"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are ChoiceFields
