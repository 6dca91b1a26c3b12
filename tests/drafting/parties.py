"""A draft with three parties, for tests."""

from typing import Any

from agreements.choices import OwedBy, Side
from agreements.drafting.actions.parties import add_party, edit_party
from agreements.drafting.actions.people import add_signatory
from agreements.models import Instrument, ObligationTerms, Party
from tests.factories import FROZEN_AT as AT
from tests.scenario import Scenario

SCHOOL = {
    "line": "Grundschule am Lindenhof",
    "represented_by": "vertreten durch die Schulleitung",
    "short": "die Schule",
    "address": "",
}


def add(scenario: Scenario, **changes: Any) -> Party:
    return add_party(scenario.draft, **{**SCHOOL, **changes}, by=scenario.amira, at=AT)


def three_parties(scenario: Scenario) -> Instrument:
    """Return the draft with a Träger in the place of MitWirkung, and a school that signs and owes O-19 alone."""
    draft = scenario.draft
    second = draft.parties.get(side=Side.ASSOCIATION)
    edit_party(
        draft,
        side=Side.ASSOCIATION,
        line="Kinderhaus Lindenhof gGmbH",
        short="der Träger",
        address="",
        revision=second.revision,
        by=scenario.amira,
        at=AT,
    )
    add(scenario)
    add_signatory(
        draft, side=Side.THIRD, name="Bo Lindqvist", function="Schulleiter", by=scenario.amira, at=AT
    )
    ObligationTerms.objects.filter(instrument=draft, obligation__code="O-19").update(
        owed_by=OwedBy.NAMED, owed_by_sides=[Side.THIRD]
    )
    return scenario.fresh().draft
