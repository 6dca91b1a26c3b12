"""Beside what it changes, the editor of an amendment says how it is printed."""

from datetime import UTC, datetime

from django.urls import reverse

from agreements.drafting.actions.text import add_clause, edit_section, remove_clause, remove_section
from agreements.drafting.presenters.editor import EditorView, editor_view
from agreements.models import Instrument
from tests.amending import begin, reword
from tests.drafting.texts import clause_of
from tests.page import read
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def view_of(draft: Instrument) -> EditorView:
    fresh = Instrument.objects.select_related("agreement__district").get(pk=draft.pk)
    return editor_view(fresh)


def said(draft: Instrument) -> dict[str, list[str]]:
    """Return the sentences by the key of what they stand beside."""
    view = view_of(draft)
    places = [("", view.instructions)]
    for section in view.sections:
        places.append((section.row.key, section.instructions))
        places += [(clause.row.key, clause.instructions) for clause in section.clauses]
    return {
        key: [f"{one.number} {one.sentence}".replace("\N{NO-BREAK SPACE}", " ") for one in there]
        for key, there in places
        if there
    }


def test_a_sentence_stands_beside_the_part_that_it_is_about(scenario: Scenario) -> None:
    draft, amira = begin(scenario.signed, by=scenario.amira, at=AT), scenario.amira
    assert said(draft) == {}
    reword(draft, "0,75", "1,0", by=amira, at=AT)
    row = draft.sections.get(key="p03")
    edit_section(draft, key="p03", heading="Ansprechpersonen", revision=row.revision, by=amira, at=AT)
    added = add_clause(draft, section_key="p08", text="Neu.", after="p08-1", by=amira, at=AT)
    remove_clause(draft, key="p16-4", revision=clause_of(draft, "p16-4").revision, by=amira, at=AT)
    assert said(draft) == {
        "p03": ["1 Die Überschrift des § 3 wird wie folgt gefasst: …"],
        "p06-1": ["2 § 6 Absatz 1 wird wie folgt gefasst: …"],
        added.key: ["3 Nach § 8 Absatz 1 wird folgender Absatz 1a eingefügt: …"],
        "p16": ["4 § 16 Absatz 4 wird aufgehoben."],
    }


def test_what_stands_nowhere_any_more_is_said_above_the_text(scenario: Scenario) -> None:
    draft, amira = begin(scenario.signed, by=scenario.amira, at=AT), scenario.amira
    row = draft.sections.get(key="p14")
    remove_section(draft, key="p14", revision=row.revision, by=amira, at=AT)
    Instrument.objects.filter(pk=draft.pk).update(subject="Etwas anderes.")
    assert said(draft) == {
        "": ["1 Die Angabe zum Gegenstand des Vertrags wird wie folgt gefasst: …", "2 § 14 wird aufgehoben."]
    }


def test_each_leads_to_its_row_on_the_page_of_changes_also_in_the_fragment(scenario: Scenario) -> None:
    draft, browser = begin(scenario.signed, by=scenario.amira, at=AT), scenario.browser("coordinator")
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    address, there = reverse("draft_edit", args=[draft.pk]), reverse("instruction_list", args=[draft.pk])
    for shown in (browser.get(address), browser.get(address, headers={"X-Fragment": "1"})):
        assert any(tag.get("href") == f"{there}#anweisung-1" for _, tag in read(shown).tags)
    assert any(tag.get("id") == "anweisung-1" for _, tag in read(browser.get(there)).tags)
