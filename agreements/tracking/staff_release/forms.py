"""The order of the list, and the form of one quarter: a few fields for each agreed function; invalid input is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zlib import crc32

from django import forms
from django.http import QueryDict

from agreements.texts.wording import number
from agreements.tracking.forms import BY_DISTRICT, NO_NAMES, is_number
from agreements.tracking.staff_release.actions import QuarterStatement
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.validation import Complaint
from districts.base_forms import Form
from districts.fields import DayField, NumberInput, TextField, read_number

UNIT = re.compile(r"\s*(?:%|VZÄ)\s*\Z", re.IGNORECASE)
DECIMALS = 3
SEEN = "seen"


class ReleaseListForm(Form):
    """The order of the list, in its address."""

    ordnung = forms.ChoiceField(
        label="Sortiert nach", choices=[("", "Fehlbetrag"), (BY_DISTRICT, "Bezirk")], required=False
    )


def chosen_order(data: QueryDict) -> tuple[ReleaseListForm, bool]:
    """Return the form with its current value, and whether the districts come in their order."""
    chosen = data.get("ordnung") == BY_DISTRICT
    return ReleaseListForm(initial={"ordnung": BY_DISTRICT if chosen else ""}), chosen


def read_share(text: str) -> Decimal:
    """Parse a share: „0,75“, „0,75 VZÄ“, „75 %“. Raises ValidationError."""
    amount, percent = read_number(UNIT.sub("", text)), text.rstrip().endswith("%")
    if amount is None:
        raise forms.ValidationError("Bitte einen Anteil wie 0,75 oder 75 % angeben, mit einem Komma.")
    if amount < 0:
        raise forms.ValidationError("Der Anteil darf nicht kleiner als null sein.")
    share = amount.scaleb(-2) if percent else amount
    if share > 1:
        meant = f" Meinten Sie {number(amount)} %?" if not percent and amount <= 100 else ""
        raise forms.ValidationError(
            f"{text.strip()} ist mehr als eine volle Stelle (1,00 oder 100 %).{meant}"
        )
    share = share.normalize()
    if -int(share.as_tuple().exponent) > DECIMALS:
        raise forms.ValidationError("Höchstens drei Stellen nach dem Komma, bei Prozent eine.")
    return share


class ShareField(TextField):
    """A share of a post, in FTE or in percent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, widget=NumberInput({"size": 8}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the share, None if an optional one is empty."""
        text = super().clean(value)
        return read_share(text) if text else None


def share_text(share: Decimal | None) -> str:
    """Format a share for the form: „0,75“."""
    return "" if share is None else number(share, places=2)


class LineForm(Form):
    """How one function was filled. No field asks for a person."""

    filled = ShareField(label="Besetzter Anteil", help_text="Zum Beispiel 0,75 oder 75 %.")
    vacated_on = DayField(label="Unbesetzt ab", required=False)
    last_vacant_on = DayField(label="Unbesetzt bis", required=False)
    substitute = TextField(
        label="Vertretung", required=False, max_length=140, help_text="Die Funktion, kein Name."
    )
    substitute_share = ShareField(label="Anteil der Vertretung", required=False)
    remark = TextField(label="Bemerkung", required=False, max_length=300, help_text=NO_NAMES)

    def __init__(
        self, data: QueryDict | None, *, place: PostPlace, share: AgreedShare, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, prefix=prefix_of(place), initial=initial)
        self.place, self.share = place, share
        self.heading = place.function

    @property
    def has_details(self) -> bool:
        """Whether a field other than the share has a value or an error."""
        names = ("vacated_on", "last_vacant_on", "substitute", "substitute_share", "remark")
        return any(self[name].value() or self[name].errors for name in names)

    def filling(self) -> Filling:
        return Filling(**self.cleaned_data)


class QuarterForm:
    """The lines of a quarter, validated together; `seen` is the number of the last report that was displayed."""

    def __init__(
        self,
        quarter: Quarter,
        agreed: Mapping[PostPlace, AgreedShare],
        *,
        seen: int,
        data: QueryDict | None = None,
        before: Mapping[PostPlace, Filling] | None = None,
    ) -> None:
        self.quarter, self.data = quarter, data
        self.seen = _seen(data, seen)
        self.lines = [
            LineForm(data, place=place, share=share, initial=_initial((before or {}).get(place)))
            for place, share in agreed.items()
        ]
        self.head = Form(data)  # for errors that concern no function

    def is_valid(self) -> bool:
        """Validate every line, so that each shows its errors."""
        return all([self.head.is_valid(), *[line.is_valid() for line in self.lines]])

    def add_error(self, field: None, error: str) -> None:
        self.head.add_error(field, error)

    def add_complaints(self, complaints: list[Complaint]) -> None:
        """Add each complaint to the field that it concerns."""
        by_place = {line.place: line for line in self.lines}
        for complaint in complaints:
            if complaint.place in by_place:
                by_place[complaint.place].add_error(complaint.field, complaint.words)
            else:
                self.add_error(None, complaint.words)

    def statement(self) -> QuarterStatement:
        lines = {line.place: line.filling() for line in self.lines}
        return QuarterStatement(quarter=self.quarter, seen=self.seen, lines=lines)

    @property
    def parts(self) -> list[forms.Form]:
        """All forms, for the error summary."""
        return [self.head, *self.lines]

    @property
    def errors(self) -> bool:
        return any(part.errors for part in self.parts)

    @property
    def unused_inputs(self) -> list["UnusedInput"]:
        """Submitted values for functions that the form no longer contains."""
        return list(_unused_inputs(self.data, {line.prefix for line in self.lines})) if self.data else []


@dataclass(frozen=True, slots=True)
class UnusedInput:
    """A submitted value for a function that is not agreed for the quarter."""

    label: str
    value: str


def prefix_of(place: PostPlace) -> str:
    """Return the form prefix of a function; an amendment of its share does not change it."""
    key = "\n".join((place.code, place.unit, place.function))
    return f"f{crc32(key.encode()):08x}"


def prefilled(
    of_quarter: Mapping[PostPlace, Filling] | None,
    before: Mapping[PostPlace, Filling] | None,
    quarter: Quarter,
) -> dict[PostPlace, Filling]:
    """Return the initial values: the report to be corrected, else the quarter before as far as it continues."""
    if of_quarter is not None:
        return dict(of_quarter)
    return {place: _continued(filling, quarter) for place, filling in (before or {}).items()}


def _continued(filling: Filling, quarter: Quarter) -> Filling:
    has_ended = filling.last_vacant_on is not None and filling.last_vacant_on < quarter.first_day
    if filling.vacated_on is None or has_ended:
        return Filling(filled=filling.filled)
    return Filling(
        filled=filling.filled,
        vacated_on=filling.vacated_on,
        last_vacant_on=filling.last_vacant_on,
        substitute=filling.substitute,
        substitute_share=filling.substitute_share,
    )


def _initial(filling: Filling | None) -> dict[str, Any]:
    if filling is None:
        return {}
    return {
        "filled": share_text(filling.filled),
        "vacated_on": filling.vacated_on,
        "last_vacant_on": filling.last_vacant_on,
        "substitute": filling.substitute,
        "substitute_share": share_text(filling.substitute_share),
        "remark": filling.remark,
    }


def _seen(data: QueryDict | None, seen: int) -> int:
    sent = data.get(SEEN, "") if data else ""
    return int(sent) if is_number(sent) else seen


def _unused_inputs(data: QueryDict, known: set[str | None]) -> Iterator[UnusedInput]:
    labels = {name: str(field.label) for name, field in LineForm.base_fields.items()}
    for key, value in data.items():
        prefix, _, name = key.partition("-")
        if prefix not in known and name in labels and str(value).strip():
            yield UnusedInput(labels[name], str(value))
