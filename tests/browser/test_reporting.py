"""Reporting in the list in a real browser: in place, by keyboard, and with nothing lost when something goes wrong."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from agreements.models import Report
from districts.models import User
from tests import world
from tests.browser.axe import violations
from tests.browser.browser import Witness
from tests.tracking.telling import owed


def test_a_row_is_reported_by_keyboard_without_leaving_the_list(
    page: Page, log_in: Callable[[User], None], witness: Witness
) -> None:
    place = world.district("03")
    contract = world.signed_contract(place, world.coordinator())
    duty = owed(contract, "O-23")
    log_in(world.staff(place))
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
