"""Evidence in a real browser: handed in with a report by keyboard and picker, looked at, on a desk and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from agreements.models import Evidence
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.files.samples import pdf
from tests.tracking.report_factories import obligation_of

DESK, PHONE = ViewportSize(width=1440, height=1000), ViewportSize(width=390, height=844)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_report_is_proven_and_the_proof_is_looked_at(
    page: Page, log_in: Callable[[User], None], tmp_path: Path
) -> None:
    place = factories.district("03")
    duty = obligation_of(factories.signed_contract(place, factories.coordinator()), "O-23")
    paper = tmp_path / "Bericht.pdf"
    paper.write_bytes(pdf(2))
    log_in(factories.staff(place))
    page.goto("/pflichten/?art=report")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name=re.compile("^Melden.*Sachstandsbericht")).first.click()
    form = page.get_by_role("form", name=re.compile("Sachstand melden"))
    form.get_by_label("erfüllt", exact=True).check()
    form.get_by_text("Nachweis hinzufügen").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_text("je Datei höchstens 20 MB")).to_be_visible()
    assert violations(page) == []
    form.get_by_label("Dateien").set_input_files(paper)
    form.get_by_label("Drucksachen oder Aktenzeichen").fill("Drs. IX-0731")
    form.get_by_role("button", name="Sachstand melden").click()
    expect(page.get_by_text("Der Sachstand zu O-23 ist gemeldet: erfüllt.")).to_be_focused()
    assert page.evaluate("window.stayed")

    made = Evidence.objects.get(kind="file")
    steps = [
        f"/pflichten/{duty.pk}/",
        f"/pflichten/{duty.pk}/nachweis/{made.pk}/?seite=2",
        f"/pflichten/{duty.pk}/nachweis/{made.pk}/neu/",
        f"/pflichten/{duty.pk}/sachstand/{made.report_id}/nachweis/",
    ]
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for address in steps:
            page.goto(address)
            assert violations(page) == []
            assert page.evaluate(OVERFLOW) == 0
        page.goto(steps[1])
        drawn = page.get_by_role("img", name="Bericht.pdf, Seite 2 von 2")
        expect(drawn).to_be_visible()
        assert drawn.evaluate("picture => picture.naturalWidth") == 400
        expect(page.get_by_text("nicht auf Viren geprüft")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Datei herunterladen").click()
    assert caught.value.path().read_bytes() == paper.read_bytes()
