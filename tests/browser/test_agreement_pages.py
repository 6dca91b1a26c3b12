"""The pages of one agreement in a browser: each a press away, all accessible and within the window."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from agreements.choices import Side
from agreements.models import Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.tracking.report_factories import DONE, make_report, obligation_of

PAGES = ("Text", "Dokumente", "Unterzeichnung", "Geschichte", "Stand")


@pytest.fixture
def contract(transactional_db: None) -> Instrument:
    """A signed contract with a report."""
    place, amira = factories.district("03"), factories.coordinator()
    found = factories.signed_contract(place, amira)
    make_report(obligation_of(found, "O-06"), DONE, factories.staff(place), datetime(2025, 7, 1, tzinfo=UTC))
    return found


@pytest.mark.parametrize("role", ["coordinator", "district_staff"])
def test_all_pages_of_a_signed_agreement_are_a_press_away(
    role: str, page: Page, log_in: Callable[[User], None], contract: Instrument
) -> None:
    log_in(User.objects.get(memberships__role=role))
    page.goto(f"/vertraege/{contract.agreement_id}/")
    for name in PAGES:
        page.get_by_role("navigation", name="Seiten dieses Vertrags").get_by_role(
            "link", name=name, exact=True
        ).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pankow")
        expect(page.locator(".sub-nav [aria-current=page]")).to_have_text(name)
        look(page, f"agreement-{role}-{name.lower()}")


def test_before_signing_the_text_is_there_with_who_is_missing(
    page: Page, log_in: Callable[[User], None], contract: Instrument
) -> None:
    amira = contract.agreement.coordinator
    waiting = factories.frozen_contract(factories.district("08"), amira)
    factories.sign(waiting, Side.ASSOCIATION, amira)
    log_in(amira)
    page.goto(f"/vertraege/{waiting.agreement_id}/")
    expect(page.get_by_text("Rosa Rathaus").first).to_be_visible()
    look(page, "agreement-waiting")
