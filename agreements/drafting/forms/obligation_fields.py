"""The form of one value of an obligation, where the text shows it."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms

from agreements.drafting.actions.fields import (
    AMOUNT_FIELDS,
    DAY_FIELDS,
    SHARE,
    SPAN_FIELDS,
    post_of,
    value_fields,
)
from agreements.drafting.forms.obligations import MONTH_NAMES
from agreements.drafting.forms.posts import PostForm
from agreements.models import ObligationTerms
from agreements.tokens import FieldToken
from districts.base_forms import ModelForm
from districts.fields import DayField, WholeNumberField


class ValueForm(ModelForm[ObligationTerms]):
    """Has the fields of the value that the obligation has, or those that were sent."""

    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1)
    due_on = DayField(label="Tag")
    due_month = forms.TypedChoiceField(label="Monat", coerce=int, choices=MONTH_NAMES[1:])

    class Meta:
        model = ObligationTerms
        fields = (*AMOUNT_FIELDS, "due_on", *DAY_FIELDS, *SPAN_FIELDS)

    def __init__(
        self, data: Mapping[str, Any] | None, row: ObligationTerms | None, *, token: FieldToken
    ) -> None:
        post = post_of(token, row) if row else None
        initial = {"revision": row.revision if row else 0, SHARE: post.share if post else None}
        super().__init__(data, instance=row, initial=initial, auto_id="angabe_%s")
        self.fields[SHARE] = deepcopy(PostForm.base_fields[SHARE])
        kept = set(self.fields) & set(data or ()) - {"revision"} or set(
            value_fields(token, row) if row else ()
        )
        for name in [name for name in self.fields if name != "revision" and name not in kept]:
            del self.fields[name]
        for name in set(self.fields) - {"unit"}:
            self.fields[name].required = True

    def given(self) -> dict[str, Any]:
        """Return the fields of the value."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
