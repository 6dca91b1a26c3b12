"""The text of an agreement in force on a day."""

from datetime import UTC, date, datetime

import pytest

from agreements.choices import Status
from agreements.drafting.actions.text import add_clause
from agreements.models import Agreement, Instrument
from agreements.state import last_day
from agreements.texts.in_force import contract_facts, text_in_force, with_term_facts
from agreements.tracking.queries.obligations import newest_terms
from agreements.tracking.queries.schedule_facts import contracts_of
from districts.models import District, User
from tests import factories
from tests.amending import begin, freeze_amendment, sign_amendment
from tests.scenario import Scenario


@pytest.fixture
def place(db: None) -> District:
    return factories.district()


@pytest.fixture
def amira(place: District) -> User:
    return factories.coordinator()


def signed(draft: Instrument, by: User) -> Instrument:
    contract = factories.freeze_draft(draft, by)
    for side in ("district", "association"):
        factories.sign(contract, side, by)
    contract.refresh_from_db()
    return contract


def without_extension(draft: Instrument) -> Instrument:
    Instrument.objects.filter(pk=draft.pk).update(extension_months=0)
    draft.refresh_from_db()
    return draft


AT = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


def amendment(contract: Instrument, by: User, begins_on: date, ends_on: date | None = None) -> Instrument:
    """Return a signed amendment with one more clause, and another end if there is one."""
    draft = begin(contract, by=by, at=AT, not_before=begins_on)
    section = draft.sections.get(heading__contains="Laufzeit")
    last = section.clauses.order_by("-position")[0]
    add_clause(draft, section_key=section.key, after=last.key, text="Es gilt, was neu ist.", by=by, at=AT)
    if ends_on:
        Instrument.objects.filter(pk=draft.pk).update(ends_on=ends_on)
    return sign_amendment(freeze_amendment(draft, by=by, at=AT), by=by, at=AT)


def applies(agreement: Agreement, day: date) -> int | None:
    """Return the number of the instrument that applies."""
    found = text_in_force(agreement, day)
    if found is None:
        return None
    assert ("Es gilt, was neu ist." in found.content.canonical().decode()) == bool(found.instrument.number)
    return found.instrument.number


def test_it_applies_from_its_beginning_on_and_extends_by_itself(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    days = (date(2025, 3, 10), date(2025, 3, 31), date(2025, 4, 1), date(2028, 3, 31), date(2035, 7, 1))
    assert [applies(agreement, day) for day in days] == [None, None, 0, 0, 0]


def test_it_applies_from_the_last_signature_on_if_that_came_later(place: District, amira: User) -> None:
    contract = factories.frozen_contract(place, amira, begins_on=date(2025, 3, 1))
    factories.sign(contract, "district", amira, date(2025, 3, 5))
    factories.sign(contract, "association", amira, date(2025, 3, 10))
    assert [applies(contract.agreement, date(2025, 3, day)) for day in (5, 9, 10)] == [None, None, 0]


def test_the_end_is_that_of_the_amendment(place: District, amira: User) -> None:
    contract = signed(factories.draft(place, amira), amira)
    amendment(contract, amira, date(2026, 1, 1), ends_on=date(2029, 12, 31))
    facts = contract_facts(with_term_facts(Instrument.objects.all()).get(pk=contract.pk))
    assert last_day(facts, date(2029, 1, 1)) == date(2029, 12, 31)
    assert facts.begins_on == contract.begins_on
    [tracked] = contracts_of(newest_terms(), date(2029, 1, 1)).values()
    assert tracked.facts == facts


def test_it_ends_with_its_last_day(place: District, amira: User) -> None:
    contract = signed(without_extension(factories.draft(place, amira)), amira)
    assert contract.ends_on == date(2028, 3, 31)
    assert [applies(contract.agreement, day) for day in (date(2028, 3, 31), date(2028, 4, 1))] == [0, None]


@pytest.mark.parametrize("status", [one for one in Status if one != Status.SIGNED])
def test_what_is_not_signed_never_applies(status: Status, scenario: Scenario) -> None:
    assert applies(scenario.contracts[status].agreement, date(2026, 1, 1)) is None


def test_what_is_only_reported_has_no_text(scenario: Scenario) -> None:
    assert applies(scenario.reported, date(2026, 1, 1)) is None


def test_the_newest_that_has_begun_applies(place: District, amira: User) -> None:
    contract = factories.signed_contract(place, amira)
    amendment(contract, amira, date(2026, 7, 1))
    days = (date(2025, 3, 31), date(2026, 6, 30), date(2026, 7, 1))
    assert [applies(contract.agreement, day) for day in days] == [None, 0, 1]
