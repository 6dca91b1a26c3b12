"""Pankow's agreement as a coordinator takes it over with few presses, and its first amendment."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from agreements.choices import LegalForm
from agreements.drafting.actions.beginnings import from_model
from agreements.drafting.model_texts.selection import Selection
from agreements.models import AgreementTemplate, Instrument
from districts.models import User
from mitwirkung.demo.pankow_text import invented_text
from tests import factories
from tests.browser.axe import look
from tests.browser.test_amending import (
    then_staff_release_asks_the_new_share_from_its_begin,
    when_she_begins_an_amendment,
    when_she_freezes_it,
    when_she_records_the_signature_of,
    when_she_says_from_when_it_applies,
    when_she_writes_the_new_share_into_text_and_obligation,
)
from tests.browser.test_importing import paste
from tests.browser.test_pasted_contracts import Presses
from tests.files.samples import pdf

LogIn = Callable[[User], None]
MOST_PRESSES = 120
SCAN = {"name": "pankow-2023.pdf", "mimeType": "application/pdf", "buffer": pdf(9)}


class FormPresses(Presses):
    """Counts a field that is filled, a file and a paste as one press, too."""

    def fill(self, target: Locator, text: str) -> None:
        self.count += 1
        target.fill(text)

    def attach(self, target: Locator) -> None:
        self.count += 1
        target.set_input_files([SCAN])

    def paste(self, target: Locator, text: str) -> None:
        self.count += 1
        paste(target, text, "")


@pytest.fixture
def model_text(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AgreementTemplate:
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)
    factories.district("03")
    return factories.template()


def test_pankow_is_taken_over_with_few_presses_and_amended(
    page: Page, log_in: LogIn, model_text: AgreementTemplate
) -> None:
    amira = factories.coordinator()
    factories.association(amira)
    log_in(amira)
    presses = FormPresses()
    when_she_takes_the_key_data_over(page, presses)
    when_she_picks_its_obligations(page, presses)
    when_she_pastes_its_text(page, presses, model_text)
    assert presses.count <= MOST_PRESSES
    contract = Instrument.objects.get()
    then_it_is_taken_over_with_all_of_it(page, contract)
    when_she_begins_an_amendment(page, contract)
    when_she_writes_the_new_share_into_text_and_obligation(page)
    when_she_says_from_when_it_applies(page)
    when_she_freezes_it(page)
    when_she_records_the_signature_of(page, "Rona Tietje")
    when_she_records_the_signature_of(page, "Viktor Verein")
    then_staff_release_asks_the_new_share_from_its_begin(page, contract)


def when_she_takes_the_key_data_over(page: Page, presses: FormPresses) -> None:
    page.goto("/vertraege/")
    presses.click(page.get_by_role("link", name="Bestehenden Vertrag aufnehmen"))
    presses.choose(page.locator("#id_district"), "Pankow")
    presses.attach(page.get_by_label("Scan oder signierte Datei"))
    presses.fill(page.get_by_label("Unterzeichnet am"), "2023-07-03")
    presses.click(page.get_by_role("button", name="Aufnehmen und weiter"))
    expect(page.get_by_role("img", name="Seite 9")).to_be_attached()
    presses.fill(page.get_by_label("In Kraft am"), "2023-08-01")
    presses.click(page.get_by_role("radio", name="an einem bestimmten Tag"))
    presses.fill(page.get_by_label("Ende am"), "2026-07-31")
    presses.fill(page.get_by_label("Verlängerung in Monaten"), "12")
    presses.fill(page.get_by_label("Kündigungsfrist in Monaten"), "3")
    first, second = (page.get_by_role("group", name=f"Unterschrift {number}") for number in (1, 2))
    presses.fill(first.get_by_label("Name"), "Rona Tietje")
    presses.fill(first.get_by_label("Funktion damals"), "Bezirksstadträtin für Jugend und Familie")
    presses.fill(first.get_by_label("Partei", exact=True), "SPD")
    presses.fill(second.get_by_label("Name"), "Viktor Verein")
    presses.fill(second.get_by_label("Funktion damals"), "Vorstand")
    presses.choose(page.get_by_label("Rechtsform"), LegalForm.PUBLIC_LAW.label)
    presses.fill(page.get_by_label("Wo das Original liegt"), "Jugendamt, Ordner 3")
    presses.fill(page.get_by_label("Geschäftszeichen des Bezirks"), "Jug 42-2023")
    presses.click(page.get_by_role("button", name="Eckdaten übernehmen"))
    expect(page.get_by_text("Unterzeichnet ist das Original (Scan, Prüfwert").first).to_be_visible()


def when_she_picks_its_obligations(page: Page, presses: FormPresses) -> None:
    presses.click(page.get_by_role("link", name="Pflichten erfassen").first)
    presses.click(page.get_by_role("link", name="Aus dem Mustertext auswählen"))
    expect(page.locator(".pick").first).to_be_visible()
    look(page, "record-pick")
    for number, row in enumerate(page.locator(".pick").all()):
        presses.click(row.get_by_role("checkbox"))
        presses.fill(row.get_by_label("Seite"), str(2 + number // 5))
    presses.click(page.get_by_role("button", name="Angekreuzte erfassen"))
    expect(page.get_by_text("30 Pflichten erfasst.")).to_be_visible()


def when_she_pastes_its_text(page: Page, presses: FormPresses, model_text: AgreementTemplate) -> None:
    presses.click(page.get_by_role("link", name="3 Wortlaut"))
    presses.click(page.get_by_role("link", name="Text einfügen"))
    model = from_model(model_text, Selection(chosen={"Stand des BA-Beschlusses": "p09-1"})).content
    presses.paste(page.locator("#id_text"), invented_text(model))
    presses.click(page.get_by_role("button", name="Vorschau ansehen"))
    presses.click(page.get_by_role("button", name="Text einfügen"))
    expect(page.get_by_text("noch nicht gegengelesen").first).to_be_visible()


def then_it_is_taken_over_with_all_of_it(page: Page, contract: Instrument) -> None:
    duties = contract.terms.select_related("clause")
    assert duties.count() == 30
    assert all(duty.clause and duty.source_place and duty.source_page for duty in duties)
    page.goto(contract.page_url("documents"))
    expect(page.locator("#original")).to_contain_text("Rona Tietje, Bezirksstadträtin für Jugend und Familie")
    expect(page.locator("#original")).to_contain_text("Erfasst: voller Text.")
