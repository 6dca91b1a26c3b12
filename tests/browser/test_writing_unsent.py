"""Writing in the page: two people at once, a network that is down, a session that has ended. Nothing is lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import WIDE, Witness
from tests.browser.writing import caret, field, open_editor, row, stored, write_in, written

LogIn = Callable[[User], None]
SAVED = re.compile(r"gespeichert \d\d:\d\d")
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


@pytest.fixture
def both(
    browser: Browser, live_server: LiveServer, witness: Witness, amira: User, draft: Instrument
) -> Iterator[tuple[Page, Page]]:
    """Amira's and Gerda's browsers, both with the same draft open."""
    with ExitStack() as closing:
        pages = []
        for person in (amira, factories.person(factories.Role.COORDINATOR, name="Gerda")):
            context = browser.new_context(
                base_url=live_server.url, viewport=WIDE, locale="de-DE", timezone_id="Europe/Berlin"
            )
            closing.callback(context.close)
            context.on("page", witness.watch)
            client = Client()
            client.force_login(person)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
            page = context.new_page()
            page.set_default_timeout(10_000)
            open_editor(page, draft)
            pages.append(page)
        yield pages[0], pages[1]


def typed(page: Page, key: str, text: str) -> None:
    write_in(page, key).fill(text)


def state(page: Page, key: str, words: str | re.Pattern[str]) -> None:
    expect(row(page, key).locator(".keep-state")).to_contain_text(words, timeout=20_000)


def test_different_paragraphs_disturb_nobody(both: tuple[Page, Page], draft: Instrument) -> None:
    amira, gerda = both
    typed(amira, "p03-1", f"{BASE} Mehr.")
    typed(gerda, "p03-2", f"{OTHER} Mehr.")
    for page, key in ((amira, "p03-1"), (gerda, "p03-2")):
        state(page, key, SAVED)
        page.keyboard.press("Escape")
        expect(page.locator("form.writer")).to_have_count(0)
    assert stored(draft)[:2] == [f"{BASE} Mehr.", f"{OTHER} Mehr."]
    row(amira, "p03-1").focus()
    amira.keyboard.press("Alt+ArrowDown")
    expect(row(amira, "p03-2").locator(".clause-text")).to_contain_text("(1) Der zweite Absatz. Mehr.")


def test_the_same_absatz_is_merged_where_both_fit(
    both: tuple[Page, Page], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    amira, gerda = both
    write_in(amira, "p03-1")
    typed(gerda, "p03-1", BASE.replace("zwei", "drei"))
    state(gerda, "p03-1", SAVED)
    field(amira).fill(BASE.replace("einmal", "zweimal"))
    state(amira, "p03-1", "Inzwischen hat jemand anderes diesen Absatz geändert.")
    assert stored(draft)[0] == BASE.replace("zwei", "drei")
    assert violations(amira) == []
    amira.get_by_role("button", name="Beide Fassungen ansehen").click()
    expect(amira.get_by_text("beide Änderungen wurden zusammengeführt")).to_be_visible()
    assert violations(amira) == []
    assert stored(draft)[0] == BASE.replace("zwei", "drei").replace("einmal", "zweimal")


def test_the_same_words_lead_to_the_three_ways(
    both: tuple[Page, Page], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    amira, gerda = both
    write_in(amira, "p03-1")
    typed(gerda, "p03-1", BASE.replace("zwei", "drei"))
    state(gerda, "p03-1", SAVED)
    field(amira).fill(BASE.replace("zwei", "vier"))
    state(amira, "p03-1", "Ihr Text ist hier")
    amira.get_by_role("button", name="Beide Fassungen ansehen").click()
    expect(amira.get_by_role("heading", name="Inzwischen gespeichert")).to_be_visible()
    amira.get_by_role("button", name="Ihren Text übernehmen").click()
    expect(amira.get_by_text("Absatz gespeichert.")).to_be_visible()
    assert stored(draft)[0] == BASE.replace("zwei", "vier")
    expect(amira.get_by_text("In diesem Browser liegt Text")).to_have_count(0)


def test_an_absatz_that_somebody_removed_keeps_what_is_being_written(
    both: tuple[Page, Page], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(409)
    amira, gerda = both
    write_in(amira, "p03-2")
    row(gerda, "p03-2").focus()
    gerda.keyboard.press("Control+Shift+Delete")
    expect(row(gerda, "p03-2")).to_have_count(0)
    field(amira).fill("Daran sitze ich lange.")
    state(amira, "p03-2", "Inzwischen hat jemand anderes")
    amira.keyboard.press("Alt+ArrowUp")
    expect(amira.locator(".editor-told")).to_contain_text("entfernt")
    amira.get_by_role("button", name="Heutigen Stand zeigen").click()
    expect(amira.locator(".edit-clause-new textarea, .writer textarea")).to_have_value(
        "Daran sitze ich lange."
    )


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
    field(page).fill(f"{BASE} Ohne Sitzung.")
    state(page, "p03-1", "Sitzung abgelaufen: Ihr Text ist noch hier")
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
    state(page, "p03-1", "Sitzung abgelaufen")
    log_in(amira)
    state(page, "p03-1", SAVED)
    assert stored(draft)[0] == f"{BASE} Weiter."
