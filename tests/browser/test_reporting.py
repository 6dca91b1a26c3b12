"""Reporting in the list in a real browser: in place, by keyboard, and with nothing lost when something goes wrong."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from agreements.models import Report
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import FITS, NARROW, NARROWEST, WIDE, Witness
from tests.tracking.report_factories import obligation_of

FOCUSED = "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
# as on a busy machine: whatever sets the focus after a delay takes it from who has gone on already
LATE_TIMERS = (
    "const later = setTimeout; setTimeout = (run, delay, ...rest) => later(run, delay + 200, ...rest)"
)


def test_a_row_is_reported_by_keyboard_without_leaving_the_list(
    page: Page, log_in: Callable[[User], None], witness: Witness
) -> None:
    place = factories.district("03")
    contract = factories.signed_contract(place, factories.coordinator())
    duty = obligation_of(contract, "O-23")
    log_in(factories.staff(place))
    witness.expect_status(422)
    page.goto("/pflichten/?art=report")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name=re.compile("^Melden.*Sachstandsbericht")).first.focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("form", name=re.compile("Sachstand melden"))
    expect(form.get_by_role("heading")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # teilweise erfüllt, and no reason yet
    page.keyboard.press("Enter")
    expect(form.get_by_role("link", name="Bitte begründen")).to_be_hidden()
    expect(form).to_contain_text("Bitte begründen")
    form.get_by_label("Bemerkung oder Begründung").fill("Ein Kapitel fehlt.")

    page.context.set_offline(True)
    form.get_by_role("button", name="Sachstand melden").click()
    expect(page.locator("#stoerung")).to_contain_text("Keine Verbindung. Es wurde nichts gespeichert.")
    expect(form.get_by_label("Bemerkung oder Begründung")).to_have_value("Ein Kapitel fehlt.")
    page.context.set_offline(False)
    witness.troubles.clear()  # the browser says, too, that there was no connection

    form.get_by_role("button", name="Sachstand melden").click()
    expect(page.get_by_text("Der Sachstand zu O-23 ist gemeldet: teilweise erfüllt.")).to_be_focused()
    assert page.evaluate("window.stayed")
    assert page.url.endswith("/pflichten/?art=report")
    told = Report.objects.get(obligation=duty)
    assert (told.progress, told.remark) == ("partly", "Ein Kapitel fehlt.")


def test_the_whole_form_is_filled_with_the_keyboard_alone(page: Page, log_in: Callable[[User], None]) -> None:
    place = factories.district("03")
    duty = obligation_of(factories.signed_contract(place, factories.coordinator()), "O-12")
    log_in(factories.staff(place))
    page.add_init_script(LATE_TIMERS)
    page.goto("/was-steht-an/")
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        page.keyboard.press(key)
        keys += 1

    def tab_to(words: str) -> None:
        for _ in range(60):
            press("Tab")
            if words in page.evaluate(FOCUSED):
                return
        raise AssertionError(f"the keyboard does not come to {words!r}")

    tab_to("Melden: Beschäftigte fortbilden")
    press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Sachstand melden"))).to_be_focused()
    keys = 0
    press("Tab")
    fulfilled = page.get_by_role("radio", name="erfüllt", exact=True)
    page.evaluate("new Promise((done) => setTimeout(done, 50))")  # behind every timer of the swap
    expect(fulfilled).to_be_focused()
    press("Space")
    expect(fulfilled).to_be_checked()
    for typed in ("43", "", "Mit Fachtag."):  # the date is today's already
        tab_to({"43": "Menge", "": "Datum", "Mit Fachtag.": "Bemerkung"}[typed])
        page.keyboard.type(typed)
        keys += len(typed)
    tab_to("Nachweis hinzufügen")
    press("Enter")
    tab_to("Drucksachen")
    page.keyboard.type("Drs. IX-0731")
    tab_to("Sachstand melden")
    press("Enter")
    expect(page.get_by_text("Der Sachstand zu O-12 ist gemeldet: erfüllt.")).to_be_focused()
    told = Report.objects.get(obligation=duty)
    assert (told.progress, told.amount, told.remark) == ("fulfilled", 43, "Mit Fachtag.")
    assert [str(one) for one in told.evidence.all()] == ["Drs. IX-0731"]
    assert keys < 60, "at a key a second it takes less than a minute"


TOP = "element => element.getBoundingClientRect().top"


@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
def test_the_page_stays_where_it_is_when_a_form_opens_and_closes(
    page: Page, log_in: Callable[[User], None], size: ViewportSize
) -> None:
    """The list is replaced, and the browser followed its old rows to the end of the page."""
    place = factories.district("03")
    factories.signed_contract(place, factories.coordinator())
    log_in(factories.staff(place))
    page.set_viewport_size(size)
    page.goto("/pflichten/")
    assert page.evaluate(FITS)
    link = page.locator("#liste td.actions a").nth(4)
    link.scroll_into_view_if_needed()
    row_id = link.evaluate("link => link.closest('tr').id")
    row = page.locator(f"#{row_id}")
    before = row.evaluate(TOP)
    link.click()
    heading = page.get_by_role("heading", name=re.compile("Sachstand melden"))
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    moved = abs(row.evaluate(TOP) - before)
    assert moved < size["height"] / 2, "only as far as the heading needs"
    heights = page.locator(".quick-form .form-check").evaluate_all("all => all.map(one => one.clientHeight)")
    assert len(heights) > 3
    assert min(heights) >= 44, "a finger meets one choice"
    assert page.evaluate(FITS)

    page.get_by_role("link", name="Abbrechen").click()
    link = row.locator("td.actions a").first
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_a_list_is_printed_as_a_table(page: Page, log_in: Callable[[User], None]) -> None:
    place = factories.district("03")
    factories.signed_contract(place, factories.coordinator())
    log_in(factories.staff(place))
    page.set_viewport_size({"width": 657, "height": 900})  # the width of a sheet between its margins
    page.goto("/pflichten/")
    head = page.get_by_role("columnheader", name="Fällig").first
    display = "element => getComputedStyle(element.closest('tr')).display"
    assert head.evaluate(display) == "block"
    page.emulate_media(media="print")
    assert head.evaluate(display) == "table-row"
    expect(page.locator("#liste td.actions").first).to_be_hidden()
    expect(page.locator("#liste .choice").first).to_be_hidden()


def test_no_page_is_wider_than_the_smallest_phone(page: Page, log_in: Callable[[User], None]) -> None:
    """„Kinder- und Familienarmutsprävention“ in a card, or a long word beside a radio button, made pages 349 px wide."""
    place, amira = factories.district("03"), factories.coordinator()
    contract = factories.signed_contract(place, amira)
    page.set_viewport_size(NARROWEST)
    visits = (
        (amira, f"/vertraege/{contract.agreement_id}/"),
        (amira, "/vertraege/neu/"),
        (amira, "/ueberblick/"),
        (factories.staff(place), "/was-steht-an/"),
    )
    for person, address in visits:
        log_in(person)
        page.goto(address)
        assert page.evaluate(FITS), address
