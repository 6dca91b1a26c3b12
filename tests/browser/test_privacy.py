"""Disclosure in a browser, from the privacy statement on, accessible at every width."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import follow


def test_an_administrator_looks_at_a_person_and_goes_on_to_erase_her(
    page: Page, log_in: Callable[[User], None], transactional_db: None
) -> None:
    bogdan, dana = factories.staff(factories.district("03")), factories.admin()
    log_in(dana)
    page.goto("/datenschutz/")
    look(page, "privacy")
    page.get_by_role("link", name="Verzeichnis der Verarbeitungstätigkeiten").click()
    expect(page.get_by_role("heading", name="Volltextsuche")).to_be_visible()
    look(page, "processing-record")
    page.get_by_role("link", name="Alles über eine Person").click()
    page.get_by_label("Name, Benutzername oder E-Mail-Adresse").fill(str(bogdan)[:6])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Konten")).to_be_visible()
    look(page, "person-search")
    page.get_by_role("link", name=str(bogdan)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(bogdan))
    look(page, "person")
    with page.expect_download() as table:
        page.get_by_role("link", name="Als Tabelle (CSV)").click()
    assert table.value.suggested_filename.endswith(".csv")
    follow(page.get_by_role("link", name="Löschen …"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Konto löschen")
