"""The end of an agreement in a browser: a notice decided by a person; a decision on extension; a successor."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness
from tests.dossier.termination_notices import noticed
from tests.scenario import PNG

LETTER = {"name": "kuendigung.png", "mimeType": "image/png", "buffer": PNG}


@pytest.fixture
def contract(transactional_db: None) -> Instrument:
    return factories.signed_contract(factories.district("08"), factories.coordinator())


def test_a_notice_and_a_decision_are_recorded(
    page: Page, log_in: Callable[[User], None], contract: Instrument, witness: Witness
) -> None:
    witness.expect_status(422)
    log_in(contract.agreement.coordinator)
    page.goto(f"/vertraege/{contract.agreement_id}/")
    page.get_by_role("link", name="Entscheidung festhalten").first.click()
    page.get_by_role("radio", name="nachverhandeln").check()
    page.get_by_label("Entschieden am").fill("2026-06-02")
    page.get_by_label("Wer entschieden hat").fill("Vorstand des Vereins")
    page.get_by_label("Begründung").fill("Die Stellenanteile reichen nicht.")
    look(page, "termination-decide")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("Nachverhandeln, entschieden am 02.06.2026")).to_be_visible()
    page.get_by_text("Mehr", exact=True).click()
    page.get_by_role("link", name="Kündigung festhalten").click()
    page.get_by_role("radio", name="Bezirk").check()
    page.get_by_role("radio", name="ordentlich", exact=True).check()
    page.get_by_role("radio", name="Schreiben mit eigenhändiger Unterschrift").check()
    page.get_by_label("Datum des Schreibens").fill("2026-06-01")
    page.get_by_label("Zugegangen am").fill("2026-06-02")
    page.get_by_label("Gekündigt zum").fill("2027-08-31")
    page.get_by_label("Schreiben mit Eingangsvermerk").set_input_files([LETTER])
    look(page, "termination-new")
    page.get_by_role("button", name="Festhalten").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text(
        "Am 31.08.2027 endet keine Laufzeit. Der nächste mögliche Tag ist der 31.03.2028."
    )
    look(page, "termination-refused")
    page.get_by_role("radio", name="wirkt zum nächsten möglichen Ende").check()
    page.get_by_label("Schreiben mit Eingangsvermerk").set_input_files([LETTER])
    page.get_by_role("button", name="Festhalten").click()
    panel = page.locator("#ende")
    expect(panel.get_by_text("Gekündigt zum 31.03.2028")).to_be_visible()
    look(page, "termination-noticed")
    panel.get_by_role("link", name="Zurückgenommen oder falsch festgehalten?").click()
    page.get_by_role("radio", name="mit Zustimmung der anderen Seite").check()
    page.get_by_label("Datum").fill("2026-06-10")
    page.get_by_label("Begründung").fill("Der Bezirk führt die Arbeit weiter.")
    page.get_by_label("Nachweis").set_input_files([LETTER])
    look(page, "termination-retract")
    page.get_by_role("button", name="Festhalten").click()
    expect(panel.get_by_text("Gilt nicht mehr: mit Zustimmung der anderen Seite")).to_be_visible()
    look(page, "termination-retracted")


def test_a_successor_is_begun_and_joins_without_a_gap(
    page: Page, log_in: Callable[[User], None], contract: Instrument
) -> None:
    noticed(contract.agreement, contract.agreement.coordinator)
    log_in(contract.agreement.coordinator)
    page.goto(f"/vertraege/{contract.agreement_id}/")
    page.get_by_text("Mehr", exact=True).click()
    page.get_by_role("link", name="Folgevertrag beginnen").click()
    expect(page.get_by_label("Beginn", exact=True)).to_have_value("2028-04-01")
    page.get_by_label("Ende", exact=True).fill("2031-03-31")
    look(page, "successor-new")
    page.get_by_role("button", name="Entwurf anlegen").click()
    expect(page).to_have_url(re.compile("bearbeiten"))
    page.goto(f"/vertraege/{contract.agreement_id}/")
    term, overview = page.locator("#ende"), page.locator("#ueberblick")
    expect(term.get_by_text("schließt am 01.04.2028 ohne Lücke an")).to_be_visible()
    look(page, "successor-former")
    term.get_by_role("link", name="MW-08-02").click()
    expect(overview.get_by_text("Folgt auf")).to_be_visible()
    look(page, "successor-following")
