"""The table of contracts signed elsewhere, and the scans that come with it."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import LegalForm, Origin, Side
from agreements.content import Party
from agreements.drafting.actions.contract import record_reported_agreement
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.files.folder import path_of
from agreements.models import Agreement, Original, StoredFile, TableImport
from agreements.recording.key_data import FormerSignatory, KeyData
from agreements.recording.queries import key_data_of, newest_original, usual_parties
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import confirm_import, erase_old_imports, try_import, upload_table
from agreements.spreadsheets.excel_files import write_excel
from agreements.spreadsheets.recorded_agreements import (
    NO_ARCHIVE,
    NO_FILE_YET,
    RECORDED_ALREADY,
    WRITTEN_HERE,
)
from agreements.spreadsheets.registry import TABLES
from agreements.spreadsheets.scan_archive import NO_ROW
from agreements.spreadsheets.table import CONFLICT, RowChange
from districts.models import District
from tests import factories
from tests.files.samples import pdf
from tests.page import read
from tests.recording.recorded import RECORDED_AT as AT
from tests.recording.recorded import SCAN, corrected, known, recorded
from tests.scenario import Scenario
from tests.spreadsheets.archives import encrypted, named_in, zipped
from tests.spreadsheets.exchange import Rows, as_csv, blank, downloaded, messages, report_of, uploaded

KIND = TableKind.AGREEMENTS
LEAST = {
    "district": "Treptow-Köpenick",
    "title": "Kooperationsvereinbarung",
    "signed_on": "08.11.2023",
    "signed_source": "Scan, Seite 8",
}
OTHER_SCAN = pdf(2)
HARD = {
    "title": "=„Ärztin“ – ß | \\ 1",
    "parties": (
        Party(
            side=Side.DISTRICT, line="Bezirksamt | Treptow\n2. Zeile", short="der Bezirk", address="Weg 1\\2"
        ),
        Party(
            side=Side.ASSOCIATION,
            line="Beispiel e. V.",
            short="MitWirkung",
            address="",
            represented_by="den Vorstand",
        ),
        Party(side=Side.THIRD, line="Dritte gGmbH", short="die Dritte", address=""),
    ),
    "signatories": (
        FormerSignatory(side=Side.THIRD, name="'Ohm", function="Vorstand, Kasse | Recht"),
        FormerSignatory(
            side=Side.DISTRICT, name="Erika", function="Stadträtin", department="Jugend", political_party="E"
        ),
    ),
    "signed": known(date(2023, 11, 8), latest=True),
    "published": known(date(2023, 12, 1), source="Amtsblatt"),
}


def new_row(**values: str) -> dict[str, str]:
    return blank(KIND, **(LEAST | values))


def read_in(scenario: Scenario, *rows: Mapping[str, str], scans: bytes = b"") -> TableImport:
    """Upload rows and let the worker try those with scans."""

    def change(found: Rows) -> None:
        found[:] = [dict(row) for row in rows]

    row = uploaded(KIND, scenario.amira, AT, change, scans)
    try_import(row.pk, at=AT)
    row.refresh_from_db()
    return row


def taken(scenario: Scenario, *rows: Mapping[str, str], scans: bytes = b"") -> TableImport:
    row = read_in(scenario, *rows, scans=scans)
    assert messages(row) == []
    confirm_import(row, by=scenario.amira, at=AT)
    try_import(row.pk, at=AT)
    row.refresh_from_db()
    assert (row.refusal, bool(row.ended_at)) == ("", True)
    return row


def recorded_now(number: int = 1) -> list[Agreement]:
    """Return the newest contracts that were recorded."""
    return list(Agreement.objects.filter(origin=Origin.RECORDED).order_by("-pk")[:number])


def known_of(agreement: Agreement) -> KeyData:
    return key_data_of(agreement.instruments.get())


def row_of(scenario: Scenario, agreement: Agreement) -> dict[str, str]:
    [row] = [one for one in downloaded(KIND, scenario.amira, AT) if one["contract"] == agreement.reference]
    return row


@pytest.fixture
def reported(scenario: Scenario) -> Agreement:
    """A contract that is known from public sources only."""
    place = District.objects.get(number="09")
    return record_reported_agreement(district=place, coordinator=scenario.amira, by=scenario.amira, at=AT)


@pytest.mark.parametrize(
    "given",
    [
        {},
        HARD,
        {"ends": None, "extension_months": None, "notice_months": None, "legal_form": None, "begins": None},
        {"ends": None, "unlimited": True, "extension_months": None, "signatories": (), "paper": ""},
    ],
)
def test_what_was_downloaded_changes_nothing(
    scenario: Scenario, reported: Agreement, given: dict[str, object]
) -> None:
    recorded(scenario.amira, doubts_confirmed=True, **given)
    assert len(downloaded(KIND, scenario.amira, AT)) == 3
    report = report_of(uploaded(KIND, scenario.amira, AT))
    assert (report.error_count, report.counts) == (0, {RowChange.SAME: 3})
    book = write_excel(TABLES[KIND].columns, downloaded(KIND, scenario.amira, AT))
    read_back = upload_table(KIND, data=book, file_name="stand.xlsx", by=scenario.amira, at=AT)
    assert report_of(read_back).counts == {RowChange.SAME: 3}


def test_the_least_that_is_known_is_taken(scenario: Scenario) -> None:
    taken(scenario, new_row())
    [agreement] = recorded_now()
    data = known_of(agreement)
    assert (agreement.district, agreement.coordinator) == (District.objects.get(number="09"), scenario.amira)
    assert data.parties == usual_parties(agreement.district)
    assert [fact.label for fact in data.unknown] == [
        "Ende der Laufzeit",
        "Verlängerung",
        "Kündigungsfrist",
        "Rechtsform",
    ]
    assert newest_original(agreement.instruments.get()).file is None


def test_all_that_is_known_is_taken(scenario: Scenario) -> None:
    """What is written into one contract's row makes another contract with the same key data."""
    first = recorded(scenario.amira, doubts_confirmed=True, **HARD)
    row = row_of(scenario, first.agreement)
    taken(
        scenario, row | dict.fromkeys(("key", "stand", "contract", "file"), "") | {"doubts_confirmed": "ja"}
    )
    [agreement] = recorded_now()
    assert agreement != first.agreement
    assert known_of(agreement) == key_data_of(first)


def test_a_contract_known_from_elsewhere_is_recorded_in_its_place(
    scenario: Scenario, reported: Agreement
) -> None:
    row = row_of(scenario, reported)
    taken(scenario, row | LEAST | {"legal_form": LegalForm.PUBLIC_LAW.label, "end": "unbefristet"})
    reported.refresh_from_db()
    assert reported.origin == Origin.RECORDED
    assert (known_of(reported).unlimited, known_of(reported).legal_form) == (True, LegalForm.PUBLIC_LAW)


def test_a_change_is_a_correction_with_its_reason(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    row = row_of(scenario, contract.agreement) | {"notice_months": "6"}
    assert messages(read_in(scenario, row)) == [("AB2", "Bitte „Grund der Berichtigung“ angeben.")]
    done = taken(scenario, row | {"reason": "Verlesen"})
    [changed] = report_of(done).changes
    assert [(cell.heading, cell.old, cell.new) for cell in changed.cells] == [
        ("Kündigungsfrist in Monaten", "3", "6")
    ]
    newest = newest_original(contract)
    assert (newest.reason, known_of(contract.agreement).notice_months) == ("Verlesen", 6)
    assert newest.file is not None
    assert store.read(newest.file) == SCAN


def test_a_reason_alone_changes_nothing(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    row = row_of(scenario, contract.agreement) | {"reason": "Verlesen", "doubts_confirmed": "ja"}
    assert report_of(read_in(scenario, row)).counts == {RowChange.SAME: 1}


def test_what_is_odd_is_confirmed_in_its_row(scenario: Scenario) -> None:
    row = new_row(ends_on="30.06.2023", ends_source="Seite 2")
    [(place, words)] = messages(read_in(scenario, row))
    assert place == "AC2"
    assert "Die Laufzeit endete am 30.06.2023" in words
    taken(scenario, row | {"doubts_confirmed": "ja"})
    assert len(recorded_now(2)) == 1


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"contract": "MW-99-01"}, "C2", "gibt es nicht"),
        ({"district": "Atlantis"}, "D2", "Diesen Bezirk gibt es nicht"),
        ({"district": ""}, "D2", "Bitte den Bezirk angeben"),
        ({"coordinator": "Niemand"}, "E2", "Keine Koordination heißt so"),
        ({"title": ""}, "F2", "angeben"),
        ({"signed_on": ""}, "G2", "angeben"),
        ({"signed_on": "03/07/2023"}, "G2", "auf zwei Arten"),
        ({"signed_source": ""}, "I2", "Quelle"),
        ({"begins_on": "01.01.2024"}, "O2", "Woher ist der Tag bekannt"),
        ({"end": "irgendwann"}, "S2", "gibt es hier nicht"),
        ({"end": "an einem bestimmten Tag"}, "P2", "Ende am"),
        ({"notice_months": "-1"}, "U2", "0"),
        ({"parties": "der Bezirk | Bezirksamt"}, "2", "zwei bis"),
        ({"parties": "\n".join(f"P{n} | Partei {n}" for n in range(7))}, "Y2", "6"),
        ({"parties": "der Bezirk\nVerein | Verein e. V."}, "Y2", "Zeile 1 in der Zelle: Bitte „Bezeichnung“"),
        ({"signatories": "Nachbar | A | B"}, "Z2", "„Nachbar“ ist keiner"),
        ({"signatories": "Bezirk | A"}, "Z2", "Funktion damals"),
        ({"signatories": "MitWirkung | A | B | | Partei"}, "Z2", "nur bei gewählten"),
        ({"file": "scan.pdf"}, "AA2", NO_ARCHIVE),
        ({"file": "vorhanden"}, "AA2", NO_FILE_YET),
        ({"signed_on": "01.01.2099"}, "2", "Zukunft"),
    ],
)
def test_each_error_is_named_by_its_cell(
    scenario: Scenario, values: dict[str, str], place: str, words: str
) -> None:
    row = read_in(scenario, new_row(**values))
    found = dict(messages(row))
    assert words in found.get(place, ""), found
    with pytest.raises(ActionRefused):
        confirm_import(row, by=scenario.amira, at=AT)
    assert not recorded_now()


def test_a_contract_that_was_written_here_has_no_key_data(scenario: Scenario) -> None:
    reference = scenario.signed.agreement.reference
    assert messages(read_in(scenario, new_row(contract=reference, district=""))) == [("C2", WRITTEN_HERE)]
    assert [row["contract"] for row in downloaded(KIND, scenario.amira, AT)] == [scenario.reported.reference]


def test_nothing_is_overwritten_unseen(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    row = row_of(scenario, contract.agreement) | {"title": "Anders", "reason": "Verlesen"}
    assert messages(read_in(scenario, row | {"key": "", "stand": ""})) == [("C2", RECORDED_ALREADY)]
    assert "bleibt „Treptow-Köpenick“" in messages(read_in(scenario, row | {"district": "Pankow"}))[0][1]
    corrected(contract, scenario.amira, at=AT + timedelta(hours=1), paper="Akte 2")
    assert messages(read_in(scenario, row)) == [("B2", CONFLICT)]


def test_scans_find_their_rows_and_stay_as_they_are(scenario: Scenario, reported: Agreement) -> None:
    """By the name in the cell, in a foreign code page, and by the number in the name."""
    scans = zipped({f"Scans/{reported.reference}_unterschrieben.pdf": SCAN, "größer.pdf": OTHER_SCAN})
    rows = row_of(scenario, reported) | LEAST, new_row(district="Lichtenberg", file="größer")
    files = StoredFile.objects.count()
    row = read_in(scenario, *rows, scans=scans)
    assert StoredFile.objects.count() == files + 2, "the table and the ZIP"
    hashes = [hashlib.sha256(scan).hexdigest() for scan in (SCAN, OTHER_SCAN)]
    assert not any(path_of(sha256).exists() for sha256 in hashes), "a trial leaves nothing"
    assert ("Datei", "größer.pdf") in [
        (cell.heading, cell.new) for change in report_of(row).changes for cell in change.cells
    ]
    taken(scenario, *rows, scans=scans)
    [agreement] = recorded_now()
    found = [newest_original(one.instruments.get()).file for one in (reported, agreement)]
    assert [file and store.read(file) for file in found] == [SCAN, OTHER_SCAN]


def test_a_scan_that_is_there_is_no_change_and_another_a_correction(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    row = row_of(scenario, contract.agreement)
    assert row["file"] == "vorhanden"
    name = f"{contract.agreement.reference}.pdf"
    assert report_of(read_in(scenario, row, scans=zipped({name: SCAN}))).counts == {RowChange.SAME: 1}
    taken(scenario, row | {"reason": "Besser lesbar"}, scans=zipped({name: OTHER_SCAN}))
    newest = newest_original(contract)
    assert newest.file is not None
    assert store.read(newest.file) == OTHER_SCAN
    assert Original.objects.filter(instrument=contract).count() == 2


@pytest.mark.parametrize(
    ("scans", "place", "words"),
    [
        (zipped({"scan.pdf": SCAN, "rest.pdf": SCAN}), "ZIP-Datei", NO_ROW),
        (zipped({"andere.pdf": SCAN}), "AA2", "nicht in der ZIP-Datei"),
        (zipped({"a/scan.pdf": SCAN, "b/scan.pdf": SCAN}), "AA2", "mehrere Dateien"),
        (encrypted("scan.pdf", SCAN), "AA2", "Kennwort"),
        (zipped({"scan.pdf": b""}), "AA2", "leer"),
        (zipped({"scan.pdf": zipped({"x": SCAN})}), "2", "weder PDF"),
        (zipped({"scan.pdf": b"%PDF-1.7 kaputt"}), "2", "nicht öffnen"),
        (named_in("cp850", "Ünterlagen.pdf", SCAN), "AA2", "nicht in der ZIP-Datei"),
    ],
)
def test_each_scan_has_a_clear_result(scenario: Scenario, scans: bytes, place: str, words: str) -> None:
    found = messages(read_in(scenario, new_row(file="scan.pdf"), scans=scans))
    assert [one for one, _ in found] == [place]
    assert words in found[0][1]
    assert not recorded_now()


def test_one_scan_for_two_contracts_is_odd(scenario: Scenario) -> None:
    rows = new_row(file="scan.pdf"), new_row(district="Lichtenberg", file="scan.pdf")
    [(place, words)] = messages(read_in(scenario, *rows, scans=zipped({"scan.pdf": SCAN})))
    assert (place, "Dieselbe Datei liegt schon bei" in words) == ("AC3", True)


def test_a_zip_is_kept_as_long_as_its_table(scenario: Scenario) -> None:
    row = taken(scenario, new_row(file="scan.pdf"), scans=zipped({"scan.pdf": SCAN}))
    assert row.scans_id is not None
    assert erase_old_imports(at=AT + timedelta(days=31)) == 2
    assert not path_of(row.scans_id).exists()
    original = newest_original(recorded_now()[0].instruments.get()).file
    assert original is not None
    assert store.read(original) == SCAN


def test_the_page_takes_table_and_zip(scenario: Scenario) -> None:
    browser, page = scenario.browser("coordinator"), reverse("table_detail", args=[KIND.value])
    data = as_csv(KIND, [new_row(file="scan.pdf")])
    sent = {"file": SimpleUploadedFile("neu.csv", data), "scans": SimpleUploadedFile("scans.zip", b"Rar!")}
    reply = browser.post(page, sent)
    assert (reply.status_code, TableImport.objects.count()) == (422, 0)
    assert "keine ZIP-Datei" in read(reply).text
    sent = {
        "file": SimpleUploadedFile("neu.csv", data),
        "scans": SimpleUploadedFile("scans.zip", zipped({"scan.pdf": SCAN, "rest.pdf": SCAN})),
    }
    browser.post(page, sent)
    row = TableImport.objects.get()
    assert row.checked_at is None, "the worker reads scans"
    try_import(row.pk, at=row.uploaded_at)
    text = read(browser.get(reverse("table_import", args=[row.pk]))).text
    assert "rest.pdf" in text
    assert NO_ROW in text


def test_only_the_coordination_records_contracts(scenario: Scenario) -> None:
    recorded(scenario.amira)
    bogdan = scenario.people["staff"]
    assert downloaded(KIND, bogdan, AT) == []
    assert scenario.browser("staff").get(reverse("table_detail", args=[KIND.value])).status_code == 403


def test_the_coordination_is_named_by_name_or_address(scenario: Scenario) -> None:
    other = factories.coordinator()
    type(other).objects.filter(pk=other.pk).update(email="b@example.org")
    other.refresh_from_db()
    taken(
        scenario,
        new_row(coordinator=str(other)),
        new_row(district="Lichtenberg", coordinator="b@example.org"),
    )
    assert [one.coordinator for one in recorded_now(2)] == [other, other]
