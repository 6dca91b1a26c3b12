"""A table in a real browser: downloaded, changed with a spreadsheet library, looked at and taken over."""

import re
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, ViewportSize, expect

from agreements.choices import Origin
from agreements.models import Agreement, ObligationTerms
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import due_imports, try_import
from districts.models import User
from tests import factories
from tests.browser.axe import violations
from tests.browser.browser import follow, picture
from tests.files.samples import pdf
from tests.spreadsheets.archives import zipped
from tests.spreadsheets.exchange import as_csv, blank

DESK, PHONE = ViewportSize(width=1440, height=1000), ViewportSize(width=390, height=844)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def looked_at(page: Page, name: str) -> None:
    """Check a page at both widths."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        picture(page, f"table-{name}-{size['width']}")
        assert violations(page) == []
        assert page.evaluate(OVERFLOW) == 0


def downloaded(page: Page, folder: Path) -> Path:
    """Download the obligations of the contract as Excel."""
    with page.expect_download() as caught:
        page.get_by_role("link", name=re.compile("^Excel.*heutigen Zeilen")).click()
    path = folder / "Pflichten.xlsx"
    caught.value.save_as(path)
    return path


def sent(page: Page, path: Path) -> None:
    page.get_by_label("Ausgefüllte Tabelle").set_input_files(path)
    page.get_by_role("button", name="Hochladen und prüfen").click()


def checked(page: Page, table: Path, scans: dict[str, bytes]) -> None:
    """Upload a table with scans, and let the worker try it while the page waits."""
    archive = table.with_name("Scans.zip")
    archive.write_bytes(zipped(scans))
    page.get_by_label("ZIP-Datei mit Scans").set_input_files(archive)
    sent(page, table)
    worked_off(page)
    expect(page.get_by_role("heading", name="Ergebnis der Prüfung")).to_be_visible()


def worked_off(page: Page) -> None:
    """Do the worker's part once the page waits for it."""
    expect(page.get_by_text("Die Tabelle wartet")).to_be_visible()
    now = timezone.now()
    [waiting] = due_imports(at=now)
    assert try_import(waiting, at=now)


def test_contracts_signed_elsewhere_come_with_their_scans(
    page: Page, log_in: Callable[[User], None], tmp_path: Path
) -> None:
    amira = factories.coordinator()
    factories.district("03")
    factories.association(amira)
    log_in(amira)
    page.goto("/vertraege/aufnehmen/")
    follow(page.get_by_role("link", name="Mehrere auf einmal als Tabelle aufnehmen"))
    looked_at(page, "records")
    table = tmp_path / "Verträge.csv"
    row = {"title": "Kooperationsvertrag", "signed_on": "03.07.2023", "signed_source": "Scan, Seite 8"}
    rows = [
        {**row, "district": "Pankow", "file": "größer.pdf"},
        {**row, "district": "Lichtenberg", "ends_on": "30.06.2023", "ends_source": "Seite 2"},
    ]
    table.write_bytes(as_csv(TableKind.AGREEMENTS, [blank(TableKind.AGREEMENTS, **one) for one in rows]))
    checked(page, table, {"größer.pdf": pdf()})
    expect(page.get_by_text("Die Laufzeit endete am 30.06.2023")).to_be_visible()
    looked_at(page, "records-faulty")
    rows[1]["doubts_confirmed"] = "ja"
    table.write_bytes(as_csv(TableKind.AGREEMENTS, [blank(TableKind.AGREEMENTS, **one) for one in rows]))
    page.get_by_role("link", name="Andere Datei hochladen").click()
    checked(page, table, {"größer.pdf": pdf(), "rest.pdf": pdf()})
    expect(page.get_by_text("Diese Datei gehört zu keiner Zeile")).to_be_visible()
    looked_at(page, "scans-faulty")
    page.get_by_role("link", name="Andere Datei hochladen").click()
    checked(page, table, {"größer.pdf": pdf()})
    looked_at(page, "records-checked")
    page.get_by_role("button", name="2 Zeilen übernehmen").click()
    worked_off(page)
    expect(page.get_by_text("Alle Zeilen sind gespeichert")).to_be_visible()
    assert Agreement.objects.filter(origin=Origin.RECORDED).count() == 2


def test_obligations_are_changed_in_a_table(
    page: Page, log_in: Callable[[User], None], tmp_path: Path
) -> None:
    amira = factories.coordinator()
    draft = factories.draft(factories.district("03"), amira)
    log_in(amira)
    page.goto(f"/urkunden/{draft.pk}/bearbeiten/")
    follow(page.get_by_role("link", name=re.compile("^Als Tabelle.*Pflichten")))
    looked_at(page, "upload")
    path = downloaded(page, tmp_path)
    book = load_workbook(path)
    sheet = book["Daten"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["Pflicht in Kurzform"]).value = "Koordination halten"
    sheet.cell(
        2, columns["Stellen"]
    ).value = "Jugendamt | Koordination | 0,75\nGesundheitsamt | Planung | 0,5"
    sheet.cell(3, columns["Fester Tag"]).value = "03/04/2026"
    book.save(path)
    sent(page, path)
    expect(page.get_by_text("lässt sich auf zwei Arten lesen")).to_be_visible()
    looked_at(page, "faulty")
    sheet.cell(3, columns["Fester Tag"]).value = None
    book.save(path)
    page.get_by_role("link", name="Andere Datei hochladen").click()
    sent(page, path)
    expect(page.get_by_role("button", name="1 Zeile übernehmen")).to_be_visible()
    looked_at(page, "checked")
    page.get_by_role("button", name="1 Zeile übernehmen").click()
    expect(page.get_by_text("Alle Zeilen sind gespeichert")).to_be_visible()
    changed = ObligationTerms.objects.get(instrument=draft, obligation__code="O-01")
    assert changed.title == "Koordination halten"
    assert [str(post.share) for post in changed.posts.all()] == ["0.750", "0.500"]
    page.goto("/tabellen/")
    looked_at(page, "list")
