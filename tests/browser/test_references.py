"""References to other places: typed, offered, taken as links, and followed wherever their target goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from agreements.choices import SectionKind
from agreements.drafting.actions.text import add_section
from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import FITS, NARROWEST
from tests.browser.writing import SAVED, eventually, field, open_editor, row, state, stored, write_in, written
from tests.drafting.texts import AT

LogIn = Callable[[User], None]
TEXT = "Der Bezirk berichtet."


@pytest.fixture
def amira(transactional_db: None) -> User:
    return factories.coordinator()


@pytest.fixture
def draft(amira: User, log_in: LogIn) -> Instrument:
    found = factories.draft(factories.district(), amira)
    Clause.objects.filter(section__instrument=found, key="p03-1").update(text=TEXT)
    log_in(amira)
    return found


def chip(page: Page) -> Locator:
    return field(page).locator(".chip")


def offer(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Verweise")


def test_a_typed_reference_is_offered_as_a_link_that_follows_its_target(
    editor: Page, draft: Instrument, amira: User
) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(" Es gilt § 6 Abs")
    expect(offer(editor).get_by_role("option").first).to_contain_text("§ 6 Absatz 1")
    expect(editor.locator(".editor-offered")).to_contain_text("Verweis")
    assert violations(editor) == []
    editor.keyboard.type("atz 2")
    editor.keyboard.press("Enter")
    expect(offer(editor)).to_be_hidden()
    expect(chip(editor)).to_have_text("§ 6 Absatz 2 (Verweis)")
    expect(written(editor)).to_have_value(f"{TEXT} Es gilt {{→ p06-2}}")
    editor.keyboard.press("Control+z")
    expect(written(editor)).to_have_value(f"{TEXT} Es gilt § 6 Absatz 2")
    editor.keyboard.press("Control+Shift+z")
    expect(chip(editor)).to_have_count(1)

    editor.keyboard.type(" und § 6")
    expect(offer(editor)).to_be_visible()
    editor.keyboard.press("Escape")
    expect(offer(editor)).to_be_hidden()
    editor.keyboard.type(".")
    expect(written(editor)).to_have_value(f"{TEXT} Es gilt {{→ p06-2}} und § 6.")
    assert editor.evaluate(FITS)

    # elsewhere a § moves, the Absatz shows it at once
    editor.locator("#gliederung [data-key=p06] button[value='1']").click()
    expect(editor.locator("#abschnitt-p06 .paragraph-sign")).to_have_text("§ 7")
    expect(row(editor, "p03-1").locator(".clause-text")).to_contain_text("Es gilt § 7 Absatz 2 und § 6.")
    assert stored(draft)[0] == f"{TEXT} Es gilt {{→ p06-2}} und § 6."


def test_chips_are_renamed_while_somebody_writes_and_others_move_what_they_name(
    editor: Page, draft: Instrument, amira: User
) -> None:
    write_in(editor, "p03-1").fill(f"{TEXT} Es gilt {{→ p06-2}} und {{→ p03-2: nah}}.")
    expect(chip(editor)).to_have_text(["§ 6 Absatz 2 (Verweis)", "Absatz 2 (Verweis)"])
    add_section(draft, heading="Vorab", kind=SectionKind.SECTION, before="p01", by=amira, at=AT)
    editor.keyboard.press("Control+Home")
    for _ in TEXT:
        editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Enter")  # whatever is done next brings the text of today
    expect(chip(editor)).to_have_text(["§ 7 Absatz 2 (Verweis)", "Absatz 3 (Verweis)"])
    editor.keyboard.press("Control+z")
    expect(chip(editor)).to_have_text(["§ 7 Absatz 2 (Verweis)", "Absatz 2 (Verweis)"])


def test_targets_are_searched_and_a_pressed_chip_offers_what_can_be_done(
    editor: Page, draft: Instrument
) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(" Siehe ")
    row(editor, "p03-1").get_by_role("button", name="Verweis auf eine andere Stelle").click()
    editor.keyboard.type("Freistellung und pers")
    first = offer(editor).get_by_role("option").first
    expect(first).to_have_text("§ 6 Freistellung und personelle Ressourcen")
    first.click()
    expect(chip(editor)).to_have_text("§ 6 (Verweis)")
    expect(written(editor)).to_have_value(f"{TEXT} Siehe {{→ p06}}")

    editor.keyboard.type(" und → 6 absatz 2")
    editor.keyboard.press("Tab")
    expect(chip(editor).nth(1)).to_have_text("§ 6 Absatz 2 (Verweis)")
    editor.keyboard.press("ArrowLeft")
    options = offer(editor).get_by_role("option")
    expect(options).to_contain_text(["Zum Ziel", "§ 6 Abs. 2", "§ 6 (2)", "Anderes Ziel", "Nur Worte"])
    assert violations(editor) == []
    editor.keyboard.press("Escape")
    expect(offer(editor)).to_be_hidden()
    editor.keyboard.press("Enter")
    expect(options).to_have_count(5)
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")
    expect(chip(editor).nth(1)).to_have_text("§ 6 (2) (Verweis)")
    expect(written(editor)).to_have_value(f"{TEXT} Siehe {{→ p06}} und {{→ p06-2: kurz}}")

    chip(editor).nth(1).click()
    offer(editor).get_by_role("option", name="Nur Worte").click()
    expect(written(editor)).to_have_value(f"{TEXT} Siehe {{→ p06}} und § 6 (2)")
    editor.keyboard.press("Control+z")
    expect(chip(editor)).to_have_count(2)
    state(editor, "p03-1", SAVED)
    chip(editor).nth(1).click()
    offer(editor).get_by_role("option", name="Zum Ziel").click()
    expect(row(editor, "p06-2")).to_be_focused()
    eventually(lambda: stored(draft)[0], f"{TEXT} Siehe {{→ p06}} und {{→ p06-2: kurz}}")


def test_a_removed_target_is_told_and_stops_the_freezing_until_it_is_back(
    editor: Page, draft: Instrument
) -> None:
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(text="Es gilt {→ p05-2}.")
    draft.terms.filter(clause__key="p05-2").update(clause=None)
    open_editor(editor, draft)
    row(editor, "p05-2").focus()
    editor.keyboard.press("Control+Shift+Delete")
    expect(editor.locator(".editor-said")).to_contain_text("Darauf verweist noch § 3 (1).")
    expect(row(editor, "p03-1")).to_contain_text("Es gilt Verweis ohne Ziel.")
    editor.locator("#fehlendes summary").click()
    gap = editor.locator("#fehlendes").get_by_role(
        "link", name="§ 3 (1): Der Verweis hinter „Es gilt“ hat kein Ziel."
    )
    expect(gap).to_have_attribute("href", f"/urkunden/{draft.pk}/bearbeiten/#absatz-p03-1")
    assert violations(editor) == []
    write_in(editor, "p03-1")
    expect(chip(editor)).to_have_text("Verweis ohne Ziel")
    editor.keyboard.press("Escape")
    editor.locator(".editor-said").get_by_role("button", name="Rückgängig").click()
    expect(row(editor, "p03-1")).to_contain_text("Es gilt § 5 Absatz 2.")
    expect(gap).to_have_count(0)


def test_plain_references_are_linked_at_one_press(page: Page, draft: Instrument) -> None:
    Clause.objects.filter(section__instrument=draft, key="p03-1").update(
        text="Nach § 5 Abs. 2 und Anlage 1, nicht nach § 99; {→ weg}."
    )
    page.goto(f"/urkunden/{draft.pk}/verweise/")
    assert violations(page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate(FITS)
    page.get_by_role("button", name="Verweise verknüpfen").click()
    expect(page.get_by_role("heading", name="Noch nicht verknüpft")).to_have_count(0)
    expect(page.get_by_role("heading", name="Führt ins Leere")).to_be_visible()
    assert stored(draft)[0] == "Nach {→ p05-2: abgekürzt} und {→ a1}, nicht nach § 99; {→ weg}."
