"""The parties of a draft: two to six, each with a name of its own."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import history
from agreements.choices import OwedBy, Side
from agreements.drafting.actions.beginnings import from_agreement
from agreements.drafting.actions.contract import ContractHead, begin_contract
from agreements.drafting.actions.parties import edit_party, move_party_forward, remove_party
from agreements.drafting.actions.people import add_signatory, remove_signatory
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.comparison.compare import compare
from agreements.errors import ActionRefused, Outdated
from agreements.models import Instrument, ObligationTerms, Party, Signatory
from agreements.rendering.completeness import gaps
from agreements.texts.assembly import raw_copy, working_copy
from agreements.texts.placeholders import placeholder_labels
from tests import factories
from tests.drafting.parties import SCHOOL, add, three_parties
from tests.drafting.two_people import two_people
from tests.factories import FROZEN_AT as AT
from tests.invariants.attempts import refused, sql
from tests.page import page_queries, read
from tests.scenario import Scenario


def names(scenario: Scenario) -> list[str]:
    return [party.short for party in scenario.draft.parties.all()]


def test_a_third_party_is_added_changed_put_forward_and_removed(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk
    page = read(browser.get(reverse("party_new", args=[pk])))
    sent = {**page.fields, **SCHOOL}
    assert browser.post(reverse("party_new", args=[pk]), sent).status_code == 302
    school = scenario.draft.parties.get(side=Side.THIRD)
    assert (school.short, school.address, names(scenario)[-1]) == ("die Schule", "", "die Schule")
    address = reverse("party_edit", args=[pk, "third"])
    sent = {**read(browser.get(address)).fields, "short": "die Schulen"}
    assert browser.post(address, sent).status_code == 302
    school.refresh_from_db()
    browser.post(reverse("party_move", args=[pk, "third"]), {"revision": school.revision})
    assert names(scenario) == ["Bezirk", "die Schulen", "MitWirkung"]
    assert [party.side for party in working_copy(scenario.draft).parties] == [
        Side.DISTRICT,
        Side.THIRD,
        Side.ASSOCIATION,
    ]
    school.refresh_from_db()
    browser.post(reverse("party_remove", args=[pk, "third"]), {"revision": school.revision})
    assert names(scenario) == ["Bezirk", "MitWirkung"]
    kinds = [event.kind for event in scenario.draft.agreement.events.order_by("-sequence")[:4]]
    assert kinds == ["party_removed", "party_edited", "party_edited", "party_added"]
    assert history.verify(scenario.draft.agreement) == []


def test_there_are_six_at_most_each_called_otherwise(scenario: Scenario) -> None:
    for number in range(3, 7):
        add(scenario, short=f"Träger {number}")
    with pytest.raises(ActionRefused, match="höchstens 6 Vertragsparteien"):
        add(scenario, short="noch einer")
    assert len(names(scenario)) == 6
    page = read(scenario.browser("coordinator").get(reverse("draft_edit", args=[scenario.draft.pk])))
    assert "Mehr als sechs Vertragsparteien" in page.text


@pytest.mark.parametrize("short", ["Träger", "der Träger", "Der TRÄGER", " die  Träger "])
def test_two_parties_of_one_name_could_not_be_told_apart(short: str, scenario: Scenario) -> None:
    add(scenario, short="der Träger")
    with pytest.raises(ActionRefused, match="heißt schon eine andere Vertragspartei"):
        add(scenario, short=short)
    address = reverse("party_new", args=[scenario.draft.pk])
    reply = scenario.browser("coordinator").post(address, {**SCHOOL, "short": short})
    assert "Es wurde nichts gespeichert" in read(reply).text
    assert len(names(scenario)) == 3


@pytest.mark.parametrize("side", [Side.DISTRICT, Side.ASSOCIATION])
def test_the_first_two_parties_stay(side: Side, scenario: Scenario) -> None:
    add(scenario)
    party = scenario.draft.parties.get(side=side)
    with pytest.raises(ActionRefused, match="bleiben"):
        remove_party(scenario.draft, side=side, revision=party.revision, by=scenario.amira, at=AT)
    with refused("mindestens zwei Vertragsparteien"):
        sql("DELETE FROM agreements_party WHERE id = %s", party.pk)


def test_a_party_that_signs_or_owes_is_not_removed(scenario: Scenario) -> None:
    draft = three_parties(scenario)
    school = draft.parties.get(side=Side.THIRD)
    with pytest.raises(
        ActionRefused, match=r"unterzeichnet Bo Lindqvist, sie schuldet O-19\. Es wurde nichts"
    ):
        remove_party(draft, side=Side.THIRD, revision=school.revision, by=scenario.amira, at=AT)
    with refused("unterzeichnet noch jemand"):
        sql("DELETE FROM agreements_party WHERE id = %s", school.pk)
    person = draft.signatories.get(side=Side.THIRD)
    remove_signatory(draft, key=person.key, revision=person.revision, by=scenario.amira, at=AT)
    with refused("schuldet noch etwas"):
        sql("DELETE FROM agreements_party WHERE id = %s", school.pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("side = 'seventh'", "bleibt auf ihrer Seite"),
        ("side = 'fourth'", "bleibt auf ihrer Seite"),
        ("instrument_id = instrument_id + 1", "bleibt auf ihrer Seite"),
        ("position = 1", "party_position_once"),
        ("short = 'Bezirk'", "party_short_once"),
    ],
)
def test_the_database_keeps_the_parties_apart(change: str, words: str, scenario: Scenario) -> None:
    party = add(scenario)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        sql(f"UPDATE agreements_party SET {change} WHERE id = %s", party.pk)


def test_no_seventh_party_by_sql(scenario: Scenario) -> None:
    for number in range(3, 7):
        add(scenario, short=f"Träger {number}")
    columns = "instrument_id, position, line, represented_by, short, address, revision"
    for side in [*Side.values, "seventh"]:
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(
                f"INSERT INTO agreements_party (side, {columns}) VALUES (%s, %s, 7, 'x', '', 'x', '', 1)",
                side,
                scenario.draft.pk,
            )
    assert Party.objects.filter(instrument=scenario.draft).count() == 6


@pytest.mark.parametrize(
    ("owed_by", "sides"),
    [("named", "{}"), ("named", "{seventh}"), ("both", "{third}"), ("district", "{district}")],
)
def test_who_owes_is_stored_in_one_way(owed_by: str, sides: str, scenario: Scenario) -> None:
    duty = scenario.draft.terms.first()
    assert duty is not None
    with pytest.raises(IntegrityError, match="terms_"), transaction.atomic():
        sql(
            "UPDATE agreements_obligationterms SET owed_by = %s, owed_by_sides = %s WHERE id = %s",
            owed_by,
            sides,
            duty.pk,
        )


def test_two_people_change_a_party_at_once(scenario: Scenario) -> None:
    two = two_people(scenario)
    party = add(scenario)
    address = two.address("party_edit", "third")
    first, second = (read(browser.get(address)).fields for browser in (two.amira, two.gerda))
    assert two.amira.post(address, {**first, "address": "Lindenstraße 4"}).status_code == 302
    assert two.gerda.post(address, {**second, "short": "die Grundschule"}).status_code == 302
    party.refresh_from_db()
    assert (party.address, party.short) == ("Lindenstraße 4", "die Grundschule")
    with pytest.raises(Outdated):
        move_party_forward(scenario.draft, side=Side.THIRD, revision=1, by=scenario.amira, at=AT)
    remove_party(scenario.draft, side=Side.THIRD, revision=party.revision, by=scenario.amira, at=AT)
    page = read(two.gerda.post(address, {**second, "short": "die Oberschule"}))
    assert "Als neue Vertragspartei hinzufügen" in page.text


def test_every_party_needs_somebody_who_signs(scenario: Scenario) -> None:
    add(scenario)
    labels = placeholder_labels(scenario.draft)
    assert [str(gap) for gap in gaps(working_copy(scenario.draft), labels)] == [
        "Für „die Schule“ fehlt eine Person, die unterzeichnen muss."
    ]
    add_signatory(scenario.draft, side=Side.THIRD, name="Bo", function="Leitung", by=scenario.amira, at=AT)
    assert gaps(working_copy(scenario.draft), labels) == []


def test_nobody_signs_for_a_party_that_is_not_there(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        add_signatory(
            scenario.draft, side=Side.THIRD, name="Bo", function="Leitung", by=scenario.amira, at=AT
        )
    assert not Signatory.objects.filter(instrument=scenario.draft, side=Side.THIRD).exists()


def test_an_obligation_owed_by_nobody_here_is_a_gap(scenario: Scenario) -> None:
    duty = ObligationTerms.objects.filter(instrument=scenario.draft, obligation__code="O-19")
    duty.update(owed_by=OwedBy.NAMED, owed_by_sides=[Side.SIXTH])
    found = gaps(working_copy(scenario.draft), placeholder_labels(scenario.draft))
    assert [str(gap) for gap in found] == [
        "Pflicht O-19 schuldet eine Vertragspartei, die es hier nicht gibt."
    ]


def test_a_version_is_restored_with_its_parties(scenario: Scenario) -> None:
    two, three = scenario.draft, three_parties(scenario)
    kept = name_version(three, name="Drei", by=scenario.amira, at=AT)
    before = raw_copy(three)
    person = three.signatories.get(side=Side.THIRD)
    remove_signatory(three, key=person.key, revision=person.revision, by=scenario.amira, at=AT)
    ObligationTerms.objects.filter(instrument=two, owed_by=OwedBy.NAMED).update(
        owed_by=OwedBy.DISTRICT, owed_by_sides=[]
    )
    school = three.parties.get(side=Side.THIRD)
    remove_party(three, side=Side.THIRD, revision=school.revision, by=scenario.amira, at=AT)
    less = name_version(three, name="Zwei", by=scenario.amira, at=AT)
    restore_version(three, number=kept.number, by=scenario.amira, at=AT)
    assert raw_copy(three).parties == before.parties
    assert {duty.code: duty.owing for duty in raw_copy(three).obligations}["O-19"] == {Side.THIRD}
    restore_version(three, number=less.number, by=scenario.amira, at=AT)
    assert len(raw_copy(three).parties) == 2
    told = compare(less.read(), kept.read())
    assert [row.name for row in told.parties if row.before is None] == ["die Schule"]
    [duty] = (row for row in told.obligations if row.fields)
    assert [(field.label, field.text.after) for field in duty.fields] == [("Wer schuldet es", "Schule")]


def test_a_contract_about_others_never_says_mitwirkung_by_itself(scenario: Scenario) -> None:
    """Whatever the page of the text computes calls the parties by their own names."""
    draft = three_parties(scenario)
    person = draft.signatories.get(side=Side.ASSOCIATION)
    assert person.party_name == "Träger"
    address = reverse("obligation_edit", args=[draft.pk, "O-19"])
    page = read(scenario.browser("coordinator").get(address))
    boxes = {box["value"]: "checked" in box for tag, box in page.tags if box.get("name") == "owed_by_sides"}
    assert boxes == {"district": False, "association": False, "third": True}
    sent = {**page.fields, "owed_by_sides": ["association", "third"]}
    preview = read(scenario.browser("coordinator").post(f"{address}vorschau/", sent)).text
    assert "Der Träger und die Schule" in preview
    assert scenario.browser("coordinator").post(address, sent).status_code == 302
    row = ObligationTerms.objects.get(instrument=draft, obligation__code="O-19")
    assert (row.owed_by, row.owed_by_sides) == (OwedBy.NAMED, ["association", "third"])
    sent = {**read(scenario.browser("coordinator").get(address)).fields, "owed_by_sides": []}
    reply = scenario.browser("coordinator").post(address, sent)
    assert (reply.status_code, "„Wer schuldet es?“ angeben" in read(reply).text) == (422, True)


def test_names_are_exchanged_in_two_steps(scenario: Scenario) -> None:
    """A name that another party has is refused even for a moment, so that no text means two."""
    third = add(scenario, short="der Träger")
    with pytest.raises(ActionRefused):
        edit_party(
            scenario.draft,
            side=Side.THIRD,
            line=third.line,
            short="mitwirkung",
            address="",
            revision=third.revision,
            by=scenario.amira,
            at=AT,
        )


def test_a_copy_keeps_its_parties_and_offers_nobody_of_the_association(scenario: Scenario) -> None:
    source = three_parties(scenario)
    address = f"{reverse('agreement_new')}?vertrag={source.pk}"
    page = read(scenario.browser("coordinator").get(address))
    assert "Unterzeichnet für den Träger" in page.text
    assert "Vertretungsberechtigte Personen" not in page.text
    head = ContractHead(district=factories.district("08"), coordinator=scenario.amira)
    copy = begin_contract(from_agreement(source), head, by=scenario.amira, at=AT)
    assert raw_copy(copy).parties == raw_copy(source).parties
    assert raw_copy(copy).party(Side.ASSOCIATION).line == "Kinderhaus Lindenhof gGmbH"
    assert [duty.owing for duty in raw_copy(copy).obligations if duty.code == "O-19"] == [{Side.THIRD}]


@pytest.mark.parametrize("name", ["draft_edit", "link_list", "agreement_detail"])
def test_a_page_asks_as_often_with_six_parties_as_with_two(name: str, scenario: Scenario) -> None:
    draft = scenario.draft
    few = asked(scenario, name, draft if name == "draft_edit" else scenario.signing)
    for number, side in enumerate(list(Side)[2:], start=3):
        add(scenario, short=f"Träger {number}")
        add_signatory(draft, side=side, name=f"Person {number}", function="Leitung", by=scenario.amira, at=AT)
    many = scenario.fresh().draft
    assert (
        asked(scenario, name, many if name == "draft_edit" else factories.freeze_draft(many, scenario.amira))
        == few
    )


def asked(scenario: Scenario, name: str, contract: Instrument) -> int:
    pk = contract.agreement_id if name == "agreement_detail" else contract.pk
    return page_queries(scenario.browser("coordinator"), reverse(name, args=[pk]))
