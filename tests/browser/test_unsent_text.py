"""Text survives: a network that is down, a session that has ended, a reload."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import Witness

LogIn = Callable[[User], None]
SAVED = re.compile(r"^gespeichert \d\d:\d\d$")
TYPED = "Gegenstand ist die Zusammenarbeit, neu gefasst."


@pytest.fixture
def amira(transactional_db: None) -> User:
    return factories.coordinator()


@pytest.fixture
def draft(amira: User) -> Instrument:
    return factories.draft(factories.district(), amira)


def stored() -> str:
    return Clause.objects.get(key="p01-1").text


def open_clause(page: Page, draft: Instrument) -> None:
    page.goto(f"/urkunden/{draft.pk}/absaetze/p01-1/")


def test_text_is_saved_while_it_is_written(page: Page, log_in: LogIn, amira: User, draft: Instrument) -> None:
    log_in(amira)
    open_clause(page, draft)
    page.get_by_label("Text des Absatzes").fill(TYPED)
    expect(page.locator(".keep-state")).to_have_text(SAVED, timeout=15_000)
    assert stored() == TYPED
    assert violations(page) == []
    page.get_by_label("Text des Absatzes").fill(f"{TYPED} Und weiter.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Absatz gespeichert.")).to_be_visible()
    assert stored() == f"{TYPED} Und weiter."
    open_clause(page, draft)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_text_typed_without_a_network_is_offered_again(
    page: Page, context: BrowserContext, witness: Witness, log_in: LogIn, amira: User, draft: Instrument
) -> None:
    log_in(amira)
    open_clause(page, draft)
    before = stored()
    context.route(
        "**/absaetze/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label("Text des Absatzes").fill(TYPED)
    expect(page.locator(".keep-state")).to_contain_text("keine Verbindung", timeout=15_000)
    page.reload()
    expect(page.get_by_label("Text des Absatzes")).to_have_value(before)
    context.unroute("**/absaetze/**")
    page.get_by_role("button", name="Wieder einsetzen").click()
    expect(page.get_by_label("Text des Absatzes")).to_have_value(TYPED)
    expect(page.locator(".keep-state")).to_have_text(SAVED, timeout=15_000)
    assert stored() == TYPED != before
    witness.troubles.clear()  # the network was taken away on purpose


def test_text_typed_after_the_session_ended_is_still_there(
    page: Page, log_in: LogIn, amira: User, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(403)
    log_in(amira)
    open_clause(page, draft)
    Session.objects.all().delete()  # signed out in another tab
    page.get_by_label("Text des Absatzes").fill(TYPED)
    expect(page.locator(".keep-state")).to_contain_text(
        "Sie sind nicht mehr angemeldet: Ihr Text ist noch hier", timeout=15_000
    )
    assert stored() != TYPED
    log_in(amira)  # signed in again in another tab
    expect(page.locator(".keep-state")).to_have_text(SAVED, timeout=20_000)
    assert stored() == TYPED


def test_two_people_in_one_clause_are_told(
    page: Page, log_in: LogIn, amira: User, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    log_in(amira)
    open_clause(page, draft)
    Clause.objects.filter(key="p01-1").update(text="Von jemand anderem.", revision=7)
    page.get_by_label("Text des Absatzes").fill(TYPED)
    expect(page.locator(".keep-state")).to_contain_text("jemand anderes", timeout=15_000)
    assert stored() == "Von jemand anderem."
