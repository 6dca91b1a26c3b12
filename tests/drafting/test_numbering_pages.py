"""The numbering of a text: chosen in its head, followed everywhere, stored by freezing."""

from typing import Any

import pytest
from django.urls import reverse
from msgspec import UNSET

from agreements.drafting.actions.contract import create_contract
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.comments.locations import locations_in
from agreements.drafting.model_texts.actions import open_model, publish_model
from agreements.drafting.model_texts.queries import draft_model_text
from agreements.models import Instrument
from agreements.numbering import Numbering
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import content_of, raw_copy, working_copy
from tests import factories
from tests.factories import FROZEN_AT as AT
from tests.page import read
from tests.scenario import Scenario


def choose(scenario: Scenario, contract: Instrument, **fields: str) -> Any:
    """Post the head as the page offers it, with other fields; no „on“ takes a tick away."""
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[contract.pk])
    sent = {**read(browser.get(address)).fields, **fields}
    return browser.post(address, {name: value for name, value in sent.items() if value != "off"})


def words(scenario: Scenario, name: str, *args: object) -> str:
    return read(scenario.browser("coordinator").get(reverse(name, args=args))).text


def test_the_numbering_is_chosen_and_told(scenario: Scenario) -> None:
    assert (
        choose(scenario, scenario.draft, numbering="article", lone_clauses_numbered="off").status_code == 302
    )
    event = scenario.fresh().draft.agreement.events.order_by("-sequence")[0]
    assert event.data["changes"] == {
        "numbering": ["paragraph", "article"],
        "lone_clauses_numbered": [True, False],
    }


def test_the_pages_of_a_draft_follow_the_numbering(scenario: Scenario) -> None:
    draft = scenario.draft
    choose(scenario, draft, numbering="article")
    editor = words(scenario, "draft_edit", draft.pk)
    assert "Artikel 6 Freistellung" in editor
    assert "Neuer Artikel" in editor
    for found in (
        editor,
        words(scenario, "obligation_edit", draft.pk, "O-02"),
        words(scenario, "agreement_detail", draft.agreement_id),
    ):
        assert "Artikel 6 (2)" in found
        assert "§ 6 (2)" not in found
    assert "Neu: Artikel" in words(scenario, "section_new", draft.pk, "section")
    label = locations_in(scenario.fresh().draft).clauses["p06-2"].label
    assert label.split() == ["Artikel", "6", "(2)"], "comments and their e-mails"


@pytest.mark.parametrize(
    ("numbering", "labels"), [("decimal", ("6.", "6.2")), ("roman", ("VI.", "2."))], ids=["decimal", "roman"]
)
def test_freezing_stores_the_labels(scenario: Scenario, numbering: str, labels: tuple[str, str]) -> None:
    draft = scenario.draft
    choose(scenario, draft, numbering=numbering)
    draft = scenario.fresh().draft
    assert raw_copy(draft).sections[1].label is UNSET, "drafting computes them"
    freeze(draft, fingerprint=working_copy(draft).fingerprint, by=scenario.amira, at=AT)
    (section,) = [one for one in content_of(scenario.fresh().draft).sections if one.key == "p06"]
    assert (section.label, section.clauses[1].label) == labels


def test_restoring_a_version_restores_its_numbering(scenario: Scenario) -> None:
    draft = scenario.draft
    version = name_version(draft, name="Mit Paragrafen", by=scenario.amira, at=AT)
    choose(scenario, draft, numbering="roman", lone_clauses_numbered="off")
    restore_version(scenario.fresh().draft, number=version.number, by=scenario.amira, at=AT)
    draft = scenario.fresh().draft
    assert (draft.numbering, draft.lone_clauses_numbered) == (Numbering.PARAGRAPH, True)


def test_a_contract_has_the_numbering_of_its_model_text(scenario: Scenario) -> None:
    model = open_model(factories.template(), by=scenario.amira, at=AT)
    before = draft_model_text(model).state
    choose(scenario, model, numbering="decimal", lone_clauses_numbered="off")
    model.refresh_from_db()
    text = draft_model_text(model)
    assert text.state != before
    template = publish_model(model, note="", state=text.state, by=scenario.amira, at=AT)
    assert template.read().numbering == Numbering.DECIMAL
    contract = create_contract(
        district=factories.district("08"),
        template=template,
        coordinator=scenario.amira,
        by=scenario.amira,
        at=AT,
    )
    assert (contract.numbering, contract.lone_clauses_numbered) == (Numbering.DECIMAL, False)
    assert choose(scenario, contract, numbering="unbekannt").status_code == 422
