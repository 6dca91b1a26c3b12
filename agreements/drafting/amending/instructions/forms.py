"""Form for how the instructions of an amendment are worded and grouped."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from agreements.amendment_choices import Wording
from agreements.drafting.amending.instructions.presenters import InstructionRow, InstructionStepRow
from agreements.models import Amendment
from agreements.texts.amending.facts import InstructionNote
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField

WAYS = [(Wording.WHOLE.value, "ganzer Wortlaut"), (Wording.WORDS.value, "nur die ersetzten Wörter")]


class InstructionForm(Form):
    """A choice for each Absatz where words can be replaced; heading and reason for each instruction."""

    revision = WholeNumberField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, data: QueryDict | None, *, rows: Sequence[InstructionRow], amendment: Amendment | None
    ) -> None:
        notes = {one["key"]: one for one in amendment.groups} if amendment else {}
        wording = amendment.wording if amendment else {}
        initial: dict[str, Any] = {"revision": amendment.revision} if amendment else {}
        for row in rows:
            note = notes.get(row.key, {})
            initial |= {row.heading_field: note.get("heading", ""), row.reason_field: note.get("reason", "")}
            for step in row.steps:
                initial[step.way_field] = wording.get(step.key, Wording.WHOLE.value)
        super().__init__(data, initial=initial)
        self.rows = rows
        for row in rows:
            self.fields.update(_fields(row))

    def blocks(
        self,
    ) -> Iterator[
        tuple[InstructionRow, list[tuple[InstructionStepRow, BoundField | None]], list[BoundField]]
    ]:
        """Yield each instruction with its sentences, their choices, and its own fields."""
        for row in self.rows:
            steps = [(step, self[step.way_field] if step.may_choose else None) for step in row.steps]
            yield row, steps, [self[row.heading_field], self[row.reason_field]]

    def clean(self) -> dict[str, Any]:
        """Return the choices by the key of the Absatz, and heading and reason of each instruction."""
        data = super().clean() or {}
        steps = (step for row in self.rows for step in row.steps if step.may_choose)
        return {
            "revision": data.get("revision"),
            "wording": {step.key: Wording(data.get(step.way_field) or Wording.WHOLE) for step in steps},
            "notes": [
                InstructionNote(
                    key=row.key,
                    heading=data.get(row.heading_field, ""),
                    reason=data.get(row.reason_field, ""),
                )
                for row in self.rows
            ],
        }


def _fields(row: InstructionRow) -> Iterator[tuple[str, forms.Field]]:
    for step in row.steps:
        if step.may_choose:
            yield (
                step.way_field,
                forms.ChoiceField(
                    label=f"Form: {step.place}", choices=WAYS, widget=forms.RadioSelect, required=False
                ),
            )
    yield (
        row.heading_field,
        TextField(
            label=f"Überschrift über Nummer {row.number}",
            required=False,
            max_length=200,
            help_text="Was dieselbe Überschrift hat, steht im Nachtrag zusammen.",
        ),
    )
    yield (
        row.reason_field,
        TextField(
            label=f"Grund zu Nummer {row.number}",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    )
