"""Optional clauses and alternatives, in new contracts and in drafts."""

from typing import Any

import pytest
from django.urls import reverse

from agreements.content import Content
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.text import remove_clause
from agreements.drafting.model_agreement import read_model_agreement, read_model_rules
from agreements.drafting.model_texts.block_choices import choose_alternative, exclude_block, include_block
from agreements.drafting.model_texts.selection import (
    DEFAULT_SELECTION,
    Selection,
    available_blocks,
    selected_content,
    with_same_alternatives,
)
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument
from agreements.texts.assembly import raw_copy
from tests import factories
from tests.drafting.model_texts.writing_models import AT, clause
from tests.page import read
from tests.scenario import Scenario

NAME = "Stand des BA-Beschlusses"


def keys(content: Content) -> list[str]:
    return [c.key for section in content.sections for c in section.clauses]


def codes(instrument: Instrument) -> set[str]:
    return set(instrument.terms.values_list("obligation__code", flat=True))


def new_contract(scenario: Scenario, **sent: Any) -> Instrument:
    fields = {
        "district": factories.district("08").pk,
        "coordinator": scenario.amira.pk,
        "legal_form": "simple",
    }
    reply = scenario.browser("coordinator").post(reverse("agreement_new"), {**fields, **sent})
    assert reply.status_code == 302, read(reply).text[:500]
    return Instrument.objects.select_related("agreement__district", "template").latest("pk")


def remove_obligations(draft: Instrument, scenario: Scenario, *names: str) -> None:
    for name in names:
        row = draft.terms.get(obligation__code=name)
        remove_obligation(draft, code=name, revision=row.revision, by=scenario.amira, at=AT)


def test_blocks_of_the_shipped_model_text() -> None:
    offered = available_blocks(read_model_agreement(1), read_model_rules(1))
    assert [(block.key, block.duties) for block in offered.optional] == [("p04-4", ("O-22",)), ("p12-3", ())]
    [choice] = offered.choices
    assert (choice.name, [block.key for block in choice.blocks]) == (NAME, ["p09-1", "p09-1b"])
    assert choice.blocks[0].duties == ("O-16", "O-17")
    assert "‹" not in choice.blocks[0].text


@pytest.mark.parametrize(
    ("selection", "removed", "removed_codes"),
    [
        (DEFAULT_SELECTION, {"p09-1b"}, set()),
        (Selection(chosen={NAME: "p09-1b"}), {"p09-1"}, {"O-16", "O-17"}),
        (Selection(left_out=frozenset({"p04-4"})), {"p04-4", "p09-1b"}, {"O-22"}),
        (Selection(left_out=frozenset({"p04-4", "p12-3"})), {"p04-4", "p12-3", "p09-1b"}, {"O-22"}),
    ],
)
def test_only_selected_clauses_are_included(
    selection: Selection, removed: set[str], removed_codes: set[str]
) -> None:
    model = read_model_agreement(1)
    found = selected_content(model, read_model_rules(1), selection)
    assert keys(found) == [key for key in keys(model) if key not in removed]
    assert {duty.code for duty in model.obligations} - {
        duty.code for duty in found.obligations
    } == removed_codes


@pytest.mark.parametrize(
    "selection",
    [
        Selection(left_out=frozenset({"p01-1"})),
        Selection(left_out=frozenset({"x"})),
        Selection(chosen={NAME: "p01-1"}),
        Selection(chosen={"Anderes": "p09-1"}),
    ],
)
def test_an_invalid_selection_is_refused(selection: Selection) -> None:
    with pytest.raises(ActionRefused):
        selected_content(read_model_agreement(1), read_model_rules(1), selection)


def test_a_comparison_omits_alternatives_that_were_not_chosen() -> None:
    model, rules = read_model_agreement(1), read_model_rules(1)
    other = selected_content(model, rules, Selection(chosen={NAME: "p09-1b"}))
    assert "p09-1" not in keys(with_same_alternatives(model, rules.choices, other))
    assert keys(with_same_alternatives(model, rules.choices, model)) == keys(model)


def test_the_form_of_a_new_contract_applies_the_selection(scenario: Scenario) -> None:
    form = read(scenario.browser("coordinator").get(reverse("agreement_new")))
    assert (form.fields["block_p04-4"], form.fields["block_p12-3"]) == ("on", "on")
    assert form.fields["choice_0"] == "p09-1"
    draft = new_contract(scenario, **{"block_p12-3": "on", "choice_0": "p09-1b"})
    found = keys(raw_copy(draft))
    assert {"p12-3", "p09-1b"} <= set(found)
    assert not {"p04-4", "p09-1"} & set(found)
    assert not {"O-16", "O-17", "O-22"} & codes(draft)
    data = draft.agreement.events.get().data
    assert (data["left_out"], data["chosen"]) == (["p04-4"], {NAME: "p09-1b"})
    row = clause(draft, "p09-1b")
    assert (row.choice, row.optional, row.locked) == (NAME, False, False)
    assert clause(draft, "p12-3").optional
    assert clause(draft, "p11-1").locked


def test_a_forged_choice_is_refused_and_keeps_the_input(scenario: Scenario) -> None:
    before = Instrument.objects.count()
    sent = {"choice_0": "p01-1", "file_reference": "Jug 9", "district": factories.district("08").pk}
    reply = scenario.browser("coordinator").post(reverse("agreement_new"), sent)
    assert reply.status_code == 422
    assert read(reply).fields["file_reference"] == "Jug 9"
    assert Instrument.objects.count() == before


def test_an_optional_clause_is_removed_and_inserted_with_its_obligations(scenario: Scenario) -> None:
    draft, before = scenario.draft, raw_copy(scenario.draft)
    with pytest.raises(ActionRefused, match="O-22"):
        exclude_block(draft, key="p04-4", revision=1, by=scenario.amira, at=AT)
    remove_obligations(draft, scenario, "O-22")
    exclude_block(draft, key="p04-4", revision=1, by=scenario.amira, at=AT)
    assert "p04-4" not in keys(raw_copy(draft))
    include_block(draft, key="p04-4", by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="steht schon"):
        include_block(draft, key="p04-4", by=scenario.amira, at=AT)
    after = raw_copy(draft)
    assert after.sections == before.sections
    assert {duty.code: duty for duty in after.obligations} == {duty.code: duty for duty in before.obligations}


def test_a_removed_section_is_inserted_with_its_clause(scenario: Scenario) -> None:
    draft = scenario.draft
    row = clause(draft, "p12-3")
    for key in ("p12-2",):
        remove_clause(draft, key=key, revision=1, by=scenario.amira, at=AT)
    exclude_block(draft, key="p12-3", revision=row.revision, by=scenario.amira, at=AT)
    remove_obligations(draft, scenario, "O-27")
    remove_clause(draft, key="p12-1", revision=1, by=scenario.amira, at=AT)
    draft.sections.get(key="p12").delete()
    include_block(draft, key="p12-3", by=scenario.amira, at=AT)
    sections = list(draft.sections.order_by("position").values_list("key", flat=True))
    assert sections[sections.index("p12") - 1] == "p11"
    assert draft.sections.get(key="p12").heading == "Öffentlichkeitsarbeit und Nutzungsrechte"


def test_an_alternative_replaces_the_other(scenario: Scenario) -> None:
    draft, before = scenario.draft, raw_copy(scenario.draft)
    with pytest.raises(ActionRefused, match="O-16, O-17"):
        choose_alternative(draft, key="p09-1b", revisions={"p09-1": 1}, by=scenario.amira, at=AT)
    remove_obligations(draft, scenario, "O-16", "O-17")
    with pytest.raises(Outdated):
        choose_alternative(draft, key="p09-1b", revisions={}, by=scenario.amira, at=AT)
    choose_alternative(draft, key="p09-1b", revisions={"p09-1": 1}, by=scenario.amira, at=AT)
    labels = raw_copy(draft).clause_labels()
    assert labels["p09-1b"] == "§\N{NO-BREAK SPACE}9\N{NO-BREAK SPACE}(1)"
    assert "p09-1" not in labels
    choose_alternative(draft, key="p09-1", revisions={"p09-1b": 1}, by=scenario.amira, at=AT)
    assert raw_copy(draft).sections == before.sections
    assert {"O-16", "O-17"} <= codes(draft)


@pytest.mark.parametrize("key", ["p01-1", "p11-1", "gibt-es-nicht"])
def test_clauses_without_a_choice_are_refused(key: str, scenario: Scenario) -> None:
    before = raw_copy(scenario.draft)
    arguments: dict[str, Any] = {"key": key, "by": scenario.amira, "at": AT}
    for act in (
        lambda: include_block(scenario.draft, **arguments),
        lambda: exclude_block(scenario.draft, revision=1, **arguments),
        lambda: choose_alternative(scenario.draft, revisions={}, **arguments),
    ):
        with pytest.raises(ActionRefused):
            act()
    assert raw_copy(scenario.draft) == before


def test_a_draft_of_a_model_text_keeps_all_blocks(model: Instrument, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="alle Möglichkeiten"):
        exclude_block(model, key="p12-3", revision=1, by=scenario.amira, at=AT)


def test_the_page_of_blocks(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk
    page = read(browser.get(reverse("block_list", args=[pk])))
    assert "Was darin an Pflichten steht (O-16, O-17)" in page.text
    leave = reverse("block_exclude", args=[pk, "p12-3"])
    browser.post(leave, {})
    assert Clause.objects.filter(section__instrument=pk, key="p12-3").exists(), (
        "an incomplete button does nothing"
    )
    browser.post(leave, {"revision": "1"})
    assert not Clause.objects.filter(section__instrument=pk, key="p12-3").exists()
    browser.post(reverse("block_include", args=[pk, "p12-3"]))
    assert Clause.objects.filter(section__instrument=pk, key="p12-3").exists()
    remove_obligations(scenario.draft, scenario, "O-16", "O-17")
    chosen = reverse("block_choose", args=[pk, "p09-1b"])
    browser.post(chosen, {"seen-p09-1": "x", "seen-": "9" * 30})
    assert Clause.objects.filter(section__instrument=pk, key="p09-1").exists(), (
        "without what was seen nothing goes"
    )
    browser.post(chosen, {"seen-p09-1": "1"})
    assert Clause.objects.filter(section__instrument=pk, key="p09-1b").exists()
