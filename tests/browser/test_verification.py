"""The public verification page in a browser: a file is dropped or chosen, and only its SHA-256 leaves the machine."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, Request, expect

from agreements.documents import editions
from agreements.files import store
from agreements.models import Instrument
from agreements.verification.views import PER_NETWORK
from districts.models import User
from tests import factories
from tests.browser.axe import troubles, violations
from tests.browser.browser import Witness
from tests.scenario import version_of
from tests.verification.issued import code_of, freeze_again, take_back

DROP = """
([name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "application/pdf" }));
  const place = document.querySelector("[data-drop]");
  for (const kind of ["dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
}
"""


@pytest.fixture(autouse=True)
def nobody_asked_before(transactional_db: None) -> Iterator[None]:
    """Empty the buckets: the cache's table belongs to no model, so nothing else empties it between tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def amira(transactional_db: None) -> User:
    return factories.coordinator()


@pytest.fixture
def contract(amira: User) -> Instrument:
    return factories.frozen_contract(factories.district(), amira)


def execution_pdf(contract: Instrument) -> bytes:
    return store.read(editions.execution_edition(version_of(contract)).file)


def drop(page: Page, data: bytes) -> Locator:
    page.evaluate(DROP, ["vertrag.pdf", base64.b64encode(data).decode()])
    return page.locator("[data-answer]")


def flipped(pdf: bytes) -> bytes:
    """Return the file with one byte changed in the middle."""
    place = len(pdf) // 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_a_file_is_told_apart_by_dropping_it(page: Page, contract: Instrument, amira: User) -> None:
    pdf = execution_pdf(contract)
    page.goto("/pruefen/")
    expect(drop(page, pdf)).to_contain_text("Diese Datei ist echt und aktuell")
    expect(page.locator("[data-answer]")).to_contain_text("Zeichnungsfassung, Kooperationsvertrag Pankow")
    expect(page.locator("[data-answer]")).to_be_focused()
    # the code that stands in the altered file tells it from a strange one
    expect(drop(page, flipped(pdf))).to_contain_text("nicht die Datei, die wir ausgegeben haben")
    expect(drop(page, b"%PDF-1.7 irgendetwas")).to_contain_text("Diese Datei kennen wir nicht")
    take_back(contract, amira)
    expect(drop(page, pdf)).to_contain_text("echt, aber überholt")
    freeze_again(contract, amira)
    expect(drop(page, pdf)).to_contain_text("es gibt eine neuere Fassung")
    assert violations(page) == []


def test_on_the_page_of_a_code_a_strange_file_is_not_ours(page: Page, contract: Instrument) -> None:
    page.goto(f"/pruefen/{code_of(contract)}/")
    expect(drop(page, b"%PDF-1.7 irgendetwas")).to_contain_text("nicht die Datei, die wir ausgegeben haben")


def test_only_the_hash_and_the_code_leave_the_machine(page: Page, contract: Instrument) -> None:
    sent: list[Request] = []
    page.goto("/pruefen/")
    page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
    expect(drop(page, execution_pdf(contract))).to_contain_text("echt und aktuell")
    asked = [request for request in sent if "/static/" not in request.url]
    assert [request.method for request in asked] == ["POST"]
    said = parse_qs(asked[0].post_data or "")
    file = editions.execution_edition(version_of(contract)).file
    assert said == {"sha256": [file.sha256], "code": [code_of(contract)]}
    assert "cookie" not in asked[0].headers
    assert json.dumps(page.context.cookies()) == "[]"


def test_a_file_is_chosen_by_keyboard(page: Page, contract: Instrument, tmp_path: Path) -> None:
    file = tmp_path / "vertrag.pdf"
    file.write_bytes(execution_pdf(contract))
    # asked for before the page is there: the browser needs a moment to hand its dialog over
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    page.goto("/pruefen/")
    page.get_by_label("Prüfcode", exact=False).first.focus()
    field = page.get_by_label("PDF-Datei oder Scan wählen")
    for _ in range(2):  # the button of the code, then the file
        page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[data-answer]")).to_contain_text("echt und aktuell")


def test_a_large_file_is_hashed_piece_by_piece(page: Page, transactional_db: None, tmp_path: Path) -> None:
    file = tmp_path / "gross.pdf"
    file.write_bytes(b"%PDF-1.7 " + bytes(40 * 1024 * 1024))
    page.goto("/pruefen/")
    page.get_by_label("PDF-Datei oder Scan wählen").set_input_files(file)
    expect(page.locator("[data-answer]")).to_contain_text("Diese Datei kennen wir nicht")


def test_too_many_questions_are_answered_with_a_pause(
    page: Page, witness: Witness, contract: Instrument
) -> None:
    witness.expect_status(429)
    page.goto("/pruefen/")
    refused = page.get_by_text("Zu viele Anfragen auf einmal")
    for number in range(PER_NETWORK.burst + 20):  # a few more, since the bucket refills meanwhile
        drop(page, b"%PDF " + str(number).encode())
        expect(page.locator("[data-answer] .notice")).to_be_visible()
        if refused.is_visible():
            break
    expect(page.locator("[data-answer]")).to_contain_text("Sekunden noch einmal")


def test_without_hashing_in_the_browser_the_digits_can_be_typed(page: Page, contract: Instrument) -> None:
    page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
    page.goto("/pruefen/")
    expect(page.get_by_label("PDF-Datei oder Scan wählen")).to_be_hidden()
    page.get_by_label("SHA-256 der Datei").fill(editions.execution_edition(version_of(contract)).file_id)
    page.get_by_role("button", name="Prüfwert prüfen").click()
    expect(page.get_by_text("Diese Datei ist echt und aktuell")).to_be_visible()
    assert violations(page) == []


def test_the_pages_are_accessible_and_fit(page: Page, witness: Witness, contract: Instrument) -> None:
    witness.expect_status(404)
    code = code_of(contract)
    for address in ("", f"{code}/", f"{code[:-1]}{'0' if code[-1] != '0' else '1'}/", "MW-00000-00000-0/"):
        page.goto(f"/pruefen/{address}")
        assert troubles(page) == [], address
