"""The rows on which obligations of a model text are picked that a contract signed elsewhere has, too."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.content import Content
from agreements.drafting.model_texts.selection import DEFAULT_SELECTION, selected_content
from agreements.models import AgreementTemplate
from agreements.recording.obligations import PickedObligation
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField

MOST_PAGES = 2**15 - 1


class PickForm(Form):
    picked = forms.BooleanField(
        label="steht im Vertrag",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    place = TextField(label="Fundstelle", max_length=60, required=False)
    page = WholeNumberField(label="Seite", required=False, min_value=1, max_value=MOST_PAGES)


class BasePickSet(forms.BaseFormSet[PickForm]):
    row_name = "Pflicht"


PickSet = forms.formset_factory(PickForm, formset=BasePickSet, extra=0, max_num=1000)


def pick_set(template: AgreementTemplate, data: Mapping[str, Any] | None) -> forms.BaseFormSet[PickForm]:
    """Return a row for each obligation of a model text, with the place that it usually has in a contract."""
    model = template.read()
    usual = selected_content(model, template.read_rules(), DEFAULT_SELECTION)
    places = {**model.clause_labels(), **usual.clause_labels()}
    rows = [{"place": places.get(value.clause_key, "")} for value in model.obligations]
    return PickSet(data, prefix="pflichten", initial=rows)


def picked_obligations(model: Content, rows: forms.BaseFormSet[PickForm]) -> list[PickedObligation]:
    """Return what is ticked in valid rows."""
    return [
        PickedObligation(value=value, place=row.cleaned_data["place"], page=row.cleaned_data["page"])
        for value, row in zip(model.obligations, rows, strict=False)
        if row.cleaned_data["picked"]
    ]
