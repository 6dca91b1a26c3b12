"""What a new contract begins with: a model text, another contract, nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements import policy
from agreements.choices import Addressee, Side
from agreements.drafting.actions.beginnings import empty, from_agreement
from agreements.drafting.actions.contract import ContractHead, begin_contract
from agreements.drafting.actions.text import add_section, edit_clause, remove_clause
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.drafting.copying import points_to_check
from agreements.drafting.model_texts.actions import open_model, publish_model
from agreements.drafting.model_texts.deviations import record_deviation
from agreements.drafting.model_texts.queries import draft_model_text
from agreements.errors import ActionRefused
from agreements.models import Clause, Event, Instrument, Thread
from agreements.rendering.completeness import gaps
from agreements.texts.assembly import raw_copy, working_copy
from agreements.texts.placeholders import placeholder_labels
from tests import factories
from tests.page import read
from tests.scenario import Scenario

AT = factories.FROZEN_AT


def begin(scenario: Scenario, beginning: object, number: str = "09") -> Instrument:
    head = ContractHead(district=factories.district(number), coordinator=scenario.amira)
    return begin_contract(beginning, head, by=scenario.amira, at=AT)  # type: ignore[arg-type]


def write(instrument: Instrument, key: str, text: str, scenario: Scenario) -> None:
    row = Clause.objects.get(section__instrument=instrument, key=key)
    edit_clause(instrument, key=key, text=text, revision=row.revision, by=scenario.amira, at=AT)


def test_an_empty_draft_has_title_and_parties_and_can_be_written(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    sent = read(browser.get(reverse("agreement_new"), {"leer": "1"})).fields
    sent |= {"district": str(factories.district("09").pk), "title": "Absprache"}
    address = browser.post(reverse("agreement_new"), sent).headers["Location"]
    draft = Instrument.objects.order_by("pk").last()
    assert draft is not None
    assert draft.template is None
    content = working_copy(draft)
    assert (content.title, content.sections, content.obligations) == ("Absprache", (), ())
    assert [party.short for party in content.parties] == ["Bezirk", "MitWirkung"]
    assert "Treptow-Köpenick" in content.party(Side.DISTRICT).line
    assert browser.get(address).status_code == 200
    assert "Der Vertrag hat noch keinen Text." in map(str, gaps(content, placeholder_labels(draft)))
    add_section(draft, heading="Gegenstand", kind="section", by=scenario.amira, at=AT)
    assert [section.heading for section in working_copy(draft).sections] == ["Gegenstand"]


@pytest.mark.parametrize("name", ["draft_edit", "block_list", "comparison", "version_list", "head_edit"])
def test_every_page_works_without_a_model_text(scenario: Scenario, name: str) -> None:
    draft = begin(scenario, empty("Absprache"))
    assert scenario.browser("coordinator").get(reverse(name, args=[draft.pk])).status_code == 200


def test_a_copy_says_the_same_and_takes_nothing_else(scenario: Scenario) -> None:
    source = scenario.signed
    copy = begin(scenario, from_agreement(source))
    old, new = raw_copy(source), raw_copy(copy)
    assert new.sections == old.sections
    assert new.obligations == old.obligations
    assert new.signatories == ()
    assert (copy.file_reference, copy.placeholders, copy.begins_on, copy.ends_on) == ("", {}, None, None)
    assert not copy.deviations.exists()
    assert not copy.agreement.resolutions.exists()
    assert not copy.agreement.milestones.exists()
    event = Event.objects.get(agreement=copy.agreement, kind="contract_created")
    assert event.data["copied_from"] == source.agreement.reference


def test_a_copy_carries_no_word_of_the_other_district(scenario: Scenario) -> None:
    source = scenario.draft
    secret = "Der Stadtrat zweifelt an der Finanzierung."
    open_thread(
        source,
        target=CommentTarget(clause="p11-1"),
        addressee=Addressee.TEAM,
        text=secret,
        by=scenario.amira,
        at=AT,
    )
    copy = begin(scenario, from_agreement(source))
    page = scenario.browser("coordinator").get(reverse("draft_edit", args=[copy.pk])).content.decode()
    texts = [comment.text for thread in copy.threads.all() for comment in thread.comments.all()]
    words = "\n".join([page, *texts])
    for foreign in (secret, "Rosa Rathaus", "Jug 4711", "Nord und Süd"):
        assert foreign not in words, foreign


def test_what_must_be_looked_at_is_marked_at_its_place(scenario: Scenario) -> None:
    write(scenario.draft, "p05-4", "Pankower Mittel laut Beschluss 7/2024 bis zum 30. Juni 2026.", scenario)
    copy = begin(scenario, from_agreement(scenario.draft))
    thread = Thread.objects.get(instrument=copy, clause_key="p05-4")
    text = thread.comments.get().text
    for words in ("Pankower", "Beschluss 7/2024", "30. Juni 2026"):
        assert words in text
    assert thread.addressee == Addressee.TEAM
    assert not policy.visible_threads(scenario.people["neighbour"]).filter(pk=thread.pk).exists()


def test_the_copy_of_a_deviation_follows_the_model_text_again(scenario: Scenario) -> None:
    source = scenario.draft
    locked = sorted(source.rules.locked)
    changed, gone = locked[:2]
    for key in (changed, gone):
        row = Clause.objects.get(section__instrument=source, key=key)
        record_deviation(
            source, key=key, reason="Geheimer Grund", revision=row.revision, by=scenario.amira, at=AT
        )
    write(source, changed, "Nach Belieben.", scenario)
    row = Clause.objects.get(section__instrument=source, key=gone)
    remove_clause(source, key=gone, revision=row.revision, by=scenario.amira, at=AT)
    copy = begin(scenario, from_agreement(source))
    rows = {clause.key: clause for clause in Clause.objects.filter(section__instrument=copy)}
    for key in (changed, gone):
        assert rows[key].locked
        assert rows[key].text == source.rules.locked[key]
        assert Thread.objects.filter(instrument=copy, clause_key=key).exists()
    order = [clause.key for section in raw_copy(scenario.signed).sections for clause in section.clauses]
    assert [clause.key for section in raw_copy(copy).sections for clause in section.clauses] == order


def test_a_contract_that_is_not_seen_cannot_be_copied(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    reply = browser.get(reverse("agreement_new"), {"vertrag": "999999"})
    assert reply.status_code == 422
    assert "Kopie eines anderen Vertrags" in read(reply).text


def test_copying_in_the_page(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    offered = browser.get(reverse("agreement_new"), {"vertrag": ""})
    assert scenario.signed.agreement.reference in read(offered).text
    sent = read(browser.get(reverse("agreement_new"), {"vertrag": str(scenario.signed.pk)})).fields
    reply = browser.post(reverse("agreement_new"), {**sent, "district": str(factories.district("09").pk)})
    assert reply.status_code == 302
    copy = Instrument.objects.order_by("pk").last()
    assert copy is not None
    assert copy.agreement.district == factories.district("09")
    assert raw_copy(copy).sections == raw_copy(scenario.signed).sections


def test_names_of_few_letters_are_no_mark(scenario: Scenario) -> None:
    content = raw_copy(scenario.draft)
    assert points_to_check(content, ["Nord"]) == points_to_check(content, [])


def test_a_second_model_text_with_its_purpose(scenario: Scenario) -> None:
    first = factories.template()
    model = Instrument.objects.get(pk=open_model(first, by=scenario.amira, at=AT).pk)

    def publish(name: str) -> str:
        state = draft_model_text(model).state
        fields = {"note": "Neu", "purpose": "Nur Fortbildung", "state": state}
        return str(publish_model(model, name=name, **fields, by=scenario.amira, at=AT + timedelta(days=1)))

    assert publish("Fortbildungsvertrag") == "Fortbildungsvertrag, Version 1"
    model.refresh_from_db()
    page = read(scenario.browser("coordinator").get(reverse("agreement_new"))).text
    for words in ("Mustertext „Kooperationsvertrag“", "Mustertext „Fortbildungsvertrag“", "Nur Fortbildung"):
        assert words in page
    with pytest.raises(ActionRefused, match="gibt es schon"):
        publish("Kooperationsvertrag")
