"""Rows of the parties and the signatories of a contract signed elsewhere; rows left empty do not count."""

from typing import Any

from django import forms

from agreements.choices import Side
from agreements.content import Party
from agreements.parties import MAX_PARTIES
from agreements.recording.key_data import FormerSignatory
from districts.base_forms import Form
from districts.fields import TextField

SIDES = [(side.value, f"{number}. Vertragspartei") for number, side in enumerate(Side, start=1)]


class RecordedPartyForm(Form):
    line = TextField(label="Bezeichnung", max_length=1000, required=False)
    short = TextField(label="Kurzname", max_length=60, required=False)
    represented_by = TextField(label="Vertretung, wie sie im Kopf steht", max_length=300, required=False)
    address = TextField(label="Anschrift", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Require both names of a party, or nothing."""
        data = super().clean() or {}
        for name, other in (("line", "short"), ("short", "line")):
            if not data.get(name) and data.get(other) and name not in self.errors:
                self.add_error(name, f"Bitte „{self[name].label}“ angeben.")
        return data


class FormerSignatoryForm(Form):
    side = forms.ChoiceField(label="Für", choices=SIDES, required=False)
    name = TextField(label="Name", max_length=120, required=False)
    function = TextField(label="Funktion damals", max_length=160, required=False)
    department = TextField(label="Abteilung", max_length=160, required=False)
    political_party = TextField(
        label="Partei",
        max_length=60,
        required=False,
        help_text="Nur bei gewählten Mitgliedern des Bezirksamts.",
    )

    def clean(self) -> dict[str, Any]:
        """Require name and office, or nothing; a political party only of the district's."""
        data = super().clean() or {}
        filled = [data.get(name) for name in ("name", "function", "department", "political_party")]
        for name in ("name", "function"):
            if any(filled) and not data.get(name) and name not in self.errors:
                self.add_error(name, f"Bitte „{self[name].label}“ angeben, oder die Zeile leeren.")
        if data.get("political_party") and data.get("side") != Side.DISTRICT:
            self.add_error(
                "political_party", "Eine Partei steht nur bei gewählten Mitgliedern des Bezirksamts."
            )
        return data


class BasePartySet(forms.BaseFormSet[RecordedPartyForm]):
    row_name = "Vertragspartei"


class BasePeopleSet(forms.BaseFormSet[FormerSignatoryForm]):
    row_name = "Unterschrift"


RecordedPartySet = forms.formset_factory(
    RecordedPartyForm, formset=BasePartySet, extra=0, max_num=MAX_PARTIES, validate_max=True
)
FormerSignatorySet = forms.formset_factory(FormerSignatoryForm, formset=BasePeopleSet, extra=0, max_num=40)


def party_values(party: Party) -> dict[str, str]:
    return {
        "line": party.line,
        "short": party.short,
        "represented_by": party.represented_by or "",
        "address": party.address,
    }


def person_values(person: FormerSignatory) -> dict[str, str]:
    return {
        "side": person.side,
        "name": person.name,
        "function": person.function,
        "department": person.department,
        "political_party": person.political_party,
    }
