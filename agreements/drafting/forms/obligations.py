"""Forms of obligations: the common terms, and the particulars of the three core kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from agreements.calendar_months import MONTHS
from agreements.choices import (
    DueShape,
    FieldOfAction,
    ObligationKind,
    Phase,
    SensitivityStep,
    Side,
)
from agreements.content import Content
from agreements.drafting.actions.obligations import TERM_FIELDS, Particulars
from agreements.drafting.forms.owing import ask_who
from agreements.drafting.obligation_guess import GuessedForm
from agreements.due_rule import PeriodYear
from agreements.models import IbsWork, Instrument, ObligationTerms, PovertySensitiveWork
from agreements.parties import stored_owing
from agreements.texts.party_words import party_names
from agreements.texts.wording import months_words
from districts.base_forms import ModelForm
from districts.fields import DayField, TextField, WholeNumberField
from districts.models import SocialSpace

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


SHAPE_HINTS = {
    DueShape.PERIOD: "zum Beispiel jährlich bis zum 31. Januar, halbjährlich, je Schuljahr",
    DueShape.COUNT: "zum Beispiel mindestens 10 Sitzungen im Kalenderjahr",
    DueShape.OFFSET: "vor oder nach Beginn, Unterzeichnung, BA-Beschluss, Ende, einer anderen Pflicht, einem Meilenstein",
    DueShape.FIXED: "zum Beispiel bis zum 30.06.2027",
    DueShape.EVENT: "bei einem Anlass oder auf Anforderung, mit Frist",
    DueShape.CONTINUOUS: "nichts wird fällig; einmal im Jahr wird nachgesehen",
}
LENGTHS = {1: "monatlich", 3: "im Vierteljahr", 6: "im Halbjahr", 12: "jährlich", 24: "alle 2 Jahre"}
MONTH_NAMES = [("", "–"), *enumerate(MONTHS, start=1)]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, with the fields that hold its answer; `source`: the words that the answer was guessed from."""

    key: str
    title: str
    names: Sequence[str]
    fields: Sequence[forms.BoundField]
    hint: str = ""
    source: str = ""


class TermsForm(ModelForm[ObligationTerms]):
    """The terms common to all kinds of obligations."""

    kind: ObligationKind
    own_fields: tuple[str, ...] = ()
    guess: GuessedForm | None = None
    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1, required=False)
    clause_key = forms.ChoiceField(label="Steht in Absatz", required=False)
    due_on = DayField(label="fester Tag", required=False)
    period_months = forms.TypedChoiceField(
        label="Zeitraum", coerce=int, empty_value=None, initial=12, required=False
    )
    due_month = forms.TypedChoiceField(
        label="Monat", coerce=int, empty_value=None, choices=MONTH_NAMES, required=False
    )
    offset_before = forms.TypedChoiceField(
        label="vor oder nach",
        choices=[("False", "nach"), ("True", "vor")],
        coerce=lambda typed: typed == "True",
        required=False,
    )
    anchor_code = forms.ChoiceField(label="welche Pflicht", required=False)
    anchor_milestone = forms.ChoiceField(label="welcher Meilenstein", required=False)

    class Meta:
        model = ObligationTerms
        fields = [name for name in TERM_FIELDS if name != "kind"]
        widgets = {
            name: forms.RadioSelect(attrs={"class": "form-check-input"}) for name in ("shape", "owed_by")
        }
        help_texts = {
            "title": "Kurz und so, wie es die Liste der Pflichten zeigen soll.",
            "survives": "Sonst endet die Pflicht mit dem Vertrag: Ein Jahresbericht, der am 31. Januar fällig ist, wird für das "
            "letzte Jahr dann nicht mehr geschuldet.",
            "trigger": "Zum Beispiel: Änderung der Benennung, auf Anforderung",
        }

    def __init__(self, *args: Any, content: Content, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind = self.kind
        clauses = self.fields["clause_key"]
        assert isinstance(clauses, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        clauses.choices = [("", "keinem Absatz"), *content.clause_labels().items()]
        shapes = self.fields["shape"]
        assert isinstance(shapes, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        shapes.choices = DueShape.choices
        ask_who(self, party_names(content))
        self.fields["year"].required = False
        lengths = self.fields["period_months"]
        assert isinstance(lengths, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        stored = self.instance.period_months
        unusual = {stored: f"alle {months_words(stored)}"} if stored and stored not in LENGTHS else {}
        lengths.choices = [("", "–"), *{**LENGTHS, **unusual}.items()]
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

    def questions(self) -> list[Question]:
        """Return the questions of the kind, in the order of a conversation."""
        sources = self.guess.terms.sources if self.guess else {}
        asked = (
            (
                "where",
                "Wo steht es?",
                ["clause_key", "source_place", "source_page"],
                "Im Absatz steht die Pflicht in Worten; Anlage 1 listet sie auf."
                if "source_place" not in self.fields
                else "Mit § und Seite, wie es im Original steht.",
            ),
            ("who", "Wer schuldet es?", ["owed_by", "owed_by_sides"], ""),
            ("what", "Was ist zu tun?", ["title", *self.own_fields], ""),
            (
                "much",
                "Wie viel?",
                ["quantity", "unit", "sense"],
                "Leer, wenn sich die Pflicht nicht zählen lässt.",
            ),
            ("when", "Wann ist es fällig?", ["shape", *DUE_FIELDS], ""),
            ("proof", "Woran sieht man es?", ["evidence", "needs_resolution"], ""),
        )
        return [
            Question(key, title, present, [self[name] for name in present], hint, sources.get(key, ""))
            for key, title, names, hint in asked
            if (present := [name for name in names if name in self.fields])
        ]

    def shape_choices(self) -> list[tuple[forms.boundfield.BoundWidget, str]]:
        """Return the radio button of each shape with an example."""
        return list(zip(self["shape"].subwidgets, map(SHAPE_HINTS.__getitem__, DueShape), strict=True))

    def due_fields(self) -> list[tuple[str, forms.BoundField]]:
        """Return the fields of due rules, each with the shapes that it belongs to."""
        return [
            (" ".join(shape for shape, names in SHAPE_FIELDS.items() if name in names), self[name])
            for name in DUE_FIELDS
        ]

    def clean(self) -> dict[str, Any]:
        """Clear fields that do not belong to the chosen shape, so that none is agreed on by accident; name those missing."""
        data = super().clean() or {}
        if owing := data.get("owed_by_sides"):
            data["owed_by"], data["owed_by_sides"] = stored_owing([Side(side) for side in owing])
        shape, data["year"] = data.get("shape"), data.get("year") or PeriodYear.CALENDAR
        if shape:
            kept = set(SHAPE_FIELDS[shape])
            if data.get("year") not in {None, PeriodYear.CALENDAR}:
                kept -= {"due_month", "due_day", *OFFSET_FIELDS, *ANCHOR_FIELDS}  # it ends on its last day
            for name in set(DUE_FIELDS) - kept:
                data[name] = EMPTY.get(name)
                self.errors.pop(name, None)
        if shape != DueShape.EVENT and not data.get("offset_amount") and "offset_amount" not in self.errors:
            data |= {name: EMPTY.get(name) for name in OFFSET_FIELDS}  # on the day itself
        data["offset_before"] = bool(data.get("offset_before"))
        for name in NEEDED_FIELDS.get(shape, ()):
            if data.get(name) in {None, ""} and name not in self.errors:
                self.add_error(
                    name, forms.ValidationError(self.fields[name].error_messages["required"], code="required")
                )
        return data

    def terms(self) -> dict[str, Any]:
        stored = {"owed_by_sides": [], "source_place": "", "source_page": None, **self.cleaned_data}
        return {"kind": self.kind, **{name: stored[name] for name in self.Meta.fields}}

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
