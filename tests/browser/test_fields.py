"""A figure of an obligation in the text: a chip while writing, plain words in print."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.browser import FITS
from tests.browser.test_surface import PASTE, finish
from tests.browser.writing import field, open_editor, row, stored, write_in, written

LogIn = Callable[[User], None]
TEXT = "Der Bezirk berichtet."
TOKEN = "{O-19 Menge: Wort}"
SAID = "zwei (Angabe aus O-19)"


@pytest.fixture
def draft(transactional_db: None, log_in: LogIn) -> Instrument:
    amira = factories.coordinator()
    found = factories.draft(factories.district(), amira)
    Clause.objects.filter(section__instrument=found, key="p03-1").update(text=TEXT)
    log_in(amira)
    return found


@pytest.fixture
def editor(page: Page, draft: Instrument) -> Iterator[Page]:
    open_editor(page, draft)
    yield page
    page.wait_for_load_state("networkidle")


def chip(page: Page) -> Locator:
    return field(page).locator(".chip")


def test_a_typed_token_becomes_a_chip_that_is_taken_as_a_whole(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(f" Es sind {TOKEN} Personen.")
    expect(chip(editor)).to_have_text(SAID)
    text = f"{TEXT} Es sind {TOKEN} Personen."
    expect(written(editor)).to_have_value(text)

    for _ in " Personen.":
        editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("ArrowLeft")
    expect(editor.locator(".chip.ProseMirror-selectednode")).to_have_count(1)
    editor.keyboard.press("ArrowLeft")
    editor.keyboard.press("Delete")
    expect(written(editor)).to_have_value(f"{TEXT} Es sind  Personen.")
    editor.keyboard.press("Control+z")
    expect(written(editor)).to_have_value(text)
    editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Backspace")
    expect(written(editor)).to_have_value(f"{TEXT} Es sind  Personen.")
    editor.keyboard.press("Control+z")
    expect(chip(editor)).to_have_text(SAID)
    assert editor.evaluate(FITS)

    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text")).to_contain_text("Es sind zwei Personen.")
    assert stored(draft)[0] == text


def test_chips_are_copied_and_pasted(editor: Page) -> None:
    write_in(editor, "p03-1")
    field(editor).evaluate(PASTE, ["", f"Mit {TOKEN} Personen, {TOKEN}."])
    expect(chip(editor)).to_have_count(2)
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.")

    field(editor).evaluate(PASTE, [f"<p>Und <b>{TOKEN}</b></p>", ""])
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.Und **{TOKEN}**")
    editor.keyboard.press("Control+z")
    editor.keyboard.press("Control+a")
    copied = field(editor).evaluate("""(field) => {
        const data = new DataTransfer();
        field.dispatchEvent(new ClipboardEvent("cut", { clipboardData: data, bubbles: true, cancelable: true }));
        return [data.getData("text/html"), data.getData("text/plain")];
    }""")
    assert copied[1] == f"{TEXT}Mit zwei Personen, zwei."
    expect(written(editor)).to_have_value("")
    field(editor).evaluate(PASTE, copied)
    expect(written(editor)).to_have_value(f"{TEXT}Mit {TOKEN} Personen, {TOKEN}.")


def test_what_names_nothing_stays_visible(editor: Page, draft: Instrument) -> None:
    write_in(editor, "p03-1")
    editor.keyboard.type(" {O-77 Frist: Tag} {O-19 Unsinn}")
    expect(chip(editor)).to_have_text("{O-77 Frist: Tag} (Angabe fehlt)")
    finish(editor)
    expect(row(editor, "p03-1").locator(".clause-text mark")).to_have_text("{O-77 Frist: Tag}")
    assert stored(draft)[0] == f"{TEXT} {{O-77 Frist: Tag}} {{O-19 Unsinn}}"
