"""A browser on the other side of the world types and reads the same days as one in Berlin."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Resolution
from tests import factories
from tests.browser.browser import Witness, follow


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_day_stays_the_day_that_was_typed(
    zone: str,
    browser: Browser,
    live_server: LiveServer,
    witness: Witness,
    transactional_db: None,
) -> None:
    amira = factories.coordinator()
    draft = factories.draft(factories.district("03"), amira)
    context = browser.new_context(base_url=live_server.url, locale="de-DE", timezone_id=zone)
    context.on("page", witness.watch)
    client = Client()
    client.force_login(amira)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/vertraege/{draft.agreement_id}/beschluesse/neu/")
    expect(page.get_by_label("Art")).to_be_visible()
    page.get_by_label("Art").select_option("ba_resolution")
    day = page.get_by_label("Datum")
    day.fill("2024-12-31" if day.get_attribute("type") == "date" else "31.12.2024")
    page.get_by_label("Quelle", exact=False).first.fill("Protokoll")
    follow(page.get_by_role("button", name="Festhalten"))
    page.get_by_role("link", name="Geschichte", exact=True).click()
    expect(page.get_by_text("31.12.2024").first).to_be_visible()
    assert str(Resolution.objects.get().dated) == "2024-12-31"
    context.close()
