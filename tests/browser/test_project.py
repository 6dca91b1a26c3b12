"""The public pages and the sign-in, as a person meets them in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import troubles, violations
from tests.browser.browser import Witness

PUBLIC = ["/anmelden/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/pruefen/", "/gibt-es-nicht/"]


def test_public_pages_are_accessible_and_fit_every_screen(page: Page, witness: Witness) -> None:
    witness.expect_status(404)
    for address in PUBLIC:
        page.goto(address)
        assert troubles(page) == [], address


def test_a_wrong_password_leads_the_reader_to_the_message(page: Page) -> None:
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill("amira")
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Anmelden").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("passen nicht zusammen")
    assert violations(page) == []


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/impressum/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_user_menu_signs_out_without_any_script_of_ours(
    page: Page, log_in: Callable[[User], None]
) -> None:
    log_in(User.objects.create_user("amira", first_name="Amira", last_name="Beispiel"))
    page.goto("/impressum/")
    page.get_by_text("Amira Beispiel").click()
    assert violations(page) == []
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_text("Sie sind abgemeldet.")).to_be_visible()


def test_htmx_runs_without_evaluating_text(page: Page) -> None:
    page.goto("/impressum/")
    config = page.evaluate("({evaluates: htmx.config.allowEval, styles: htmx.config.includeIndicatorStyles})")
    assert config == {"evaluates": False, "styles": False}


def test_the_admin_keeps_to_the_strict_policy(page: Page, log_in: Callable[[User], None]) -> None:
    user = User.objects.create_user("dana", first_name="Dana", last_name="Beispiel")
    factories.make_admin(user)
    log_in(user)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Übersicht")).to_be_visible()


def test_the_witness_sees_refused_content(page: Page, witness: Witness) -> None:
    page.goto("/impressum/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in trouble for trouble in witness.troubles)
    witness.troubles.clear()


def test_axe_sees_a_missing_label(page: Page) -> None:
    page.goto("/anmelden/")
    page.evaluate("document.querySelector('label[for=id_username]').remove()")
    assert any(line.startswith("label ") for line in violations(page))
