"""The first amendment of a contract in a browser: begun, written, signed on paper, and asked for by staff release."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.job_choices import Queue
from agreements.models import Instrument
from districts.models import User
from tests import factories
from tests.browser.axe import troubles
from tests.browser.browser import follow
from tests.due import freeze_what_is_due, somebody_works
from tests.scenario import PNG

LogIn = Callable[[User], None]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the story's files apart."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path)


def test_the_coordination_is_raised_from_three_quarters_to_a_whole_post(
    page: Page, log_in: LogIn, transactional_db: None
) -> None:
    contract = given_a_signed_contract(log_in)
    when_she_begins_an_amendment(page, contract)
    when_she_writes_the_new_share_into_text_and_obligation(page)
    when_she_says_from_when_it_applies(page)
    then_its_sentences_are_printed(page)
    when_she_freezes_it(page)
    when_she_records_the_signature_of(page, "Rosa Rathaus")
    when_she_records_the_signature_of(page, "Viktor Verein")
    then_the_amendment_is_signed(page)
    then_staff_release_asks_the_new_share_from_its_begin(page, contract)


def given_a_signed_contract(log_in: LogIn) -> Instrument:
    amira = factories.coordinator()
    contract = factories.signed_contract(factories.district("03"), amira)
    log_in(amira)
    return contract


def when_she_begins_an_amendment(page: Page, contract: Instrument) -> None:
    page.goto(reverse("agreement_detail", args=[contract.agreement_id]))
    page.get_by_text("Mehr", exact=True).click()
    follow(page.get_by_role("link", name="Nachtrag beginnen"))
    assert troubles(page) == []
    page.get_by_role("button", name="Nachtrag beginnen").click()
    expect(page.get_by_role("heading", name="Pankow, 1. Nachtrag", level=1)).to_be_visible()
    page.get_by_text("Es fehlt:").click()
    expect(page.get_by_text("Dieser Nachtrag ändert noch nichts.")).to_be_visible()
    page.keyboard.press("Escape")


def when_she_writes_the_new_share_into_text_and_obligation(page: Page) -> None:
    expect(page.locator(".is-live")).to_be_visible()
    page.get_by_role("group", name=re.compile(r"^§\s6 \(1\)$")).locator(".clause-text").click()
    box = page.get_by_role("textbox", name="Text des Absatzes")
    box.fill(box.inner_text().replace("0,75", "1,0"))
    expect(page.locator(".keep-state")).to_contain_text(re.compile(r"gespeichert \d\d:\d\d"), timeout=15_000)
    page.get_by_role("button", name="Fertig").click()
    beside = page.get_by_role("list", name=re.compile(r"^Änderungen: §\s6 \(1\)$"))
    expect(beside).to_contain_text(re.compile(r"§\s6\sAbsatz\s1 wird wie folgt gefasst: …"))
    expect(beside.get_by_role("link", name="Änderung 1")).to_be_visible()
    page.goto(reverse("obligation_edit", args=[Instrument.objects.get(number=1).pk, "O-01"]))
    page.locator(".answers").get_by_role("link", name="Wie viel?").click()
    page.get_by_label("Menge", exact=True).fill("1")
    page.get_by_label("Anteil (VZÄ)").first.fill("1")
    while not (save := page.get_by_role("button", name="Speichern")).is_visible():
        asked = page.locator("[data-question]:not([hidden])")
        before = asked.get_attribute("data-question") or ""
        page.get_by_role("button", name="Weiter").click()
        expect(asked).not_to_have_attribute("data-question", before)
    save.click()
    expect(page.get_by_role("heading", name="Pankow, 1. Nachtrag", level=1)).to_be_visible()
    assert troubles(page) == []


def when_she_says_from_when_it_applies(page: Page) -> None:
    page.get_by_role("link", name="Zur Vertragsseite").click()
    page.get_by_role("link", name="Inkrafttreten und Begründung ändern").click()
    page.get_by_label("frühestens am").check()
    page.get_by_label("Tag", exact=True).fill(TODAY.isoformat())
    page.get_by_label("Grund der Änderung").fill("Die Koordination reicht nicht.")
    assert troubles(page) == []
    page.get_by_role("button", name="Speichern").click()


def then_its_sentences_are_printed(page: Page) -> None:
    printed = page.locator("#text")
    expect(printed).to_contain_text("Der Kooperationsvertrag vom 10. März 2025 wird wie folgt geändert:")
    expect(printed).to_contain_text(re.compile(r"§\s6\sAbsatz\s1 wird wie folgt gefasst"))
    expect(printed).to_contain_text("1,0 Vollzeitäquivalenten")
    expect(printed).to_contain_text("Im Übrigen bleibt der Vertrag unverändert.")
    expect(printed).to_contain_text("Die Koordination reicht nicht.")
    assert troubles(page) == []


def when_she_freezes_it(page: Page) -> None:
    page.get_by_role("link", name="Zur Zeichnung festschreiben").click()
    expect(page.get_by_role("heading", name="Zur Zeichnung festschreiben", level=1)).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    assert troubles(page) == []
    somebody_works(Queue.RENDER, at=timezone.now())
    page.get_by_role("button", name="Zur Zeichnung festschreiben").click()
    expect(page.get_by_role("status")).to_contain_text("Zeichnungsfassung wird erstellt …")
    assert freeze_what_is_due(at=timezone.now())
    expect(page.get_by_role("heading", name="Unterschriften einholen")).to_be_visible()


def when_she_records_the_signature_of(page: Page, name: str) -> None:
    page.get_by_role("link", name="Unterzeichnung", exact=True).click()
    page.get_by_role("link", name=re.compile(rf"^Unterschrift festhalten\s*: {name}")).first.click()
    page.get_by_label("Unterzeichnet am").fill(TODAY.isoformat())
    page.get_by_role("textbox", name="Ort").fill("Berlin-Pankow")
    page.get_by_label("Scan der unterzeichneten Seite").set_input_files(
        {"name": "scan.png", "mimeType": "image/png", "buffer": PNG}
    )
    if (
        last := page.get_by_role("checkbox", name=re.compile("wird der (Vertrag|Nachtrag) geschlossen"))
    ).count():
        last.check()
    page.get_by_role("button", name="Unterschrift festhalten").click()
    expect(page.get_by_text(f"Unterschrift von {name} festgehalten.")).to_be_visible()


def then_the_amendment_is_signed(page: Page) -> None:
    expect(page.get_by_role("heading", name="1. Nachtrag", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Text bearbeiten")).to_have_count(0)
    assert troubles(page) == []


def then_staff_release_asks_the_new_share_from_its_begin(page: Page, contract: Instrument) -> None:
    page.goto(reverse("release_detail", args=[contract.agreement_id]))
    row = page.get_by_role("row", name=re.compile("Koordination Kinder- und Familienarmutsprävention"))
    expect(row).to_contain_text("mindestens 1,00 VZÄ (100 %)")
    page.get_by_text("Abteilung Jugend und Familie: Werte als Tabelle").click()
    expect(page.get_by_role("row", name=re.compile(f"{TODAY:%d.%m.%Y}")).first).to_contain_text("1,00")
