"""The filter of the list, and the forms for reports, occasions and answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.choices import ObligationKind, Progress, ReportDecision
from agreements.parties import ReportingSide
from agreements.tracking.evidence.forms import EvidenceForm
from agreements.tracking.queries.obligations import ObligationFilter
from agreements.tracking.status import TrackedState
from agreements.tracking.validation import Statement
from districts.base_forms import Form
from districts.fields import DayField, NumberField, TextField, WholeNumberField
from districts.forms import district_filter, offer_districts
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES

BOTH_SIDES = "alle"
BY_DISTRICT = "bezirk"
ORDERS = [("", "Stand und Termin"), (BY_DISTRICT, "Stand und Bezirk")]
SEVERAL = "mehrere"  # form prefix
SIDES = [
    (ReportingSide.DISTRICT.value, "der Bezirk (auch gemeinsam)"),
    (ReportingSide.COORDINATION.value, "andere Vertragsparteien (auch gemeinsam)"),
    (BOTH_SIDES, "alle"),
]
# the most frequent reports first
PROGRESS = [
    (one.value, one.label)
    for one in (
        Progress.FULFILLED,
        Progress.PARTLY,
        Progress.NOT_FULFILLED,
        Progress.IMPOSSIBLE,
        Progress.IN_PROGRESS,
    )
]
NO_OCCURRENCE = "Zu welchem Termin Sie melden, ist nicht angekommen. Wählen Sie ihn bitte."
NO_NAMES = "Bitte keine Namen und keine Angaben zu einzelnen Familien."


class FilterForm(Form):
    """The filter of the list; the districts are those visible to the user."""

    wer = forms.ChoiceField(label="Wer es schuldet", choices=SIDES, required=False)
    art = forms.ChoiceField(
        label="Art", choices=[("", "alle Arten"), *ObligationKind.choices], required=False
    )
    stand = forms.ChoiceField(choices=TrackedState.choices, required=False, widget=forms.HiddenInput)
    vertrag = TextField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_districts(self, districts)
        if districts:
            self.fields["ordnung"] = forms.ChoiceField(label="Sortiert nach", choices=ORDERS, required=False)


def chosen_filter(data: QueryDict, user: User) -> tuple[FilterForm, ObligationFilter]:
    """Return the filter form with its current values, and the filter. Unknown values filter nothing.

    District users start with what their district owes, all others with both sides.
    """
    who = role_scope(user)
    districts: list[tuple[str, str]] = []
    if who.city or len(who.district_ids) > 1:
        districts, _ = district_filter(user, data.get("bezirk", ""))
    sent = FilterForm(data, districts=districts)
    sent.is_valid()
    valid = {name: value for name, value in sent.cleaned_data.items() if value}
    valid.setdefault("wer", ReportingSide.DISTRICT.value if who.all_roles & DISTRICT_ROLES else BOTH_SIDES)
    choice = ObligationFilter(
        owed_by=ReportingSide(valid["wer"]) if valid["wer"] != BOTH_SIDES else None,
        kind=valid.get("art", ""),
        district=valid.get("bezirk", ""),
        agreement=valid.get("vertrag", ""),
        state=TrackedState(valid["stand"]) if "stand" in valid else None,
        by_district=valid.get("ordnung") == BY_DISTRICT,
    )
    return FilterForm(initial=valid, districts=districts), choice


class StatementForm(Form):
    """Progress, date and remark of a report on one or several occurrences."""

    progress = forms.TypedChoiceField(
        label="Sachstand", choices=PROGRESS, coerce=Progress, widget=forms.RadioSelect
    )
    done_on = DayField(label="Datum")
    remark = TextField(
        label="Bemerkung oder Begründung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Nötig, wenn die Pflicht nicht oder nur teilweise erfüllt ist. {NO_NAMES}",
    )


class ReportForm(StatementForm):
    """A report on one occurrence; `occurrence` is its key with the number of the last report that was displayed."""

    amount = NumberField(label="Menge", required=False, min_value=0, max_digits=9, decimal_places=2)
    occurrence = TextField(
        label="Termin", max_length=40, widget=forms.HiddenInput, error_messages={"required": NO_OCCURRENCE}
    )
    field_order = ["occurrence", "progress", "amount", "done_on", "remark"]

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.evidence = EvidenceForm(data, files)

    def is_valid(self) -> bool:
        """Validate the report and its evidence, so that both show their errors."""
        return all([super().is_valid(), self.evidence.is_valid()])

    def set_unit(self, unit: str) -> None:
        if unit:
            self.fields["amount"].label = f"Menge ({unit})"

    def clean_occurrence(self) -> tuple[str, int]:
        """Return the key and the number of the last report."""
        occurrence = read_occurrence(self.cleaned_data["occurrence"])
        if occurrence is None:
            raise forms.ValidationError(NO_OCCURRENCE)
        return occurrence

    def set_choices(self, occurrences: Sequence[tuple[str, int, str]]) -> None:
        """Offer occurrences by key, last report and label; the submitted choice stays selected."""
        sent = str(self.data.get("occurrence", ""))
        key, _, _ = sent.rpartition(":")
        # an error elsewhere in the form must not mark a newer report as read
        choices = [(sent if one == key else f"{one}:{seen}", words) for one, seen, words in occurrences]
        if sent and sent not in dict(choices):
            choices.append((sent, "Termin, den es nicht mehr gibt"))
        self.fields["occurrence"].widget = forms.Select(choices=choices)

    def statement(self) -> Statement:
        data = dict(self.cleaned_data)
        key, seen = data.pop("occurrence")
        return Statement(key=key, seen=seen, **data)

    def mark_seen(self, key: str, number: int) -> None:
        """Record in a submitted form that a newer report has been displayed, so that it can be resubmitted."""
        sent = self.data.dict() if isinstance(self.data, QueryDict) else self.data
        self.data = {**sent, "occurrence": f"{key}:{number}"}


class SeveralForm(StatementForm):
    """The same report on several occurrences; `chosen` names each with the last report that was displayed."""

    chosen = forms.MultipleChoiceField(
        error_messages={"required": "Wählen Sie in der Liste mindestens einen Termin aus."},
        widget=forms.MultipleHiddenInput,
    )
    field_order = ["progress", "done_on", "remark"]

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        # the form of a row may be on the same page
        super().__init__(data, prefix=SEVERAL, **kwargs)
        if data is not None:
            sent = data.getlist(f"{SEVERAL}-chosen")
            self.fields["chosen"].choices = [(one, one) for one in sent]  # type: ignore[attr-defined]  # a choice field

    def clean_chosen(self) -> list[tuple[int, str, int]]:
        """Return obligation, occurrence key and number of the last report for each choice."""
        found = []
        for one in self.cleaned_data["chosen"]:
            obligation, _, rest = one.partition(":")
            occurrence = read_occurrence(rest)
            if occurrence is None or not is_number(obligation):
                raise forms.ValidationError(
                    "Diese Auswahl ist unvollständig angekommen. Wählen Sie die Termine bitte noch einmal."
                )
            found.append((int(obligation), *occurrence))
        return found


def read_occurrence(sent: str) -> tuple[str, int] | None:
    """Parse „2025-12-31:1“ as key and number; None for anything else."""
    key, _, seen = sent.rpartition(":")
    return (key, int(seen)) if key and is_number(seen) else None


def is_number(text: str) -> bool:
    """Whether a text is a decimal number that fits a primary key."""
    return text.isascii() and text.isdecimal() and len(text) < 16


class OccasionForm(Form):
    """An event that triggers an obligation."""

    happened_on = DayField(label="Tag des Anlasses")
    note = TextField(
        label="Was der Anlass ist",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"In einem Satz, zum Beispiel: Pressemitteilung zum Fachtag geplant. {NO_NAMES}",
    )


class ReportAnswerForm(Form):
    """Confirm a report, or ask back. `seen` is the number of the last answer that was displayed."""

    decision = forms.TypedChoiceField(
        label="Antwort",
        choices=[
            (ReportDecision.CONFIRMED.value, "bestätigen"),
            (ReportDecision.ASKED_BACK.value, "nachfragen"),
        ],
        coerce=ReportDecision,
        widget=forms.RadioSelect,
    )
    remark = TextField(
        label="Rückfrage oder Hinweis",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nötig, wenn Sie nachfragen.",
    )
    seen = WholeNumberField(min_value=0, widget=forms.HiddenInput)


def form_initial(as_of: date, **more: Any) -> dict[str, Any]:
    """Return the initial values of an empty form."""
    return {"done_on": as_of, "happened_on": as_of, **more}
