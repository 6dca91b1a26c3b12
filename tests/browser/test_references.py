"""References to other places: typed, offered, taken as links, and followed wherever their target goes."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from agreements.choices import SectionKind
from agreements.drafting.actions.text import add_section
from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import FITS
from tests.browser.writing import field, open_editor, row, stored, write_in, written
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


@pytest.fixture
def editor(page: Page, draft: Instrument) -> Iterator[Page]:
    open_editor(page, draft)
    yield page
    page.wait_for_load_state("networkidle")


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

    # a § in front of it, while the field is open
    editor.locator("#gliederung [data-key=p06] button[value='1']").click()
    expect(editor.locator("#abschnitt-p06 .paragraph-sign")).to_have_text("§ 7")
    expect(row(editor, "p03-1").locator(".clause-text")).to_contain_text("Es gilt § 7 Absatz 2 und § 6.")
    finish_open(editor)
    add_section(draft, heading="Vorab", kind=SectionKind.SECTION, before="p01", by=amira, at=AT)
    editor.reload()
    editor.locator(".editor.is-live").wait_for()
    write_in(editor, "p03-1")
    expect(chip(editor)).to_have_text("§ 8 Absatz 2 (Verweis)")
    assert "{→ p06-2}" in stored(draft)[0]


def finish_open(page: Page) -> None:
    page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
