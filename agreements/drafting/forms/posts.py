"""The form of the posts that an obligation releases."""

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.drafting.actions.obligations import PostTerms
from agreements.models import Instrument, ObligationTerms, StaffRelease
from districts.base_forms import ModelForm
from districts.models import Office


class PostForm(ModelForm[StaffRelease]):
    class Meta:
        model = StaffRelease
        fields = [
            *("office", "unit", "function", "share", "sense", "starts_after_months", "starts_on", "ends_on"),
            "needs_resolution",
        ]

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = self.fields["office"]
        assert isinstance(offices, forms.ModelChoiceField)  # noqa: S101  tells the type checker what stands above
        offices.queryset = Office.objects.filter(district=instrument.agreement.district_id)
        self.fields["unit"].help_text = "So steht der Bereich im Vertrag."


class BasePostFormSet(forms.BaseFormSet[PostForm]):
    """The posts of an obligation."""

    row_name = "Stelle"


# Without primary keys: the action replaces all posts, and a deleted key would make the input invalid.
PostFormSet = forms.formset_factory(PostForm, formset=BasePostFormSet, extra=2, can_delete=True)


def post_formset(
    data: Mapping[str, Any] | None, row: ObligationTerms | None, instrument: Instrument
) -> "forms.BaseFormSet[PostForm]":
    """Return the formset of released posts with two empty rows.

    POST data is read without the stored rows: a row left empty stays empty whatever others have added since.
    """
    district = {"instrument": instrument}
    if data is not None:
        return PostFormSet(data, prefix="stellen", form_kwargs=district)
    posts = [forms.model_to_dict(post, PostForm.Meta.fields) for post in (row.posts.all() if row else ())]
    return PostFormSet(initial=posts, prefix="stellen", form_kwargs=district)


def posts_of(formset: "forms.BaseFormSet[PostForm]") -> list[PostTerms]:
    """Return the posts of a valid formset, without empty and deleted rows."""
    rows = [
        form.cleaned_data for form in formset if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return [
        PostTerms(
            office=row["office"],
            unit=row["unit"],
            function=row["function"],
            share=row["share"],
            sense=row["sense"],
            starts_after_months=row["starts_after_months"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            needs_resolution=row["needs_resolution"],
        )
        for row in rows
        if row.get("unit")
    ]
