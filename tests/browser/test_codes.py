"""An app for codes in a real browser: set up, asked for at the sign-in, asked for again, and switched off."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from districts.models import User
from tests import factories
from tests.accounts.people import with_password
from tests.accounts.test_second_factor import codes
from tests.browser.axe import look
from tests.browser.browser import Witness, follow
from tests.browser.test_passkeys import sign_in


@pytest.fixture
def amira(transactional_db: None) -> User:
    cache.clear()
    return with_password(factories.coordinator(), "amira@example.org")


def headed(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def enter(page: Page, code: str, button: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name=button).click()


def test_an_app_is_set_up_asked_for_and_switched_off(
    page: Page, amira: User, witness: Witness, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page, amira)
    headed(page, "Meine Arbeit")
    page.goto("/konto/sicherheit/")
    follow(page.get_by_role("link", name="App einrichten"))
    look(page, "app-einrichten")
    enter(page, "000000", "App einschalten")
    expect(page.get_by_text("Dieser Code stimmt nicht").first).to_be_visible()
    look(page, "app-falscher-code")
    secret = page.locator("main code").inner_text()
    _, current, _ = codes(secret)
    enter(page, current, "App einschalten")
    headed(page, "Ersatzcodes")
    spare = page.locator("main li code").all_inner_texts()
    assert len(spare) == 10
    look(page, "ersatzcodes-app")
    page.goto("/konto/sicherheit/")
    expect(page.get_by_text("Sie haben noch 10 unbenutzte Ersatzcodes.")).to_be_visible()
    look(page, "sicherheit-eingerichtet")

    page.context.clear_cookies()
    sign_in(page, amira)
    headed(page, "Zweiter Faktor")
    look(page, "code-gefragt")
    enter(page, "000000", "Weiter")
    expect(page.get_by_text("Dieser Code stimmt nicht").first).to_be_visible()
    *_, latest = codes(secret)
    enter(page, latest, "Weiter")
    headed(page, "Meine Arbeit")

    monkeypatch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 0)
    page.goto("/konto/sicherheit/app/abschalten/")
    headed(page, "Bitte bestätigen Sie, dass Sie es sind")
    look(page, "bestaetigen-passwort")
    follow(page.get_by_role("link", name="Mit einem Code aus der App oder einem Ersatzcode"))
    look(page, "bestaetigen-code")
    monkeypatch.undo()
    enter(page, spare[0], "Weiter")
    headed(page, "App abschalten")
    look(page, "app-abschalten")
    page.get_by_role("button", name="App abschalten").click()
    headed(page, "Anmeldung sichern")
    expect(page.get_by_text("Die App ist abgeschaltet.")).to_be_visible()
    assert not Authenticator.objects.exists()
    page.goto("/konto/sitzungen/")
    look(page, "sitzungen-zwei")
    page.goto("/passwort/")
    look(page, "passwort-eigenes")
