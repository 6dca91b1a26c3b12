"""A contract that was signed elsewhere is taken in and corrected in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from districts.models import User
from tests import factories
from tests.browser.axe import look
from tests.browser.browser import Witness, follow
from tests.recording.recorded import SCAN, recorded

FILE = {"name": "vertrag-tk-2023.pdf", "mimeType": "application/pdf", "buffer": SCAN}


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    factories.district("09")
    return factories.coordinator()


def test_key_data_are_taken_in_and_corrected(
    page: Page, log_in: Callable[[User], None], coordinator: User, witness: Witness
) -> None:
    witness.expect_status(422)
    log_in(coordinator)
    page.goto("/vertraege/")
    follow(page.get_by_role("link", name="Bestehenden Vertrag aufnehmen"))
    look(page, "record-new")
    page.locator("#id_district").select_option(label="Treptow-Köpenick")
    page.get_by_label("Scan oder signierte Datei").set_input_files([FILE])
    page.get_by_label("Unterzeichnet am").fill("2099-11-08")
    page.get_by_label("Unterzeichnet: Quelle").fill("Scan, Seite 8")
    page.get_by_role("button", name="Aufnehmen und weiter").click()
    expect(page.locator(".error-summary")).to_contain_text("08.11.2099 liegt in der Zukunft")
    look(page, "record-faulty")
    page.get_by_label("Unterzeichnet am").fill("2023-11-08")
    page.get_by_label("Scan oder signierte Datei").set_input_files([FILE])
    page.get_by_role("button", name="Aufnehmen und weiter").click()
    scan = page.get_by_role("complementary", name="Scan des Originals")
    expect(scan.get_by_role("img", name="Seite 1")).to_be_visible()
    look(page, "record-key-data")
    page.get_by_label("Wo das Original liegt").fill("Akte Jug 1-2023")
    page.get_by_label("In Kraft am").fill("2023-08-01")
    page.get_by_text("2. MitWirkung").click()
    page.get_by_label("Bezeichnung").nth(1).fill("Beispiel e. V.")
    page.get_by_label("Name", exact=True).first.fill("Erika Erdacht")
    page.get_by_label("Funktion damals").first.fill("Bezirksstadträtin")
    page.get_by_role("button", name="Eckdaten übernehmen").click()
    expect(page.locator(".error-summary")).to_contain_text("gilt rückwirkend: in Kraft 01.08.2023")
    look(page, "record-doubtful")
    page.get_by_label("Ja, so steht es im Vertrag").check()
    page.get_by_role("button", name="Eckdaten übernehmen").click()
    page.get_by_role("link", name="Dokumente", exact=True).click()
    original = page.locator("#original")
    expect(original).to_contain_text("Unterzeichnet ist das Original (Scan, Prüfwert")
    expect(original).to_contain_text(
        "Nicht bekannt: Ende der Laufzeit, Verlängerung, Kündigungsfrist und Rechtsform"
    )
    look(page, "record-detail")
    original.get_by_role("link", name="Eckdaten ändern").click()
    page.get_by_role("radio", name="an einem bestimmten Tag").check()
    page.get_by_label("Ende am").fill("2027-07-31")
    page.locator("details", has_text="Quelle: Ende").locator("summary").click()
    page.get_by_label("Ende: Quelle").fill("Scan, Seite 7")
    page.get_by_label("Verlängerung in Monaten").fill("12")
    page.get_by_label("Grund der Berichtigung").fill("Auf Seite 7 nachgelesen")
    page.get_by_role("button", name="Eckdaten übernehmen").click()
    page.get_by_label("Ja, so steht es im Vertrag").check()
    page.get_by_role("button", name="Eckdaten übernehmen").click()
    page.get_by_role("link", name="Dokumente", exact=True).click()
    expect(original).to_contain_text("31.07.2027")
    page.get_by_role("link", name="Geschichte", exact=True).click()
    expect(page.locator("#geschichte")).to_contain_text(
        "Ende der Laufzeit: 31.07.2027 (Scan, Seite 7) statt nicht bekannt"
    )
    look(page, "record-corrected")
    page.goto("/vertraege/")
    expect(page.get_by_text("andernorts geschlossen, nur Eckdaten")).to_be_visible()
    look(page, "record-list")


def test_an_obligation_is_typed_beside_the_scan(
    page: Page, log_in: Callable[[User], None], coordinator: User
) -> None:
    contract = recorded(coordinator)
    log_in(coordinator)
    page.goto(f"/vertraege/{contract.agreement_id}/")
    follow(page.get_by_role("link", name="Pflichten erfassen").first)
    look(page, "record-obligations")
    page.get_by_role("link", name="Bericht").click()
    scan = page.get_by_role("complementary", name="Scan des Originals")
    expect(scan.get_by_role("img", name="Seite 1")).to_be_visible()
    page.get_by_label("Fundstelle im Original").fill("§ 10 (1)")
    page.get_by_label("Seite im Scan").fill("1")
    look(page, "record-obligation")
    onward = page.get_by_role("button", name="Weiter")
    onward.click()
    page.get_by_role("radio", name="Bezirk").check()
    onward.click()
    page.get_by_label("Pflicht in Kurzform").fill("Sachstandsbericht vorlegen")
    onward.click()
    onward.click()
    page.get_by_role("radio", name="Regelmäßig, zu einem Termin").check()
    page.get_by_label("Tag", exact=True).fill("31")
    page.get_by_label("Monat", exact=True).select_option("1")
    onward.click()
    onward.click()
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("§ 10 (1), Seite 1")).to_be_visible()
    look(page, "record-obligations-typed")
