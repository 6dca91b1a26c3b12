"""The start pages in a real browser: the first screen answers, on a desk and on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from agreements.choices import Addressee
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.transitions import apply_transition
from districts.models import User
from tests import factories
from tests.browser.axe import look, violations
from tests.drafting.clearance.conftest import start_round

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
        (factories.lead(place), "Was steht an", "überfällig"),
        (factories.observer(), "Stand der Bezirke", "Pankow"),
    ):
        log_in(who)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.goto("/")
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
            expect(page.locator(".site-nav [aria-current=page]")).to_have_text(heading)
            assert violations(page) == []
            assert (page.evaluate(OVERFLOW), page.evaluate(OUTSIDE)) == (0, 0)
        expect(page.get_by_text(last).first).to_be_in_viewport()

    log_in(factories.staff(place))
    page.goto("/was-steht-an/")
    page.evaluate("window.stayed = true")
    page.locator("#liste").get_by_role("link", name=re.compile("^Melden")).first.click()
    form = page.get_by_role("form", name=re.compile("Sachstand melden"))
    form.get_by_label("erfüllt", exact=True).check()
    form.get_by_role("button", name="Sachstand melden").click()
    expect(page.get_by_text(re.compile("Der Sachstand zu O-.. ist gemeldet: erfüllt."))).to_be_focused()
    assert page.evaluate("window.stayed")
    assert page.url.endswith("/was-steht-an/")


def test_who_is_asked_answers_from_the_first_page(page: Page, log_in: Callable[[User], None]) -> None:
    place, amira = factories.district("03"), factories.coordinator()
    review = factories.draft(place, amira)
    apply_transition(review, "open_review", by=amira, at=factories.FROZEN_AT)
    frieda = factories.lead(place)
    open_thread(
        review,
        target=CommentTarget(clause="p03-1"),
        text=f"@{frieda.first_name} Reicht eine Person?",
        addressee=Addressee.DISTRICT,
        by=amira,
        at=factories.FROZEN_AT,
    )
    start_round(review, amira, due_on=timezone.localdate() + timedelta(days=3))
    log_in(frieda)
    page.goto("/")
    row = page.get_by_role("listitem").filter(has_text="Sie sind angesprochen")
    expect(page.get_by_role("listitem").filter(has_text="Mitzeichnung läuft ab")).to_be_visible()
    look(page, "asked")
    row.get_by_role("link", name=re.compile("^Antworten")).click()
    answer = page.get_by_role("form", name="Antworten")
    answer.get_by_role("textbox").fill("Ja, mit Vertretung.")
    answer.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_text("Ja, mit Vertretung.").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("listitem").filter(has_text="Mitzeichnung läuft ab")).to_be_visible()
    expect(row).to_have_count(0)
