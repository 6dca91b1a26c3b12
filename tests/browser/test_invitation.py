"""Somebody invited chooses a password and signs in; axe-core sees each page, and those of nginx."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from mitwirkung.invitations import invitation_link, invite_admin
from tests.browser.axe import look
from tests.browser.browser import Witness
from tests.project.conftest import PASSWORD

PAGES = settings.BASE_DIR / "deploy" / "nginx" / "pages"


def test_an_invited_admin_chooses_a_password(page: Page, witness: Witness, transactional_db: None) -> None:
    witness.expected_statuses |= {404, 422}
    link = invitation_link(invite_admin(email="dana@verein.example", name="Dana Beispiel"))
    path = link.removeprefix(settings.PUBLIC_URL)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Passwort wählen")
    expect(page.get_by_text("dana@verein.example")).to_be_visible()
    look(page, "invitation")

    page.locator("[name=new_password1]").fill("1234")
    page.get_by_role("button", name="Passwort setzen").click()
    expect(page.locator(".error-summary").first).to_be_visible()
    look(page, "invitation-refused")

    page.locator("[name=new_password1]").fill(PASSWORD)
    page.locator("[name=new_password2]").fill(PASSWORD)
    page.get_by_role("button", name="Passwort setzen").click()
    expect(page.get_by_text("Ihr Passwort ist gesetzt")).to_be_visible()
    page.get_by_label("Benutzername").fill("dana@verein.example")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text("Dana Beispiel").first).to_be_visible()

    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Diese Einladung gilt nicht mehr")
    look(page, "invitation-over")


@pytest.mark.parametrize("name", ["413", "429", "503"])
def test_the_pages_of_nginx_are_accessible(page: Page, name: str) -> None:
    """They are plain files; the proxy serves their style beside them."""
    page.route("**/fehlerseiten/*", lambda route: route.fulfill(path=PAGES / Path(route.request.url).name))
    page.goto(f"/fehlerseiten/{name}.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(248, 246, 241)"
    look(page, f"nginx-{name}")
