"""The start pages in a real browser: the first screen answers, on a desk and on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from districts.models import User
from tests import factories
from tests.browser.axe import violations

DESK, PHONE = ViewportSize(width=1440, height=1000), ViewportSize(width=390, height=844)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """[...document.querySelectorAll('tr .status')].filter(
    badge => badge.getBoundingClientRect().right > badge.closest('tr').getBoundingClientRect().right).length"""


def test_the_first_screen_answers_and_a_report_is_made_there(
    page: Page, log_in: Callable[[User], None]
) -> None:
    place, amira = factories.district("03"), factories.coordinator()
    factories.signed_contract(place, amira)
    for who, heading, last in (
        (factories.staff(place), "Was steht an", "überfällig"),
        (amira, "Meine Arbeit", "Pankow"),
    ):
        log_in(who)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.goto("/")
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            assert violations(page) == []
            assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, 0)
        expect(page.get_by_text(last).first).to_be_in_viewport()

    log_in(factories.staff(place))
    page.goto("/was-steht-an/")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name=re.compile("^Melden")).first.click()
    form = page.get_by_role("form", name=re.compile("Sachstand melden"))
    form.get_by_label("erfüllt", exact=True).check()
    form.get_by_role("button", name="Sachstand melden").click()
    expect(page.get_by_text(re.compile("Der Sachstand zu O-.. ist gemeldet: erfüllt."))).to_be_focused()
    assert page.evaluate("window.stayed")
    assert page.url.endswith("/was-steht-an/")
