"""Passkeys in a real browser, with the virtual authenticator of its debugger."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from districts.models import User
from tests import factories
from tests.accounts.people import PASSWORD, with_password
from tests.browser.axe import look
from tests.browser.browser import follow


def with_authenticator(page: Page) -> None:
    """Give the browser a device that holds passkeys and recognises its owner."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, person: User) -> None:
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill(person.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def test_a_passkey_is_added_used_after_the_password_and_instead_of_it(
    page: Page, live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_URL", live_server.url)
    monkeypatch.setattr(settings, "SECOND_FACTOR_ROLES", ["admin"])
    dana = with_password(factories.admin(), "dana@example.org")
    with_authenticator(page)

    sign_in(page, dana)
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmeldung sichern")
    look(page, "sicherheit")
    follow(page.get_by_role("link", name="Passkey hinzufügen"))
    look(page, "passkey-neu")
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ersatzcodes")
    look(page, "ersatzcodes")
    assert Authenticator.objects.get(user=dana, type="webauthn").wrap().name == "Diensthandy"
    page.get_by_role("link", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte bestätigen Sie, dass Sie es sind")
    look(page, "bestaetigen-passkey")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verträge")

    page.goto("/konto/sitzungen/")
    look(page, "sitzungen")

    page.context.clear_cookies()
    sign_in(page, dana)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    look(page, "zweiter-faktor")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verträge")

    page.context.clear_cookies()
    page.goto("/anmelden/")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verträge")


def test_a_browser_without_passkeys_says_so(page: Page, log_in: Callable[[User], None]) -> None:
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/anmelden/")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_text("Dieser Browser kann keine Passkeys.")).to_be_visible()
