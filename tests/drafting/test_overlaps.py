"""A second contract for the same time: asked about when it is made and before it is frozen; obligations name theirs."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import transitions
from agreements.choices import Side
from agreements.models import Agreement, Instrument
from agreements.parties import FIRST_TWO
from agreements.texts.overlaps import Span, overlapping_contracts
from agreements.tracking.start.district import district_start
from districts.models import District
from tests import factories
from tests.drafting.test_contract_pages import NEW, filled
from tests.page import read
from tests.scenario import Scenario


@pytest.fixture
def place(db: None) -> District:
    """A district with a contract from 01.04.2025 to 31.03.2028 that is extended by a year."""
    place = factories.district("11")
    factories.draft(place, factories.coordinator())
    return place


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "as_of", "overlaps"),
    [
        ("2028-03-31", None, "2026-01-01", True),
        ("2028-04-01", "2031-03-31", "2026-01-01", False),
        ("2028-04-01", "2031-03-31", "2028-04-01", True),
        ("2022-04-01", "2025-03-31", "2026-01-01", False),
        ("2022-04-01", "2025-04-01", "2026-01-01", True),
        (None, None, "2026-01-01", True),
    ],
)
def test_terms_that_share_a_day(
    place: District, begins_on: str | None, ends_on: str | None, as_of: str, overlaps: bool
) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (begins_on, ends_on))
    found = overlapping_contracts(place, Span(first, last), date.fromisoformat(as_of))
    until = "31.03.2028" if as_of < "2028-04-01" else "31.03.2029"  # extended
    assert found == ([f"MW-11-01 (Entwurf), 01.04.2025 bis {until}"] if overlaps else [])


def test_neither_a_withdrawn_contract_nor_the_contract_itself_counts(place: District) -> None:
    Instrument.objects.filter(agreement__district=place).update(begins_on=None, ends_on=None)
    contract = Instrument.objects.get(agreement__district=place)
    span, day = Span(date(2025, 4, 1), None), date(2026, 1, 1)
    assert overlapping_contracts(place, span, day) == ["MW-11-01 (Entwurf), Beginn offen ohne Ende"]
    assert overlapping_contracts(place, span, day, apart_from=contract.agreement_id) == []
    by = contract.agreement.coordinator
    transitions.apply_transition(contract, "withdraw", by=by, at=factories.SIGNED_AT, reason="Doppelt.")
    assert overlapping_contracts(place, span, day) == []


def test_second_contract_is_made_when_it_is_confirmed(scenario: Scenario) -> None:
    browser, before = scenario.browser("coordinator"), Agreement.objects.count()
    sent = filled(scenario, district=str(scenario.place.pk))
    asked = browser.post(NEW, sent)
    assert asked.status_code == 422
    page = read(asked)
    assert "In diesem Bezirk gibt es für dieselbe Zeit schon: MW-03-01" in page.text
    assert "Nadja Neukölln" in page.fields.values()
    assert Agreement.objects.count() == before
    assert browser.post(NEW, {**sent, "overlap_confirmed": "on"}).status_code == 302


def test_freezing_names_the_other_contract(scenario: Scenario) -> None:
    page = read(scenario.browser("coordinator").get(reverse("take_step", args=[scenario.draft.pk, "freeze"])))
    assert f"auch {scenario.signed.agreement.reference} (unterzeichnet)" in page.text
    assert f"auch {scenario.draft.agreement.reference}" not in page.text


def test_obligations_name_their_contract_where_there_are_several(scenario: Scenario) -> None:
    staff, day = scenario.people["staff"], date(2025, 10, 15)
    assert {row.contract for row in district_start(staff, day).rows} == {""}
    for side in FIRST_TWO:
        if side == Side.DISTRICT:
            factories.sign(scenario.signing, side, scenario.amira)
    references = {scenario.signed.agreement.reference, scenario.signing.agreement.reference}
    start = district_start(staff, day)
    assert {row.contract for row in start.rows} == references
    assert {one.code.partition(" ")[0] for one in start.promises} == references
