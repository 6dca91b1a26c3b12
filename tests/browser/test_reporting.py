"""Reporting in the list in a real browser: in place, by keyboard, and with nothing lost when something goes wrong."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from agreements.models import Report
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import Witness
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
    expect(page.locator("#stoerung")).to_contain_text("Keine Verbindung. Es wurde nichts gemeldet.")
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
