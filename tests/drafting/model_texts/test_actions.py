"""Actions on model texts: open, rules, placeholders, publish, restore."""

from dataclasses import replace

import pytest

from agreements import history
from agreements.choices import Origin, PlaceholderKind, Status
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.text import add_clause, remove_clause
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.model_agreement import read_model_agreement, read_model_rules
from agreements.drafting.model_texts.actions import (
    add_placeholder,
    edit_clause_rules,
    edit_placeholder,
    open_model,
    publish_model,
    remove_placeholder,
)
from agreements.drafting.model_texts.queries import draft_model_text, latest_template, published_model_text
from agreements.drafting.model_texts.readiness import hints, obstacles
from agreements.errors import ActionRefused, Incomplete, Outdated
from agreements.models import Agreement, AgreementTemplate, Clause, Instrument, ObligationTerms
from agreements.policy import visible_instruments, visible_to
from agreements.texts.assembly import raw_copy, working_copy
from tests import factories
from tests.drafting.model_texts.writing_models import AT, clause, publish, rule, version_2, write
from tests.scenario import Scenario


def test_a_draft_equals_the_latest_version(model: Instrument) -> None:
    text = draft_model_text(model)
    assert text.content == read_model_agreement(1)
    assert text.rules == read_model_rules(1)
    assert text.state == published_model_text(model.template).state
    assert (model.agreement.reference, model.agreement.origin) == ("MUSTER-01", Origin.MODEL)


def test_a_model_text_has_one_draft(model: Instrument, scenario: Scenario) -> None:
    assert open_model(factories.template(), by=scenario.amira, at=AT).pk == model.pk
    assert Agreement.objects.filter(origin=Origin.MODEL).count() == 1


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin", "nobody"])
def test_only_coordinators_open_a_draft(who: str, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused):
        open_model(factories.template(), by=scenario.people[who], at=AT)


def test_a_draft_is_not_a_visible_agreement(model: Instrument, scenario: Scenario) -> None:
    assert not visible_to(scenario.amira).filter(pk=model.agreement_id).exists()
    assert visible_instruments(scenario.amira).filter(pk=model.pk).exists()
    assert not visible_instruments(scenario.people["staff"]).filter(pk=model.pk).exists()


def test_placeholders_of_a_draft_are_not_filled(model: Instrument) -> None:
    assert set(working_copy(model).missing()) == set(read_model_agreement(1).missing())


def test_publishing_creates_a_version_and_changes_no_contract(model: Instrument, scenario: Scenario) -> None:
    drafts = {contract.pk: working_copy(contract).fingerprint for contract in scenario.contracts.values()}
    rows = list(Clause.objects.exclude(section__instrument=model).order_by("pk").values())
    terms = list(ObligationTerms.objects.exclude(instrument=model).order_by("pk").values())
    heads = list(Instrument.objects.exclude(pk=model.pk).order_by("pk").values())

    template = version_2(model, scenario.amira, p03_1="Neue Worte für alle.")

    assert (template.version, template.note, template.name) == (2, "Neues", "Kooperationsvertrag")
    texts = [c.text for s in template.read().sections for c in s.clauses if c.key == "p03-1"]
    assert texts == ["Neue Worte für alle."]
    assert {c.pk: working_copy(c).fingerprint for c in scenario.fresh().contracts.values()} == drafts
    assert list(Clause.objects.exclude(section__instrument=model).order_by("pk").values()) == rows
    assert list(ObligationTerms.objects.exclude(instrument=model).order_by("pk").values()) == terms
    assert list(Instrument.objects.exclude(pk=model.pk).order_by("pk").values()) == heads
    model.refresh_from_db()
    assert model.template == template
    assert model.status == Status.DRAFT
    assert model.versions.get().name == "Veröffentlicht als Version 2"
    assert history.verify(model.agreement) == []


def test_rules_and_placeholders_are_published(model: Instrument, scenario: Scenario) -> None:
    rule(model, "p03-1", scenario.amira, locked=True)
    rule(model, "p03-2", scenario.amira, optional=True)
    edit_placeholder(
        model,
        name="SOZIALRAEUME",
        revision=1,
        label="Räume",
        kind=PlaceholderKind.LONG_TEXT,
        help="Alle",
        position=9,
        by=scenario.amira,
        at=AT,
    )
    rules = publish(model, scenario.amira).read_rules()
    assert rules.locked["p03-1"] == clause(model, "p03-1").text
    assert "p03-2" in rules.optional
    last = rules.placeholders[-1]
    assert (last.name, last.label, last.kind, last.help) == (
        "SOZIALRAEUME",
        "Räume",
        PlaceholderKind.LONG_TEXT,
        "Alle",
    )


def test_an_unchanged_draft_is_not_published(model: Instrument, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="Seit Version 1 hat sich nichts geändert"):
        publish(model, scenario.amira)
    version_2(model, scenario.amira, p03_1="Anders.")
    with pytest.raises(ActionRefused, match="Seit Version 2"):
        publish(model, scenario.amira)


def test_an_outdated_state_is_not_published(model: Instrument, scenario: Scenario) -> None:
    write(model, "p03-1", "Gesehen.", scenario.amira)
    seen = draft_model_text(model).state
    write(model, "p03-2", "Nicht gesehen.", scenario.amira)
    with pytest.raises(ActionRefused, match="Inzwischen hat jemand den Mustertext geändert"):
        publish_model(model, note="x", state=seen, by=scenario.amira, at=AT)
    assert AgreementTemplate.objects.count() == 1


def test_contradictions_prevent_publishing(model: Instrument, scenario: Scenario) -> None:
    rule(model, "p03-1", scenario.amira, locked=True, optional=True)
    rule(model, "p03-2", scenario.amira, choice="Allein")
    rule(model, "p05-1", scenario.amira, choice="Verstreut")
    rule(model, "p05-2", scenario.amira, choice="Verstreut", locked=True)
    rule(model, "p05-3", scenario.amira, choice="Verstreut", optional=True)
    rule(model, "p08-3", scenario.amira, choice="Verstreut")
    write(model, "p03-3", "Mit [NOCH_NICHT_BESCHRIEBEN].", scenario.amira)
    with pytest.raises(Incomplete) as caught:
        publish(model, scenario.amira)
    reasons = "\n".join(map(str, caught.value.gaps))
    assert len(caught.value.gaps) == 6
    for words in (
        "§\N{NO-BREAK SPACE}3\N{NO-BREAK SPACE}(1) ist gesperrt und zugleich wahlweise",
        "„Allein“ hat nur eine Möglichkeit",
        "„Verstreut“ stehen in verschiedenen Paragrafen",
        "gesperrt und zugleich eine von mehreren",
        "wahlweise und zugleich eine von mehreren",
        "[NOCH_NICHT_BESCHRIEBEN] ist noch nicht beschrieben",
    ):
        assert words in reasons
    assert latest_template("Kooperationsvertrag").version == 1


def test_placeholder_actions(model: Instrument, scenario: Scenario) -> None:
    fields = {"label": "Frist", "kind": PlaceholderKind.NUMBER, "help": ""}
    add_placeholder(model, name="FRIST", **fields, by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="schon beschrieben"):
        add_placeholder(model, name="FRIST", **fields, by=scenario.amira, at=AT)
    text = draft_model_text(model)
    assert hints(text.content, text.rules) == [
        "Der Platzhalter [FRIST] ist beschrieben, steht aber nirgends im Text."
    ]
    with pytest.raises(Outdated):
        edit_placeholder(model, name="FRIST", revision=2, **fields, by=scenario.amira, at=AT)
    remove_placeholder(model, name="FRIST", revision=1, by=scenario.amira, at=AT)
    assert draft_model_text(model).rules == read_model_rules(1)


def test_concurrent_changes_of_rules_are_outdated(model: Instrument, scenario: Scenario) -> None:
    seen = clause(model, "p03-1").revision
    rule(model, "p03-1", scenario.amira, locked=True)
    assert clause(model, "p03-1").revision == seen + 1
    with pytest.raises(Outdated):
        edit_clause_rules(
            model,
            key="p03-1",
            locked=False,
            optional=True,
            choice="",
            revision=seen,
            by=scenario.amira,
            at=AT,
        )


def test_rules_are_for_model_texts_only(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="nur mit einem Mustertext"):
        rule(scenario.draft, "p03-1", scenario.amira, locked=True)
    with pytest.raises(ActionRefused, match="nur mit einem Mustertext"):
        publish(scenario.draft, scenario.amira)


def test_locked_clauses_of_a_draft_can_be_edited(model: Instrument, scenario: Scenario) -> None:
    write(model, "p11-1", "Neue Finanzierung.", scenario.amira)
    remove_clause(model, key="p16-3", revision=1, by=scenario.amira, at=AT)
    rules = publish(model, scenario.amira).read_rules()
    assert rules.locked["p11-1"] == "Neue Finanzierung."
    assert "p16-3" not in rules.locked


def test_a_model_text_is_restored_with_its_rules(model: Instrument, scenario: Scenario) -> None:
    before = draft_model_text(model)
    name_version(model, name="Ausgang", by=scenario.amira, at=AT)
    keys = dict(Clause.objects.filter(section__instrument=model).values_list("key", "pk"))
    write(model, "p11-1", "Anders.", scenario.amira)
    remove_clause(model, key="p16-2", revision=1, by=scenario.amira, at=AT)
    add_clause(model, section_key="p03", text="Neu.", by=scenario.amira, at=AT)
    terms = model.terms.get(obligation__code="O-30")
    remove_obligation(model, code="O-30", revision=terms.revision, by=scenario.amira, at=AT)
    restore_version(model, number=1, by=scenario.amira, at=AT)
    assert draft_model_text(model) == before
    now = dict(Clause.objects.filter(section__instrument=model).values_list("key", "pk"))
    assert {key: pk for key, pk in now.items() if key != "p16-2"} == {
        key: pk for key, pk in keys.items() if key != "p16-2"
    }, "rows are changed in place"


def test_the_shipped_model_agreement_can_be_published() -> None:
    assert obstacles(read_model_agreement(1), read_model_rules(1)) == []
    assert hints(read_model_agreement(1), read_model_rules(1)) == []
    bare = replace(read_model_rules(1), placeholders=())
    assert len(obstacles(read_model_agreement(1), bare)) == 4


def test_restoring_a_contract_keeps_its_rows(scenario: Scenario) -> None:
    draft, before = scenario.draft, raw_copy(scenario.draft)
    name_version(draft, name="Ausgang", by=scenario.amira, at=AT)
    pks = set(Clause.objects.filter(section__instrument=draft).values_list("pk", flat=True))
    write(draft, "p03-1", "Anders.", scenario.amira)
    restore_version(draft, number=1, by=scenario.amira, at=AT)
    assert raw_copy(draft) == before
    assert set(Clause.objects.filter(section__instrument=draft).values_list("pk", flat=True)) == pks
