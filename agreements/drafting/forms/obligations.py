"""Forms of obligations: the common terms, and the particulars of the three core kinds."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from agreements.choices import DueShape, FieldOfAction, ObligationKind, Phase, SensitivityStep
from agreements.content import Content
from agreements.drafting.actions.obligations import TERM_FIELDS, Particulars, PostTerms
from agreements.due_rule import PeriodYear
from agreements.models import IbsWork, Instrument, ObligationTerms, PovertySensitiveWork, StaffRelease
from districts.base_forms import ModelForm
from districts.fields import DayField, TextField, WholeNumberField
from districts.models import Office, SocialSpace

OFFSET_FIELDS = ("offset_amount", "offset_unit", "offset_before")
ANCHOR_FIELDS = ("anchor", "anchor_code", "anchor_milestone")
PERIOD_FIELDS = ("period_months", "year", "first_year", "survives")
SHAPE_FIELDS: Mapping[str, tuple[str, ...]] = {
    DueShape.FIXED: ("due_on",),
    DueShape.OFFSET: (*OFFSET_FIELDS, *ANCHOR_FIELDS),
    DueShape.PERIOD: (*PERIOD_FIELDS, "due_month", "due_day", *OFFSET_FIELDS, *ANCHOR_FIELDS),
    DueShape.COUNT: PERIOD_FIELDS,
    DueShape.EVENT: ("trigger", *OFFSET_FIELDS),
    DueShape.CONTINUOUS: (),
}
NEEDED_FIELDS: Mapping[str | None, list[str]] = {
    DueShape.FIXED: ["due_on"],
    DueShape.OFFSET: ["anchor"],
    DueShape.PERIOD: ["period_months"],
    DueShape.COUNT: ["period_months", "quantity"],
    DueShape.EVENT: ["trigger"],
}
DUE_FIELDS = [
    *("due_on", "period_months", "due_day", "due_month", "year", "first_year", "survives"),
    *("trigger", *OFFSET_FIELDS, *ANCHOR_FIELDS),
]


class TermsForm(ModelForm[ObligationTerms]):
    """The terms common to all kinds of obligations."""

    kind: ObligationKind
    own_fields: tuple[str, ...] = ()
    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1, required=False)
    clause_key = forms.ChoiceField(label="Steht in Absatz", required=False)
    due_on = DayField(label="fester Tag", required=False)
    anchor_code = forms.ChoiceField(label="welche Pflicht", required=False)
    anchor_milestone = forms.ChoiceField(label="welcher Meilenstein", required=False)

    class Meta:
        model = ObligationTerms
        fields = [name for name in TERM_FIELDS if name != "kind"]
        help_texts = {
            "title": "Kurz und so, wie es die Liste der Pflichten zeigen soll.",
            "shape": "Danach richtet sich, welche der folgenden Angaben zählen; die übrigen werden geleert.",
            "survives": "Sonst endet die Pflicht mit dem Vertrag: Ein Jahresbericht, der am 31. Januar fällig ist, wird für das "
            "letzte Jahr dann nicht mehr geschuldet.",
            "trigger": "Zum Beispiel: Änderung der Benennung",
        }

    def __init__(self, *args: Any, content: Content, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        clauses = self.fields["clause_key"]
        assert isinstance(clauses, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        clauses.choices = [("", "keinem Absatz"), *content.clause_labels().items()]
        others = [duty for duty in content.obligations if duty.code != self._own_code()]
        codes = self.fields["anchor_code"]
        assert isinstance(codes, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        codes.choices = [("", "–"), *((duty.code, f"{duty.code} {duty.title}") for duty in others)]
        milestones = self.fields["anchor_milestone"]
        assert isinstance(milestones, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        titles = {
            *instrument.agreement.milestones.values_list("title", flat=True),
            self.instance.anchor_milestone,
        }
        milestones.choices = [("", "–"), *((title, title) for title in sorted(titles) if title)]

    def _own_code(self) -> str:
        return self.instance.obligation.code if self.instance.pk else ""

    @property
    def helper(self) -> FormHelper:
        """Return the layout in groups."""
        own = [name for name in self.own_fields if name in self.fields]
        helper = FormHelper(self)
        helper.form_tag = False
        helper.layout = Layout(
            Fieldset("Pflicht", "title", "owed_by", "clause_key", "quantity", "unit", "sense"),
            *([Fieldset("Einzelheiten", *own)] if own else []),
            Fieldset("Fälligkeit", "shape", *DUE_FIELDS),
            Fieldset("Nachweis", "evidence", "needs_resolution"),
            "revision",
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """Clear fields that do not belong to the chosen shape, so that none is agreed on by accident; name those missing."""
        data = super().clean() or {}
        shape = data.get("shape")
        if shape:
            for name in set(DUE_FIELDS).difference(SHAPE_FIELDS[shape]):
                data[name] = EMPTY.get(name)
        if shape != DueShape.EVENT and not data.get("offset_amount") and "offset_amount" not in self.errors:
            data |= {name: EMPTY.get(name) for name in OFFSET_FIELDS}  # on the day itself
        for name in NEEDED_FIELDS.get(shape, ()):
            if data.get(name) in {None, ""} and name not in self.errors:
                self.add_error(
                    name, forms.ValidationError(self.fields[name].error_messages["required"], code="required")
                )
        return data

    def terms(self) -> dict[str, Any]:
        return {"kind": self.kind, **{name: self.cleaned_data[name] for name in self.Meta.fields}}

    def particulars(self) -> Particulars:
        return Particulars()


EMPTY = {
    **dict.fromkeys([*ANCHOR_FIELDS, "trigger", "offset_unit"], ""),
    **dict.fromkeys(["offset_before", "survives"], False),
    "year": PeriodYear.CALENDAR,
}


class StaffReleaseForm(TermsForm):
    kind = ObligationKind.STAFF_RELEASE


class IbsWorkForm(TermsForm):
    kind = ObligationKind.IBS_WORK
    own_fields = ("field_of_action", "phase", "social_spaces")
    field_of_action = forms.ChoiceField(
        label="Handlungsfeld", choices=FieldOfAction.choices, initial=FieldOfAction.ALL
    )
    phase = forms.ChoiceField(label="Phase", choices=Phase.choices)
    social_spaces = forms.ModelMultipleChoiceField(
        label="Sozialräume",
        queryset=SocialSpace.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, instrument=instrument, **kwargs)
        spaces = self.fields["social_spaces"]
        assert isinstance(spaces, forms.ModelMultipleChoiceField)  # noqa: S101  tells the type checker the type
        spaces.queryset = SocialSpace.objects.filter(district=instrument.agreement.district_id)
        if not spaces.queryset.exists():
            del self.fields["social_spaces"]
        work = IbsWork.objects.filter(terms=self.instance.pk).first() if self.instance.pk else None
        if work:
            self.initial.update(
                field_of_action=work.field_of_action,
                phase=work.phase,
                social_spaces=list(work.social_spaces.all()),
            )

    def particulars(self) -> Particulars:
        return Particulars(
            field_of_action=self.cleaned_data["field_of_action"],
            phase=self.cleaned_data["phase"],
            social_spaces=list(self.cleaned_data.get("social_spaces", [])),
        )


class PovertySensitiveForm(TermsForm):
    kind = ObligationKind.POVERTY_SENSITIVE
    own_fields = ("step", "subject", "target")
    step = forms.ChoiceField(label="Schritt", choices=SensitivityStep.choices)
    subject = TextField(label="Gegenstand", max_length=160)
    target = WholeNumberField(label="Zielzahl", min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        work = (
            PovertySensitiveWork.objects.filter(terms=self.instance.pk).first() if self.instance.pk else None
        )
        if work:
            self.initial.update(step=work.step, subject=work.subject, target=work.target)

    def particulars(self) -> Particulars:
        data = self.cleaned_data
        return Particulars(step=data["step"], subject=data["subject"], target=data["target"])


def terms_form(kind: ObligationKind) -> type[TermsForm]:
    """Return the form class of a kind."""
    return FORMS.get(kind) or type("TermsForm", (TermsForm,), {"kind": kind})


FORMS: Mapping[ObligationKind, type[TermsForm]] = {
    ObligationKind.STAFF_RELEASE: StaffReleaseForm,
    ObligationKind.IBS_WORK: IbsWorkForm,
    ObligationKind.POVERTY_SENSITIVE: PovertySensitiveForm,
}


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
