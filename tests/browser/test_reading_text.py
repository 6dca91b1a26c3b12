"""The text in force in a browser: from the agreement to any day, with what stood there before."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness
from tests.dossier.amended_contract import three_amendments


@pytest.fixture
def amended(transactional_db: None) -> User:
    """A signed contract with three amendments, and who wrote them."""
    amira = factories.coordinator()
    three_amendments(factories.signed_contract(factories.district("08"), amira), amira)
    return amira


def test_the_text_of_a_day_is_read_with_what_changed_it(
    page: Page, log_in: Callable[[User], None], amended: User, witness: Witness
) -> None:
    witness.expect_status(422)
    log_in(amended)
    page.goto("/vertraege/")
    page.get_by_role("link", name="MW-08-01").first.click()
    page.get_by_role("link", name="Text", exact=True).click()
    page.get_by_role("link", name="In der heute geltenden Fassung lesen").click()
    page.get_by_label("Geltend am").fill("2028-02-29")
    page.get_by_role("button", name="Fassung zeigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In der am 29.02.2028 geltenden Fassung")
    clause = page.locator("#absatz-p06-1")
    expect(clause).to_contain_text("Geändert durch den 3. Nachtrag, gilt ab 29.02.2028")
    before = clause.get_by_text("Was bis zum 31.01.2027 hier stand")
    expect(clause.get_by_text("mindestens 0,75")).to_be_hidden()
    before.click()
    expect(clause.get_by_text("mindestens 0,75")).to_be_visible()
    look(page, "reading-text")
    with page.expect_download() as download:
        page.get_by_role("link", name="Diese Fassung als PDF").click()
    assert download.value.suggested_filename == "MW-08-01-Fassung-2028-02-29.pdf"
    page.goto(f"{page.url.split('?')[0]}?tag=29.02.2027")
    expect(page.locator(".error-summary")).to_contain_text("Den 29.02.2027 gibt es nicht.")
    look(page, "reading-text-refused")
