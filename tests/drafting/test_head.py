"""The head of a draft: legal form, begin and end can be changed, and what depends on them follows."""

from datetime import date
from typing import Any

from django.urls import reverse

from agreements.choices import LegalForm, Side, SignatureMethod
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.comparison.compare import compare
from agreements.models import Instrument, ObligationTerms
from agreements.rendering.completeness import gaps
from agreements.signing.methods import shortfall
from agreements.texts.assembly import content_of, working_copy
from agreements.texts.placeholders import placeholder_labels
from agreements.tracking.queries.schedule_facts import contracts_of
from tests import factories
from tests.factories import FROZEN_AT as AT
from tests.page import read
from tests.scenario import Scenario


def change(scenario: Scenario, contract: Instrument, **fields: str) -> Any:
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[contract.pk])
    return browser.post(address, {**read(browser.get(address)).fields, **fields})


def with_signing(scenario: Scenario) -> Instrument:
    change(scenario, scenario.draft, begins_on="", begins_with_signing="on")
    return scenario.fresh().draft


def test_the_legal_form_is_changed_told_and_decides_how_to_sign(scenario: Scenario) -> None:
    draft = scenario.draft
    version = name_version(draft, name="Vorher", by=scenario.amira, at=AT)
    assert change(scenario, draft, legal_form="simple").status_code == 302
    draft = scenario.fresh().draft
    event = draft.agreement.events.order_by("-sequence")[0]
    assert event.data["changes"] == {"legal_form": ["public_law", "simple"]}
    contract = factories.freeze_draft(draft, scenario.amira)
    assert not shortfall(SignatureMethod.CONFIRMATION, Side.DISTRICT, content_of(contract).legal_form)
    assert version.read().legal_form == LegalForm.PUBLIC_LAW


def test_restoring_a_version_restores_its_legal_form_and_its_begin(scenario: Scenario) -> None:
    version = name_version(scenario.draft, name="Vorher", by=scenario.amira, at=AT)
    change(scenario, scenario.draft, legal_form="simple", begins_on="", begins_with_signing="on")
    restore_version(scenario.fresh().draft, number=version.number, by=scenario.amira, at=AT)
    draft = scenario.fresh().draft
    assert draft.agreement.legal_form == LegalForm.PUBLIC_LAW
    assert (draft.begins_on, draft.begins_with_signing) == (date(2025, 4, 1), False)


def test_a_contract_begins_when_all_have_signed(scenario: Scenario) -> None:
    before = working_copy(scenario.draft)
    draft = with_signing(scenario)
    content = working_copy(draft)
    assert not gaps(content, placeholder_labels(draft)), "such a begin is no gap"
    assert "frühestens jedoch am Tag der letzten Unterschrift in Kraft" in "\n".join(
        text for _, text in content.texts()
    )
    (field,) = compare(before, content).term
    assert (field.label, field.text.before, field.text.after) == (
        "Beginn",
        "01.04.2025",
        "Tag der letzten Unterschrift",
    )
    contract = factories.freeze_draft(draft, scenario.amira)
    factories.sign(contract, Side.DISTRICT, scenario.amira, date(2025, 3, 10))
    factories.sign(contract, Side.ASSOCIATION, scenario.amira, date(2025, 3, 9))
    terms = ObligationTerms.objects.filter(instrument=contract)
    events = contracts_of(terms, date(2025, 6, 1))[contract.agreement_id].events
    assert (events.begins_on, events.in_force_on) == (date(2025, 3, 10), date(2025, 3, 10))
    page = read(scenario.browser("coordinator").get(reverse("agreement_text", args=[contract.agreement_id])))
    assert "ab dem Tag der letzten Unterschrift" in page.text


def test_a_contract_begins_in_one_way(scenario: Scenario) -> None:
    reply = change(scenario, scenario.draft, begins_with_signing="on")
    assert reply.status_code == 422
    assert "entweder an diesem Tag oder mit der letzten Unterschrift" in read(reply).text
    assert not scenario.fresh().draft.begins_with_signing


def test_a_long_title_and_a_long_party_are_kept_whole(scenario: Scenario) -> None:
    title, line = "T" + "itel " * 59 + "lang", "Land Berlin " * 82
    assert change(scenario, scenario.draft, title=title).status_code == 302
    browser, address = (
        scenario.browser("coordinator"),
        reverse("party_edit", args=[scenario.draft.pk, "district"]),
    )
    sent = read(browser.get(address)).fields
    assert browser.post(address, {**sent, "line": f"{line}\n Mitte"}).status_code == 302
    draft = scenario.fresh().draft
    assert draft.title == title
    assert draft.parties.get(side=Side.DISTRICT).line == f"{line} Mitte".replace("  ", " ")
    assert change(scenario, draft, title=title + "x" * 40).status_code == 422
