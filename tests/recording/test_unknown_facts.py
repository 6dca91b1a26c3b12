"""Of a contract signed elsewhere nothing is claimed that nobody knows."""

from datetime import date

import pytest

from agreements.dossier.termination.queries import contract_with_facts
from agreements.state import AgreementState, agreement_state, next_extension, offered_from
from agreements.texts.term import outlook_words
from tests.page import read
from tests.recording.recorded import known, recorded
from tests.scenario import Scenario

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        ({"ends": None}, AgreementState.IN_FORCE, "Ende nicht bekannt"),
        ({"ends": None, "unlimited": True}, AgreementState.IN_FORCE, "unbefristet, Kündigungsfrist"),
        (
            {"ends": known(date(2026, 6, 30)), "extension_months": None},
            AgreementState.UNCLEAR,
            "ob er sich verlängert, ist nicht bekannt",
        ),
        (
            {"ends": known(date(2026, 6, 30)), "extension_months": 0},
            AgreementState.ENDED,
            "ohne Verlängerung",
        ),
        (
            {"notice_months": None},
            AgreementState.IN_FORCE,
            "Kündigungsfrist nicht bekannt, ohne Kündigung Verlängerung bis 30.11.2028",
        ),
        (
            {"begins": None, "signed": known(date(2024, 5, 3), latest=True)},
            AgreementState.IN_FORCE,
            "kündbar",
        ),
    ],
)
def test_what_is_not_known_is_not_claimed(
    scenario: Scenario, given: dict[str, object], state: AgreementState, words: str
) -> None:
    contract = recorded(scenario.amira, **given)
    _, facts = contract_with_facts(contract.agreement)
    assert agreement_state(facts, TODAY) == state
    assert words in outlook_words(facts, TODAY)
    if state == AgreementState.UNCLEAR:
        assert offered_from(facts, TODAY, years=10) is None


def test_its_page_claims_no_day_and_no_end_that_nobody_knows(scenario: Scenario) -> None:
    contract = recorded(
        scenario.amira,
        signed=known(date(2024, 5, 3), latest=True),
        begins=None,
        ends=None,
        notice_months=None,
    )
    page = read(scenario.browser("coordinator").get(contract.get_absolute_url())).text
    for words in ("In Kraft spätestens seit 03.05.2024", "Spätestens unterzeichnet", "Ende nicht bekannt"):
        assert words in page
    for claim in ("In Kraft seit", "unbefristet", "Kündbar bis"):
        assert claim not in page


def test_of_an_unknown_period_of_notice_its_page_names_no_last_day(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, notice_months=None)
    _, facts = contract_with_facts(contract.agreement)
    assert next_extension(facts, TODAY) is not None
    page = read(scenario.browser("coordinator").get(contract.get_absolute_url())).text
    assert "kündbar bis" not in page.lower()
