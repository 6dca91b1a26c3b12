"""The form of an obligation as a conversation: one question at a time, with the sentence and the dates beside it."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness


@pytest.fixture
def draft(transactional_db: None) -> Instrument:
    return factories.draft(factories.district("08"), factories.coordinator())


def change(page: Page, question: str) -> None:
    page.locator(".answers").get_by_role("link", name=question).click()


def test_an_obligation_is_made_question_by_question(
    page: Page, log_in: Callable[[User], None], draft: Instrument
) -> None:
    page.set_viewport_size(ViewportSize(width=390, height=844))
    log_in(draft.agreement.coordinator)
    page.goto(f"/urkunden/{draft.pk}/pflichten/neu/report/")
    onward, sentence = page.get_by_role("button", name="Weiter"), page.locator(".printed")
    expect(page.get_by_text("Frage 1 von 6")).to_be_visible()
    expect(page.get_by_role("button", name="Speichern")).to_be_hidden()
    onward.click()
    page.get_by_role("radio", name="Bezirk").check()
    expect(sentence).to_contain_text("Der Bezirk: …")
    onward.click()
    page.get_by_label("Pflicht in Kurzform").fill("Sachstandsbericht vorlegen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Wie viel?")).to_be_focused()
    page.get_by_label("Menge", exact=True).fill("1")
    page.get_by_label("Einheit", exact=True).fill("Bericht")
    page.get_by_label("Die Menge gilt als").select_option("exactly")
    onward.click()
    expect(page.get_by_label("fester Tag")).to_be_hidden()
    page.get_by_role("radio", name="Regelmäßig, zu einem Termin").check()
    page.get_by_label("Tag", exact=True).fill("31")
    page.get_by_label("Monat", exact=True).select_option("1")
    page.get_by_label("Erstmals im Jahr").fill("2028")
    expect(sentence).to_contain_text(
        "Der Bezirk: Sachstandsbericht vorlegen, 1\N{NO-BREAK SPACE}Bericht, "
        "jährlich bis zum 31.\N{NO-BREAK SPACE}Januar, erstmals 2028."
    )
    expect(page.locator(".first-dates li").first).to_contain_text("31.01.2028")
    look(page, "obligation-when")
    onward.click()
    page.get_by_label("erwarteter Nachweis").fill("Bericht (PDF)")
    onward.click()
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    expect(sentence).to_contain_text("Nachweis: Bericht (PDF).")
    look(page, "obligation-check")
    page.go_back()
    expect(page.get_by_role("group", name="Woran sieht man es?")).to_be_focused()
    change(page, "Wer schuldet es?")
    page.get_by_role("radio", name="gemeinsam").check()
    expect(sentence).to_contain_text("Beide Vertragsparteien:")
    for _ in range(5):
        onward.click()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Pflicht gespeichert.")).to_be_visible()
    row = draft.terms.latest("position")
    assert (row.title, row.owed_by, row.due_day, row.due_month, row.first_year) == (
        *("Sachstandsbericht vorlegen", "both"),
        *(31, 1, 2028),
    )


def test_an_error_leads_to_its_question(
    page: Page, log_in: Callable[[User], None], draft: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    log_in(draft.agreement.coordinator)
    code = draft.terms.get(obligation__code="O-23").obligation.code
    page.goto(f"/urkunden/{draft.pk}/pflichten/{code}/")
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    change(page, "Wann ist es fällig?")
    page.get_by_role("radio", name="Einmal, an einem festen Tag").check()
    change(page, "Was ist zu tun?")
    page.get_by_label("Pflicht in Kurzform").fill("")
    page.goto(f"{page.url.partition('#')[0]}#frage-pruefen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_role("group", name="Was ist zu tun?")).to_be_visible()
    page.locator(".error-summary").get_by_role("link", name="fester Tag").click()
    expect(page.get_by_label("fester Tag")).to_be_focused()
    page.get_by_label("fester Tag").fill("2028-06-30")
    expect(page.locator(".first-dates")).to_contain_text("30.06.2028")


def test_without_script_it_is_one_plain_form(
    browser: Browser, live_server: LiveServer, log_in: Callable[[User], None], draft: Instrument, page: Page
) -> None:
    log_in(draft.agreement.coordinator)
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    form = plain.new_page()
    form.goto(f"/urkunden/{draft.pk}/pflichten/neu/report/")
    form.get_by_role("radio", name="Bezirk").check()
    form.get_by_label("Pflicht in Kurzform").fill("Bericht")
    form.get_by_role("radio", name="Einmal, an einem festen Tag").check()
    form.get_by_label("fester Tag").fill("2028-06-30")
    form.get_by_role("button", name="Speichern").click()
    expect(form.get_by_text("Pflicht gespeichert.")).to_be_visible()
    plain.close()
    assert draft.terms.latest("position").due_on == date(2028, 6, 30)
