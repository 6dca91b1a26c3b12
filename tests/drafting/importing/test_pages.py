"""Pasting in the pages: nothing is stored before the preview, and everything can be changed in it."""

import time
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import SectionKind, Side
from agreements.drafting.actions.beginnings import empty
from agreements.drafting.actions.contract import ContractHead, begin_contract
from agreements.drafting.actions.text import add_section
from agreements.drafting.importing.actions import insert_text
from agreements.drafting.importing.forms import MOST_LINES
from agreements.errors import ActionRefused
from agreements.models import Agreement, Clause, Event, Instrument, ObligationTerms, Section
from agreements.numbering import Numbering
from agreements.texts.assembly import raw_copy, working_copy
from tests import factories
from tests.drafting.importing.reading import TEXTS, content_words, recognise, words
from tests.page import Page, read
from tests.scenario import Scenario
from tests.test_pages import faults

NEW = "agreement_import"


def preview(scenario: Scenario, source: str, /, **sent: Any) -> Page:
    reply = scenario.browser("coordinator").post(reverse(NEW), {"text": source, **sent})
    assert reply.status_code == 200
    return read(reply)


def stored(scenario: Scenario, source: str, /, **sent: Any) -> Instrument:
    fields = preview(scenario, source).fields
    filled = {**fields, "district": str(factories.district("09").pk), "anlegen": "1", **sent}
    reply = scenario.browser("coordinator").post(reverse(NEW), filled)
    assert reply.status_code == 302, read(reply).text
    found = Instrument.objects.order_by("pk").last()
    assert found is not None
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_a_coordinator_becomes_a_draft_with_its_words(scenario: Scenario, name: str) -> None:
    draft = stored(scenario, TEXTS[name])
    content = working_copy(draft)
    page = read(scenario.browser("coordinator").get(reverse("draft_edit", args=[draft.pk]))).text
    shown = words(page)
    # set by the page itself or left to its signature fields
    frame = words(
        "zwischen und sowie wird folgende Vereinbarung geschlossen nachfolgend der den Für Berlin gez Amt Verein ____________________"
    )
    missing = {word for word in words(TEXTS[name]) if word not in shown} - set(frame)
    assert not missing
    lost = words(TEXTS[name]) - content_words(content)
    assert set(lost) - set(frame) - {"Bezirk", "Träger", "1", "2"} == set()  # of footnotes


def test_nothing_is_stored_before_it_is_confirmed(scenario: Scenario) -> None:
    before = Agreement.objects.count()
    page = preview(scenario, TEXTS["artikel"])
    assert faults(page) == []
    for said in (
        "Was wird aus dem Text?",
        "Für den Bezirk",
        "Artikel 1 (1)",
        "Pflichten, die der Text nennt",
    ):
        assert said in page.text, said
    assert Agreement.objects.count() == before


def test_every_kind_of_line_can_be_changed(scenario: Scenario) -> None:
    source = TEXTS["artikel"].split("\n")
    heading = next(n for n, line in enumerate(source, start=1) if line == "Artikel 5")
    kept = next(n for n, line in enumerate(source, start=1) if line == "Für den Bezirk")
    changed = {f"art-{heading}-0": "absatz", f"art-{kept}-0": "absatz"}
    draft = stored(scenario, TEXTS["artikel"], **changed)
    texts = list(Clause.objects.filter(section__instrument=draft).values_list("text", flat=True))
    assert "Für den Bezirk" in texts
    assert any(text.startswith("Artikel 5\nLaufzeit") for text in texts)
    assert not Section.objects.filter(instrument=draft, heading__startswith="Artikel 5").exists()


def test_changes_do_not_apply_to_another_text(scenario: Scenario) -> None:
    fields = preview(scenario, TEXTS["drei"]).fields
    page = preview(scenario, TEXTS["artikel"], **{**fields, "text": TEXTS["artikel"], "art-1-0": "weg"})
    assert page.fields["art-1-0"] == "titel"


def test_the_term_that_the_text_says_is_offered_once(scenario: Scenario) -> None:
    fields = preview(scenario, TEXTS["artikel"]).fields
    assert (fields["begins_on"], fields["ends_on"]) == ("2027-01-01", "2028-12-31")
    cleared = {**fields, "begins_on": "", "ends_on": ""}
    assert preview(scenario, TEXTS["artikel"], **cleared).fields["begins_on"] == ""


def test_only_confirmed_people_sign(scenario: Scenario) -> None:
    text = f"{TEXTS['drei']}\nFür das Bezirksamt\n_____\nOmar El Amrani\nStadtrat\nFür den Verein\n_____\nEva Groß\nVorsitz"
    page = preview(scenario, text)
    keys = [said["value"] for _, said in page.tags if said.get("name") == "person"]
    assert len(keys) == 2
    draft = stored(scenario, text, person=keys[1:])
    assert [(row.side, row.name, row.function) for row in draft.signatories.all()] == [
        ("third", "Eva Groß", "Vorsitz")
    ]


def test_confirmed_obligations_stand_at_their_clause(scenario: Scenario) -> None:
    page = preview(scenario, TEXTS["artikel"])
    keys = [said["value"] for _, said in page.tags if said.get("name") == "pflicht"]
    draft = stored(scenario, TEXTS["artikel"], pflicht=keys)
    terms = {
        row.title: row for row in ObligationTerms.objects.filter(instrument=draft).select_related("clause")
    }
    report = next(row for title, row in terms.items() if "berichtet" in title)
    assert report.clause is not None
    assert report.clause.text.startswith("Der Träger berichtet dem Bezirk jährlich")
    assert (report.owed_by, report.period_months, report.due_month, report.due_day) == (
        "association",
        12,
        3,
        31,
    )
    assert len(terms) == len(keys) == 3


def test_what_a_content_cannot_hold_is_marked_for_the_team(scenario: Scenario) -> None:
    draft = stored(scenario, f"{TEXTS['drei']}[3] Nirgends.\n")
    said = " ".join(comment.text for thread in draft.threads.all() for comment in thread.comments.all())
    assert "Unter diesem Absatz steht eine Fußnote als Text" in said
    assert (
        Event.objects.get(agreement=draft.agreement, kind="contract_created").data["template"]
        == "eingefügtem Text"
    )


def test_a_missing_district_is_said_and_the_preview_stays(scenario: Scenario) -> None:
    fields = preview(scenario, TEXTS["drei"]).fields
    fields.pop("district", None)
    reply = scenario.browser("coordinator").post(reverse(NEW), {**fields, "anlegen": "1"})
    page = read(reply)
    assert reply.status_code == 422
    assert "Station 4 b, zurzeit 31 Betten." in page.fields["text"]
    assert faults(page) == []


@pytest.mark.parametrize(
    ("text", "words_of_error"),
    [
        ("", "Text"),
        ("Zeile\n" * (MOST_LINES + 1), "höchstens 1.500"),
        ("x" * (2 * 1024 * 1024 + 1), "Höchstens 2.097.152 Zeichen"),
        ("§ 1 Eins\nText mit \u202e verkehrten Zeichen", "Zeichen, die man nicht sieht"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    scenario: Scenario, text: str, words_of_error: str
) -> None:
    reply = scenario.browser("coordinator").post(reverse(NEW), {"text": text})
    assert reply.status_code == 422
    page = read(reply)
    assert words_of_error in page.text
    assert len(page.fields["text"]) >= len(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "§ " + "." * 2_000_000 + " 3",
        "1. a " * 400_000,
        "Für den " * 250_000,
        "(1) Wort, " * 200_000,
        "_" * 2_000_000,
        "mindestens 3 " * 150_000,
        "zwischen dem Bezirk\n" + "folgende " * 200_000,
    ],
)
def test_two_megabytes_in_one_line_are_read_in_seconds(scenario: Scenario, text: str) -> None:
    began = time.process_time()
    reply = scenario.browser("coordinator").post(reverse(NEW), {"text": text})
    assert reply.status_code in {200, 422}
    assert time.process_time() - began < 20  # of this process alone, whatever else the machine does


def insert(scenario: Scenario, draft: Instrument, text: str, **sent: Any) -> Any:
    address = reverse("draft_import", args=[draft.pk])
    browser = scenario.browser("coordinator")
    fields = read(browser.post(address, {"text": text, **sent})).fields
    return browser.post(address, {**fields, "anlegen": "1", **sent})


def test_a_part_goes_behind_a_section_of_a_draft(scenario: Scenario) -> None:
    draft = scenario.draft
    before = raw_copy(draft)
    fourth = [section for section in before.sections if section.kind == SectionKind.SECTION][3]
    text = "Noch ein Satz.\n§ 7 Neues\n(1) Eins.\n(2) Zwei.\nAnlage 1: Räume\nEin Raum."
    assert insert(scenario, draft, text, after=fourth.key).status_code == 302
    after = raw_copy(draft)
    headings = [section.heading for section in after.sections]
    place = headings.index(fourth.heading)
    assert headings[place + 1] == "Neues"
    assert headings[-1] == "Räume"
    said = " ".join(comment.text for thread in draft.threads.all() for comment in thread.comments.all())
    assert "Im eingefügten Text war das „§ 7“" in said
    assert after.sections[place].clauses[:-1] == fourth.clauses
    assert after.sections[place].clauses[-1].text == "Noch ein Satz."
    old = {clause.key: clause for section in before.sections for clause in section.clauses}
    new = {clause.key: clause for section in after.sections for clause in section.clauses}
    assert {key: new[key] for key in old} == old
    assert after.obligations == before.obligations
    event = Event.objects.get(agreement=draft.agreement, kind="text_imported")
    assert event.data["what"] == f"4 Absätze hinter „{fourth.heading}“"
    locked = Clause.objects.filter(section__instrument=draft, locked=True).values_list("key", flat=True)
    assert set(draft.rules.locked) == set(locked)


@pytest.mark.parametrize(
    ("text", "after", "refusal"),
    [
        ("§ 1 Neues\nEins.", "gibtesnicht", "Den Paragrafen, hinter dem"),
        ("Titel\nzwischen\nA\nund\nB\n§ 1 Neues\nEins.\n§ 2 Mehr\nZwei.", "p04", "Inzwischen steht"),
    ],
)
def test_a_draft_that_has_changed_meanwhile_stays(
    scenario: Scenario, text: str, after: str, refusal: str
) -> None:
    draft = scenario.draft
    before = raw_copy(draft)
    with pytest.raises(ActionRefused, match=refusal):
        insert_text(
            draft, recognise(text), after=after, accepted=(), by=scenario.amira, at=factories.FROZEN_AT
        )
    assert raw_copy(draft) == before


def test_the_heading_of_a_group_takes_no_text(scenario: Scenario) -> None:
    draft, by, at = scenario.draft, scenario.amira, factories.FROZEN_AT
    group = add_section(draft, heading="Teil 1", kind=SectionKind.GROUP, before="p01", by=by, at=at)
    with pytest.raises(ActionRefused, match="Zwischenüberschrift"):
        insert_text(draft, recognise("Ein Satz.", whole=False), after=group.key, accepted=(), by=by, at=at)
    insert_text(
        draft, recognise("§ 1 Neu\nEin Satz.", whole=False), after=group.key, accepted=(), by=by, at=at
    )
    assert not group.clauses.exists()


def test_an_empty_draft_takes_over_title_and_parties(scenario: Scenario) -> None:
    head = ContractHead(district=factories.district("09"), coordinator=scenario.amira)
    draft = begin_contract(empty("Noch leer"), head, by=scenario.amira, at=factories.FROZEN_AT)
    assert insert(scenario, draft, TEXTS["artikel"]).status_code == 302
    content = raw_copy(Instrument.objects.get(pk=draft.pk))
    assert content.title == "Vereinbarung über ein Familiencafé im Stadtteilzentrum"
    assert content.party(Side.ASSOCIATION).short == "der Träger"
    assert [section.kind for section in content.sections] == [
        SectionKind.PREAMBLE,
        *[SectionKind.SECTION] * 5,
        SectionKind.ANNEX,
    ]
    assert content.numbering == Numbering.ARTICLE


def test_sections_without_a_name_have_their_number_alone(scenario: Scenario) -> None:
    draft = stored(scenario, "Vertrag\n§ 1\n(1) Ein Satz.\n§ 2\n(1) Noch einer.\nAnlage 1\nEine Liste.")
    assert [section.heading for section in raw_copy(draft).sections] == ["", "", ""]
    shown = read(scenario.browser("coordinator").get(reverse("agreement_detail", args=[draft.agreement_id])))
    assert faults(shown) == []
    assert "§ 2" in shown.text
    assert scenario.browser("coordinator").get(reverse("draft_edit", args=[draft.pk])).status_code == 200


def test_every_section_of_a_draft_offers_to_insert_behind_it(scenario: Scenario) -> None:
    draft = scenario.draft
    fourth = [row for row in draft.sections.order_by("position") if row.kind == SectionKind.SECTION][3]
    tools = read(scenario.browser("coordinator").get(reverse("section_tools", args=[draft.pk, fourth.key])))
    address = f"{reverse('draft_import', args=[draft.pk])}?nach={fourth.key}"
    assert address in [said.get("href") for _, said in tools.tags]
    assert read(scenario.browser("coordinator").get(address)).fields["after"] == fourth.key


def test_the_numbering_is_proposed_and_can_be_changed(scenario: Scenario) -> None:
    draft = stored(scenario, TEXTS["roemisch"])
    assert (draft.numbering, draft.lone_clauses_numbered) == ("roman", True)
    other = str(factories.district("10").pk)
    changed = stored(scenario, TEXTS["roemisch"], district=other, gliederung="decimal", einzelne="1")
    assert changed.numbering == "decimal"
    assert [own.number for own, _, _ in raw_copy(changed).labelled_sections()][1:3] == ["1.", "2."]


@pytest.mark.parametrize(("first", "is_linked"), [("§ 1 Eins", True), ("§ 3 Eins", False)])
def test_references_become_links_where_every_number_stays(
    scenario: Scenario, first: str, is_linked: bool
) -> None:
    draft = stored(scenario, f"{first}\n(1) Näheres regelt § 2.\n§ 2 Zwei\n(1) Nach § 54 VwVfG.")
    clause = Clause.objects.filter(section__instrument=draft).earliest("section__position")
    assert ("{→ " in clause.text) == is_linked
