"""From the words of a clause to an obligation, and what does not fit before freezing, as a browser sees it."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from agreements.job_choices import Queue
from agreements.models import Clause, FreezeRequest, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness
from tests.browser.writing import open_editor, row, state, write_in
from tests.drafting.differences import rewrite
from tests.due import somebody_works

WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    return factories.draft(factories.district("08"), factories.coordinator())


def select(page: Page, key: str, words: str) -> None:
    """Select words of an Absatz that is read."""
    row(page, key).evaluate(
        """(row, words) => {
            const texts = document.createTreeWalker(row.querySelector(".clause-text"), NodeFilter.SHOW_TEXT);
            for (let node = texts.nextNode(); node; node = texts.nextNode()) {
                const at = node.data.replaceAll("\\u00a0", " ").indexOf(words);
                if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
            throw new Error(`no ${words}`);
        }""",
        words,
    )


def test_selected_words_become_an_obligation(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    rewrite(
        draft,
        "p05-4",
        "Er sorgt",
        "Er lädt bis zum 30. Juni 2027 zu mindestens drei Fortbildungen ein und sorgt",
    )
    log_in(draft.agreement.coordinator)
    open_editor(page, draft)
    look(page, "checks-editor")
    select(page, "p05-4", "mindestens drei Fortbildungen")
    row(page, "p05-4").focus()
    page.keyboard.press("Alt+Shift+P")
    expect(page.get_by_role("heading", name="Neue Pflicht")).to_be_visible()
    source = page.get_by_role("complementary", name=re.compile("Aus § 5 \\(4\\)"))
    expect(source).to_contain_text("Er lädt bis zum 30. Juni 2027")
    expect(source).to_contain_text("geraten Art: Prozessbegleitung – aus „Fortbildungen“")
    onward = page.get_by_role("button", name="Weiter")
    expect(page.get_by_label("Steht in Absatz")).to_have_value("p05-4")
    onward.click()
    expect(page.get_by_role("radio", name="Bezirk")).to_be_checked()
    expect(page.get_by_role("group", name="Wer schuldet es?")).to_contain_text("geraten aus „Er“")
    look(page, "checks-guessed-who")
    onward.click()
    page.get_by_label("Pflicht in Kurzform").fill("zu Fortbildungen einladen")
    onward.click()
    expect(page.get_by_label("Menge", exact=True)).to_have_value("3")
    expect(page.get_by_label("Einheit", exact=True)).to_have_value("Fortbildungen")
    expect(page.get_by_role("group", name="Wie viel?")).to_contain_text("aus „mindestens drei Fortbildungen“")
    onward.click()
    expect(page.get_by_role("radio", name="Einmal, an einem festen Tag")).to_be_checked()
    expect(page.get_by_label("fester Tag")).to_have_value(re.compile("2027"))
    onward.click()
    onward.click()
    expect(page.locator(".printed")).to_contain_text(
        "Der Bezirk: zu Fortbildungen einladen, mindestens 3 Fortbildungen"
    )
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Pflicht gespeichert.")).to_be_visible()
    page.set_viewport_size(WIDE)
    expect(row(page, "p05-4").get_by_role("link", name="zu Fortbildungen einladen")).to_be_visible()
    page.set_viewport_size(PHONE)
    head = page.locator("[data-section=p05]")
    expect(head.get_by_role("link", name=re.compile("^4 Pflichten"))).to_be_visible()
    assert draft.terms.filter(title="zu Fortbildungen einladen", quantity=3).exists()


def test_words_just_written_are_saved_before_they_become_an_obligation(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    page.set_viewport_size(WIDE)
    log_in(draft.agreement.coordinator)
    open_editor(page, draft)
    write_in(page, "p05-4").fill("Der Bezirk stellt höchstens vier Räume.")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Als Pflicht festhalten").click()
    expect(page.get_by_role("complementary", name=re.compile("Aus §"))).to_contain_text(
        "höchstens vier Räume"
    )
    assert Clause.objects.get(section__instrument=draft, key="p05-4").text.startswith("Der Bezirk stellt")


def test_without_a_script_the_clause_has_a_link(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/absaetze/p06-2/pflicht/")
    expect(page.get_by_role("heading", name="Neue Pflicht")).to_be_visible()
    assert "/pflichten/neu/staff_release/?absatz=p06-2" in page.url


def test_what_does_not_fit_is_mended_or_confirmed_and_then_frozen(
    page: Page, log_in: Callable[[User], None], witness: Witness, draft: Instrument
) -> None:
    witness.expected_statuses.add(422)  # nothing ticked
    rewrite(draft, "p06-2", "‹10› Prozent", "25 Prozent")
    rewrite(draft, "p15-1", "‹vier› Wochen", "sechs Wochen")
    log_in(draft.agreement.coordinator)
    open_editor(page, draft)
    expect(row(page, "p06-2").get_by_text("sagt „mindestens 25 Prozent“")).to_be_visible()
    page.goto(f"/urkunden/{draft.pk}/schritt/freeze/")
    differing = page.get_by_role("region", name="Text und Pflichten sagen nicht dasselbe")
    expect(differing.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("button", name="Zur Zeichnung festschreiben")).to_have_count(0)
    look(page, "checks-freezing")
    differing.get_by_role("link", name=re.compile(r"^Zum Absatz\s*:\s*§\s6")).click()
    page.locator(".editor.is-live").wait_for()
    write_in(page, "p06-2").press("Control+End")
    field = row(page, "p06-2").get_by_role("textbox")
    field.fill("Der Bezirk stellt jeweils mindestens zehn Prozent ihrer Arbeitszeit frei.")
    state(page, "p06-2", re.compile(r"gespeichert \d\d:\d\d"))
    page.goto(f"/urkunden/{draft.pk}/schritt/freeze/")
    expect(differing.get_by_role("listitem")).to_have_count(2)  # the new words say nothing of when
    page.get_by_role("button", name="So bestätigen").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte ankreuzen, was so bleiben soll.")
    look(page, "checks-confirming-faulty")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Warum soll es so bleiben?").fill("Mit dem Rechtsamt so besprochen.")
    page.get_by_role("button", name="So bestätigen").click()
    expect(page.get_by_text("Bestätigt: 2 Stellen.")).to_be_visible()
    expect(page.get_by_role("region", name="So bestätigt")).to_contain_text(
        "Mit dem Rechtsamt so besprochen."
    )
    look(page, "checks-confirmed")
    page.get_by_role("checkbox", name=re.compile("Der Bezirk hat diesen Text")).check()
    somebody_works(Queue.RENDER, at=timezone.now())
    page.get_by_role("button", name="Zur Zeichnung festschreiben").click()
    expect(page.get_by_role("status")).to_contain_text("Zeichnungsfassung wird erstellt …")
    assert FreezeRequest.objects.filter(instrument=draft, ended_at=None).exists()
