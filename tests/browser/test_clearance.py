"""A round of Mitzeichnung in a browser: asked, cleared, and then the text changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements import transitions
from agreements.models import Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.drafting.differences import confirm_open

LogIn = Callable[[User], None]


@pytest.fixture
def contract(transactional_db: None) -> Instrument:
    """A contract in review."""
    amira = factories.coordinator()
    found = factories.draft(factories.district("03"), amira)
    return transitions.apply_transition(found, "open_review", by=amira, at=factories.FROZEN_AT)


def test_who_has_cleared_an_older_text_is_shown(page: Page, log_in: LogIn, contract: Instrument) -> None:
    amira, bogdan = User.objects.get(first_name="Amira"), factories.staff(contract.agreement.district)
    log_in(amira)
    when_she_asks_two_offices_and_the_budget(page, contract)
    log_in(bogdan)
    when_the_district_records_that_the_legal_office_has_cleared(page)
    log_in(amira)
    when_she_changes_the_second_paragraph_of_section_six(page, contract)
    then_the_contract_says_who_has_cleared_an_older_text(page, contract)
    then_the_comparison_shows_what_has_changed(page)
    then_freezing_warns(page, contract)
    then_the_list_of_all_districts_names_who_is_missing(page, contract)


def when_she_asks_two_offices_and_the_budget(page: Page, contract: Instrument) -> None:
    page.goto(f"/vertraege/{contract.agreement_id}/")
    page.get_by_role("link", name="Mitzeichnung beginnen").click()
    page.get_by_label("Rechtsamt").check()
    page.get_by_label("Jugendamt").check()
    page.get_by_label("Weitere Stellen").fill("Haushalt\nrechtsamt")
    page.get_by_label("Frist").fill((timezone.localdate() + timedelta(days=10)).isoformat())
    assert troubles(page) == []
    page.get_by_role("button", name="Mitzeichnung beginnen").click()
    expect(page.get_by_text("Es fehlen: Haushalt, Jugendamt, Rechtsamt.").first).to_be_visible()


def when_the_district_records_that_the_legal_office_has_cleared(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Runde 1").click()
    page.get_by_role("link", name="Antwort festhalten : Rechtsamt").click()
    page.get_by_label("ohne Änderung").check()
    page.get_by_label("Geantwortet hat").fill("Leitung des Rechtsamts")
    assert troubles(page) == []
    page.get_by_role("button", name="Antwort festhalten").click()
    expect(page.get_by_text("Rechtsamt hat den heutigen Text ohne Änderung mitgezeichnet.")).to_be_visible()
    expect(page.get_by_text("gilt für den heutigen Text")).to_be_visible()


def when_she_changes_the_second_paragraph_of_section_six(page: Page, contract: Instrument) -> None:
    page.goto(f"/urkunden/{contract.pk}/absaetze/p06-2/")
    text = page.get_by_role("textbox", name="Text des Absatzes")
    text.fill(text.input_value().replace("Beschäftigte", "zwei Beschäftigte"))
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Absatz gespeichert.")).to_be_visible()


def then_the_contract_says_who_has_cleared_an_older_text(page: Page, contract: Instrument) -> None:
    day = f"{timezone.localdate():%d.%m.%Y}"
    older = (
        f"Rechtsamt hat den Stand vom {day} ohne Änderung mitgezeichnet; seither geändert: §\u00a06\u00a0(2)."
    )
    page.goto(f"/vertraege/{contract.agreement_id}/")
    panel = page.get_by_role("region", name="Mitzeichnung")
    expect(panel).to_contain_text(older)
    expect(panel).to_contain_text("älterer Text")
    expect(panel).to_contain_text("Es fehlen: Haushalt, Jugendamt.")
    panel.get_by_role("link", name="Antworten und nachlesen").click()
    expect(page.get_by_role("region", name="Stand heute")).to_contain_text(older)
    assert troubles(page) == []


def then_the_comparison_shows_what_has_changed(page: Page) -> None:
    page.get_by_role("link", name="Vergleich mit dem heutigen Text : Rechtsamt").click()
    expect(page.locator("ins").get_by_text("zwei").first).to_be_visible()
    page.go_back()


def then_freezing_warns(page: Page, contract: Instrument) -> None:
    confirm_open(contract)
    page.goto(f"/urkunden/{contract.pk}/schritt/freeze/")
    expect(page.get_by_text("Jugendamt hat in Runde 1 nicht geantwortet")).to_be_visible()
    expect(page.get_by_text("gelesen; der Text wurde seither geändert.")).to_be_visible()
    assert troubles(page) == []


def then_the_list_of_all_districts_names_who_is_missing(page: Page, contract: Instrument) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Mitzeichnungen").click()
    row = page.get_by_role("row").filter(has_text=str(contract.agreement))
    expect(row).to_contain_text("1 von 3")
    expect(row).to_contain_text("Haushalt, Jugendamt")
    assert troubles(page) == []
