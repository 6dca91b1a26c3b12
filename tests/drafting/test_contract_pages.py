"""Pages of a new contract, of its head, parties and signatories."""

import pytest
from django.urls import reverse

from agreements.choices import SectionKind, Side, Status
from agreements.models import Agreement, Instrument
from agreements.rendering.completeness import gaps
from agreements.texts.assembly import content_of
from agreements.texts.placeholders import placeholder_labels
from tests import factories
from tests.page import read
from tests.scenario import Scenario, version_of

NEW = "/vertraege/neu/"


def filled(scenario: Scenario, **more: str) -> dict[str, str]:
    neukoelln = factories.district("08")
    return {
        "district": str(neukoelln.pk),
        "coordinator": str(scenario.amira.pk),
        "legal_form": "public_law",
        "file_reference": "Jug 7",
        "begins_on": "01.09.2025",
        "ends_on": "31.08.2028",
        "district_name": "Nadja Neukölln",
        "district_function": "Bezirksstadträtin für Jugend",
        "district_authority": "Mitglied des Bezirksamts",
        "association_name": "Viktor Verein",
        "association_function": "Vorstand",
        "association_authority": "§ 26 BGB",
        "block_p04-4": "on",
        "block_p12-3": "on",
        "choice_0": "p09-1",
        "placeholder_SOZIALRAEUME": "Nord",
        "placeholder_KOORDINATION_STELLE": "Stabsstelle",
        "placeholder_BA_BESCHLUSS_NR": "12/2025",
        "placeholder_BA_BESCHLUSS_DATUM": "01.07.2025",
        **more,
    }


def newest() -> Instrument:
    return Instrument.objects.select_related("agreement__district", "frozen_version").latest("pk")


def test_a_complete_form_gives_a_complete_draft(scenario: Scenario) -> None:
    reply = scenario.browser("coordinator").post(NEW, filled(scenario))
    draft = newest()
    assert reply.status_code == 302
    assert reply.headers["Location"] == reverse("draft_edit", args=[draft.pk])
    assert (draft.status, draft.agreement.reference) == (Status.DRAFT, "MW-08-01")
    content = content_of(draft)
    assert gaps(content, placeholder_labels(draft)) == []
    paragraphs = [section for section in content.sections if section.kind == SectionKind.SECTION]
    assert (len(paragraphs), len(content.obligations)) == (16, 30)
    assert "Nadja Neukölln" in {person.name for person in content.signatories}
    assert draft.agreement.events.get().kind == "contract_created"


@pytest.mark.parametrize("key", ["999999", "-1", "abc", "9" * 30])
def test_a_model_text_that_is_not_there_makes_no_contract_of_another_one(
    key: str, scenario: Scenario
) -> None:
    before = Agreement.objects.count()
    reply = scenario.browser("coordinator").post(NEW, filled(scenario, template=key))
    assert reply.status_code == 422
    assert Agreement.objects.count() == before
    page = reply.content.decode()
    assert "gibt es nicht. Es wurde nichts angelegt." in page
    assert "Nadja Neukölln" in page


def test_what_is_left_empty_is_named_as_a_gap_and_can_follow_later(scenario: Scenario) -> None:
    sent = {
        "district": str(factories.district("08").pk),
        "coordinator": str(scenario.amira.pk),
        "legal_form": "simple",
    }
    browser = scenario.browser("coordinator")
    page = browser.post(NEW, sent, follow=True)
    assert page.status_code == 200
    missing = [gap.words for gap in gaps(content_of(newest()), placeholder_labels(newest()))]
    assert any(
        gap.startswith("Angabe zu „Sozialräume mit besonderer Aufmerksamkeit (§ 2)“ fehlt: ")
        for gap in missing
    )
    assert any("Beginn der Laufzeit fehlt" in gap for gap in missing)
    assert sum("fehlt eine Person" in gap for gap in missing) == 2
    words = read(page).text
    assert not [gap for gap in missing if " ".join(gap.split()) not in words]


def test_a_form_with_faults_keeps_everything_that_was_typed(scenario: Scenario) -> None:
    before = Agreement.objects.count()
    sent = filled(scenario, district="", ends_on="01.01.2020", district_function="", file_reference="x" * 61)
    reply = scenario.browser("coordinator").post(NEW, sent)
    page = read(reply)
    assert reply.status_code == 422
    assert Agreement.objects.count() == before
    kept = {name: page.fields.get(name) for name in ("district_name", "association_name", "file_reference")}
    assert kept == {name: sent[name] for name in kept}
    assert page.fields["placeholder_SOZIALRAEUME"] == "Nord"
    assert "Das Ende muss nach dem Beginn liegen." in page.text
    assert "Bitte Name und Funktion angeben, oder beide Felder leeren." in page.text


def test_somebody_who_does_not_coordinate_cannot_be_put_in_charge(scenario: Scenario) -> None:
    sent = filled(scenario, coordinator=str(scenario.people["staff"].pk))
    assert scenario.browser("coordinator").post(NEW, sent).status_code == 422


def test_names_are_stored_composed(scenario: Scenario) -> None:
    scenario.browser("coordinator").post(NEW, filled(scenario, district_name="Ju\u0308rgen  "))
    assert newest().signatories.filter(name="J\u00fcrgen").exists()


def test_a_text_that_grows_too_long_when_composed_is_refused_with_a_sentence(scenario: Scenario) -> None:
    """U+FB2C becomes three characters: the form counts them as the column does."""
    reply = scenario.browser("coordinator").post(NEW, filled(scenario, file_reference="\ufb2c" * 60))
    assert reply.status_code == 422
    assert "Höchstens 60 Zeichen; es sind 180." in reply.content.decode()
    heading = reverse("section_edit", args=[scenario.draft.pk, "p03"])
    reply = scenario.browser("coordinator").post(heading, {"heading": "\ufb2c" * 200, "revision": 1})
    assert reply.status_code == 422
    assert "Höchstens 200 Zeichen; es sind 600." in reply.content.decode()


@pytest.mark.parametrize("name", ["notice_months", "extension_months"])
def test_no_months_beyond_the_calendar(name: str, scenario: Scenario) -> None:
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[scenario.draft.pk])
    sent = read(browser.get(address)).fields | {name: "32000"}
    assert browser.post(address, sent).status_code == 422


def test_the_head_is_changed_and_told(scenario: Scenario) -> None:
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[scenario.draft.pk])
    sent = read(browser.get(address)).fields | {"subject": "Neuer Gegenstand", "notice_months": "6"}
    assert sent["begins_on"] == "2025-04-01", "the form offers what is stored"
    assert browser.post(address, sent).status_code == 302
    draft = scenario.fresh().draft
    assert (draft.subject, draft.notice_months, draft.revision) == ("Neuer Gegenstand", 6, 2)
    assert draft.placeholders["SOZIALRAEUME"] == "Nord und Süd"
    event = draft.agreement.events.order_by("-sequence")[0]
    assert set(event.data["changes"]) == {"subject", "notice_months"}


def test_a_head_whose_end_comes_first_is_refused(scenario: Scenario) -> None:
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[scenario.draft.pk])
    sent = read(browser.get(address)).fields | {"ends_on": "2020-01-01"}
    reply = browser.post(address, sent)
    assert reply.status_code == 422
    assert "Das Ende muss nach dem Beginn liegen." in reply.content.decode()


def test_a_party_is_renamed(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("party_edit", args=[scenario.draft.pk, "association"]),
    )
    sent = read(browser.get(address)).fields | {"short": "Verein"}
    assert browser.post(address, sent).status_code == 302
    assert scenario.draft.parties.get(side=Side.ASSOCIATION).short == "Verein"


def test_a_person_is_added_changed_and_removed(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk
    new = reverse("signatory_new", args=[pk])
    sent = {
        "side": "district",
        "name": "Zweite Person",
        "function": "Amtsleitung",
        "order": "2",
        "required": "on",
    }
    assert browser.post(new, sent).status_code == 302
    person = scenario.draft.signatories.get(name="Zweite Person")
    address = reverse("signatory_edit", args=[pk, person.key])
    changed = {**sent, "name": "Andere Person", "revision": "1", "required": ""}
    assert browser.post(address, changed).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.required, person.revision) == ("Andere Person", False, 2)
    browser.post(reverse("signatory_remove", args=[pk, person.key]), {"revision": "2"})
    assert not scenario.draft.signatories.filter(pk=person.pk).exists()


def test_who_signed_an_earlier_version_stays_on_the_list(scenario: Scenario) -> None:
    browser, contract = scenario.browser("coordinator"), scenario.signing
    browser.post(reverse("take_step", args=[contract.pk, "unfreeze"]), {"reason": "Fehler im Text"})
    person = contract.signatories.get(side=Side.ASSOCIATION)
    page = browser.post(
        reverse("signatory_remove", args=[contract.pk, person.key]),
        {"revision": person.revision},
        follow=True,
    )
    assert "hat eine frühere Fassung unterzeichnet" in read(page).text
    assert contract.signatories.filter(pk=person.pk).exists()
    assert person.signatures.filter(version=version_of(contract)).exists()
