"""Writing in the page while the network is down or the session has ended. Nothing is lost."""

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
from tests.browser.writing import (
    SAVED,
    caret,
    field,
    open_editor,
    row,
    state,
    stored,
    typed,
    write_in,
    written,
)

LogIn = Callable[[User], None]
BASE = "Der Bezirk benennt zwei Personen. Er berichtet einmal im Jahr."
OTHER = "Der zweite Absatz."


@pytest.fixture
def amira(transactional_db: None) -> User:
    return factories.coordinator()


@pytest.fixture
def draft(amira: User) -> Instrument:
    found = factories.draft(factories.district(), amira)
    for key, text in (("p03-1", BASE), ("p03-2", OTHER)):
        Clause.objects.filter(section__instrument=found, key=key).update(text=text)
    return found


def test_text_typed_without_a_network_is_offered_again_at_its_absatz(
    page: Page, context: BrowserContext, witness: Witness, log_in: LogIn, amira: User, draft: Instrument
) -> None:
    log_in(amira)
    open_editor(page, draft)
    context.route(
        "**/absaetze/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    typed(page, "p03-1", f"{BASE} Ohne Netz.")
    state(page, "p03-1", "Nicht gespeichert: keine Verbindung.")
    page.keyboard.press("Control+Home")
    caret(page, 10)
    page.keyboard.press("Enter")
    expect(page.locator(".editor-told")).to_contain_text("Keine Verbindung")
    expect(written(page)).to_have_value(f"{BASE} Ohne Netz.")
    page.keyboard.press("Escape")
    expect(row(page, "p03-1").locator("textarea")).to_have_value(f"{BASE} Ohne Netz.")
    page.reload()
    context.unroute("**/absaetze/**")
    offer = row(page, "p03-1").get_by_role("alert")
    expect(offer).to_contain_text("In diesem Browser liegt Text")
    assert violations(page) == []
    offer.get_by_role("button", name="Wieder einsetzen").click()
    state(page, "p03-1", SAVED)
    assert stored(draft)[0] == f"{BASE} Ohne Netz."
    page.reload()
    expect(page.get_by_text("In diesem Browser liegt Text")).to_have_count(0)
    witness.troubles.clear()  # the network was taken away on purpose


def test_a_new_absatz_typed_without_a_network_is_offered_again(
    page: Page, context: BrowserContext, witness: Witness, log_in: LogIn, amira: User, draft: Instrument
) -> None:
    log_in(amira)
    open_editor(page, draft)
    context.route(
        "**/absatz/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    write_in(page, "p03-1")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Ganz neu, ohne Netz.")
    expect(page.locator(".edit-clause-new .keep-state")).to_contain_text("keine Verbindung", timeout=15_000)
    page.reload()
    context.unroute("**/absatz/**")
    expect(page.locator(".keep-offer")).to_contain_text("Ganz neu, ohne Netz.")
    page.get_by_role("button", name="Wieder einsetzen").click()
    expect(page.locator(".writer .keep-state")).to_contain_text(SAVED, timeout=15_000)
    assert stored(draft)[:2] == [BASE, "Ganz neu, ohne Netz."]
    witness.troubles.clear()  # the network was taken away on purpose


def test_text_typed_after_signing_out_in_another_tab_is_still_there(
    page: Page, log_in: LogIn, amira: User, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(403)
    log_in(amira)
    open_editor(page, draft)
    write_in(page, "p03-1")
    other = page.context.new_page()
    other.goto("/vertraege/")
    other.locator(".user-menu summary").click()
    other.get_by_role("button", name="Abmelden").click()
    expect(other.get_by_text("Sie sind abgemeldet.")).to_be_visible()
    field(page).fill(f"{BASE} Ohne Sitzung.")
    state(page, "p03-1", "Sie sind nicht mehr angemeldet: Ihr Text ist noch hier")
    assert stored(draft)[0] == BASE
    page.reload()
    expect(page).to_have_url(re.compile("anmelden"))
    Session.objects.all().delete()
    log_in(amira)
    open_editor(page, draft)
    row(page, "p03-1").get_by_role("button", name="Wieder einsetzen").click()
    state(page, "p03-1", SAVED)
    assert stored(draft)[0] == f"{BASE} Ohne Sitzung."


def test_who_signs_in_again_goes_on_without_loading_anew(
    page: Page, log_in: LogIn, amira: User, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(403)
    log_in(amira)
    open_editor(page, draft)
    write_in(page, "p03-1")
    Session.objects.all().delete()
    field(page).fill(f"{BASE} Weiter.")
    state(page, "p03-1", "Sie sind nicht mehr angemeldet")
    log_in(amira)
    state(page, "p03-1", SAVED)
    assert stored(draft)[0] == f"{BASE} Weiter."


def test_a_long_absatz_is_counted_while_it_is_written_and_kept_whole(
    page: Page, log_in: LogIn, amira: User, draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    log_in(amira)
    open_editor(page, draft)
    write_in(page, "p03-1")
    length = page.locator(".writer .length")
    expect(length).to_have_count(0)
    fits = ("Wort " * 99 + "Wort\n") * 39 + "Wort " * 99 + "Worte"  # 20.000, each line break counted once
    field(page).fill(fits + "xyz")
    expect(length).to_have_text(
        "20.003 von 20.000 Zeichen: 3 Zeichen zu viel. Gekürzt wird nichts; gespeichert wird erst, wenn es passt."
    )
    state(page, "p03-1", "Höchstens 20.000 Zeichen; es sind 20.003.")
    assert stored(draft)[0] == BASE
    field(page).fill(fits)
    expect(length).to_have_text("20.000 von 20.000 Zeichen")
    state(page, "p03-1", SAVED)
    assert stored(draft)[0] == fits
