"""The question who owes an obligation, as the form asks it."""

from collections.abc import Mapping

from django import forms

from agreements.choices import OwedBy, Side
from agreements.models import ObligationTerms
from agreements.parties import FIRST_TWO, bare_name, owing_sides
from agreements.texts.party_words import owing_words
from districts.base_forms import ModelForm


def ask_who(form: ModelForm[ObligationTerms], names: Mapping[Side, str]) -> None:
    """Keep one of the fields `owed_by` and `owed_by_sides`: one of two parties or both, or any of several."""
    if len(names) > len(FIRST_TWO):
        del form.fields["owed_by"]
        form.fields["owed_by_sides"] = forms.MultipleChoiceField(
            label="Wer schuldet es?",
            choices=[(side.value, bare_name(short)) for side, short in names.items()],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        )
        if form.instance.owed_by:
            form.initial["owed_by_sides"] = [side.value for side in form.instance.owing]
        return
    del form.fields["owed_by_sides"]
    radios = form.fields["owed_by"]
    assert isinstance(radios, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
    radios.choices = [
        (one.value, owing_words(owing_sides(one), names)) for one in OwedBy if one != OwedBy.NAMED
    ]
