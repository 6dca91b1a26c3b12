"""The admin in a real browser: nothing that the Content-Security-Policy refuses, and autocompletion works."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from agreements.models import Clause, Resolution
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import NARROW, Witness


def test_no_page_of_the_admin_needs_what_the_policy_refuses(
    page: Page, log_in: Callable[[User], None]
) -> None:
    """Any refusal in the browser's console fails the test."""
    factories.signed_contract(factories.district("03"), factories.coordinator())
    log_in(factories.admin())
    page.goto(reverse("admin:index"))
    expect(page.get_by_role("heading", name="Übersicht")).to_be_visible()
    for app in ("districts", "agreements", "mitwirkung"):
        for model in apps.get_app_config(app).get_models():
            name = model._meta.model_name
            if not admin.site.is_registered(model):  # which are not is said in tests/admin/test_pages.py
                continue
            page.goto(reverse(f"admin:{app}_{name}_changelist"))
            row = model._default_manager.first()
            if row is not None:
                page.goto(reverse(f"admin:{app}_{name}_change", args=[row.pk]))
                expect(page.locator("#content h1")).to_be_visible()


def test_the_technical_tables_open_and_are_found_and_ticks_are_german(
    page: Page, log_in: Callable[[User], None]
) -> None:
    log_in(factories.admin())
    page.goto(reverse("admin:index"))
    technical = page.get_by_role("link", name="Geschichte", exact=True)
    expect(technical).to_be_hidden()
    page.get_by_text("Technisches", exact=True).click()
    expect(technical).to_be_visible()
    page.goto(reverse("admin:districts_user_changelist"))
    expect(page.get_by_role("img", name="ja").first).to_be_visible()
    expect(page.get_by_role("img", name="True")).to_have_count(0)
    page.get_by_role("searchbox", name="Navigationselemente filtern").fill("Geschichte")
    side_bar = page.locator("#nav-sidebar")
    expect(side_bar.get_by_role("link", name="Geschichte", exact=True)).to_be_visible()


def test_a_resolution_is_added_with_autocompletion(page: Page, log_in: Callable[[User], None]) -> None:
    draft = factories.draft(factories.district("03"), factories.coordinator())
    log_in(factories.admin())
    page.goto(reverse("admin:agreements_resolution_add"))
    page.get_by_role("combobox").first.click()
    page.get_by_role("searchbox").last.fill("Pankow")
    page.get_by_role("option", name="MW-03-01 Pankow").click()
    page.get_by_label("Art:").select_option("ba_resolution")
    page.get_by_label("Datum:").fill("2025-03-10")
    page.get_by_label("Quelle:", exact=True).fill("Protokoll")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_text("erfolgreich hinzugefügt")).to_be_visible()
    assert Resolution.objects.get().agreement == draft.agreement


def test_a_draft_is_changed_and_a_signed_clause_is_not(page: Page, log_in: Callable[[User], None]) -> None:
    by = factories.coordinator()
    draft = Clause.objects.filter(
        section__instrument=factories.draft(factories.district("07"), by), locked=False
    )[3]
    signed = Clause.objects.filter(
        section__instrument=factories.signed_contract(factories.district("03"), by)
    )[3]
    log_in(factories.admin())
    page.goto(reverse("admin:agreements_clause_change", args=[draft.pk]))
    page.get_by_label("Text:").fill("Neuer Text.")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_text("erfolgreich geändert")).to_be_visible()
    draft.refresh_from_db()
    assert draft.text == "Neuer Text."
    page.goto(reverse("admin:agreements_clause_change", args=[signed.pk]))
    expect(page.get_by_text("Diese Urkunde hat den Stand „unterzeichnet“")).to_be_visible()
    expect(page.get_by_label("Text:")).to_have_count(0)
    expect(page.get_by_role("button", name="Sichern", exact=True)).to_have_count(0)


def test_forms_of_the_admin_are_accessible(
    page: Page, log_in: Callable[[User], None], witness: Witness
) -> None:
    admin = factories.admin()
    log_in(admin)
    for address in (
        reverse("admin:index"),
        reverse("admin:health"),
        reverse("admin:districts_securityevent_changelist"),
        reverse("admin:districts_office_changelist"),
        reverse("admin:districts_membership_add"),
        reverse("admin:districts_user_add"),
        reverse("admin:districts_user_change", args=[admin.pk]),
        reverse("admin:districts_user_access", args=[admin.pk]),
        reverse("admin:agreements_milestone_add"),
    ):
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        # Django leaves the heading over an inline row's own name empty
        found = [one for one in violations(page) if not one.startswith("empty-table-header")]
        assert found == [], address
    witness.troubles.clear()  # axe itself sets inline styles here, which the policy refuses


@pytest.mark.parametrize(
    ("name", "fill", "told"),
    [
        ("agreements_resolution_add", {}, {"Bitte „Vertrag“ angeben.", "Bitte „Quelle“ angeben."}),
        (
            "districts_user_add",
            {"Benutzername:": "frieda"},
            {"Bitte „E-Mail-Adresse“ angeben.", "Zugehörigkeit 1: Bitte „Rolle“ angeben."},
        ),
    ],
)
def test_the_errors_of_a_form_come_first_and_each_leads_to_its_field_once(
    page: Page, log_in: Callable[[User], None], name: str, fill: dict[str, str], told: set[str]
) -> None:
    factories.district("03")
    log_in(factories.admin())
    page.goto(reverse(f"admin:{name}"))
    for label, words in fill.items():
        page.get_by_label(label, exact=True).fill(words)
    if name == "districts_user_add":
        page.locator(".add-row a").click()
        page.locator("#id_memberships-0-district").select_option(label="Pankow")
    page.locator("form[method=post] .submit-row input").first.click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    words = summary.get_by_role("listitem").all_inner_texts()
    assert told <= set(words)
    assert words
    assert len(words) == len(set(words)) == summary.get_by_role("link").count()
    for link in summary.get_by_role("link").all():
        link.click()
        field = page.locator(str(link.get_attribute("href")))
        row = page.locator(".form-row, td").filter(has=field).last
        expect(row.locator(":is(input, select, [role=combobox]):focus")).to_have_count(1)


def test_the_admin_fits_a_phone(page: Page, log_in: Callable[[User], None]) -> None:
    log_in(factories.admin())
    page.set_viewport_size(NARROW)
    for name in (
        "index",
        "districts_office_changelist",
        "agreements_clause_changelist",
        "districts_user_add",
    ):
        page.goto(reverse(f"admin:{name}"))
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
