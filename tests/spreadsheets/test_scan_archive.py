"""Scans in a ZIP: found by their names whatever program wrote them, and never trusted."""

import pytest
from django.conf import LazySettings

from agreements.errors import ActionRefused
from agreements.spreadsheets import scan_archive
from agreements.spreadsheets.scan_archive import NO_ROW, ScanArchive
from agreements.spreadsheets.sheet import SheetUnreadable
from tests.spreadsheets.archives import claiming, damaged, doubled, encrypted, named_in, zipped

SCAN = b"%PDF-1.4 scan"


@pytest.mark.parametrize("page", ["utf-8", "cp437", "cp850", "cp1252"])
def test_a_name_is_found_in_each_code_page(page: str) -> None:
    archive = ScanArchive(named_in(page, "Köpenick_größer.pdf", SCAN))
    assert archive.take(archive.named("köpenick_größer.pdf")) == SCAN
    assert list(archive.left()) == []


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        ("Köpenick.pdf", "Ko\u0308penick.pdf"),
        ("Ko\u0308penick.pdf", "Köpenick.pdf"),
        ("Scans/2023/Pankow.PDF", "pankow.pdf"),
        ("Scans/2023/Pankow.PDF", "Scans\\2023\\Pankow.pdf"),
        ("Scans\\Pankow.pdf", "Scans/Pankow.pdf"),
        ("../../etc/Pankow.pdf", "Pankow"),
        ("Vertrag vom 3.7.pdf", "Vertrag vom 3.7"),
    ],
)
def test_a_cell_names_a_file(stored: str, cell: str) -> None:
    archive = ScanArchive(zipped({stored: SCAN}))
    assert archive.take(archive.named(cell)) == SCAN


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("MW-03-01.pdf", "MW-03-01"),
        ("Scans/Vertrag_mw_03_01_unterschrieben.pdf", "MW-03-01"),
        ("2023 MW-03-01-2.pdf", "MW-03-01"),
        ("MW-03-011.pdf", "MW-03-011"),
        ("MW-03-01/Scan.pdf", None),
        ("XMW-03-01.pdf", None),
    ],
)
def test_the_number_of_a_contract_is_found_in_a_name(name: str, reference: str | None) -> None:
    archive = ScanArchive(zipped({name: SCAN}))
    known = {one for one in ("MW-03-01", "MW-03-011") if archive.of_reference(one)}
    assert known == ({reference} if reference else set())


def test_what_fits_several_files_is_asked_for() -> None:
    archive = ScanArchive(
        zipped({"a/Scan.pdf": SCAN, "b/scan.pdf": SCAN, "MW-03-01 b.pdf": b"2", "MW-03-01.pdf": b"1"})
    )
    with pytest.raises(ActionRefused, match=r"„a/Scan\.pdf“, „b/scan\.pdf“.*Ordner"):
        archive.named("Scan.pdf")
    assert archive.named("b/Scan.pdf").name == "b/scan.pdf"
    with pytest.raises(ActionRefused, match="Nennen Sie eine"):
        archive.of_reference("MW-03-01")
    with pytest.raises(ActionRefused, match="nicht in der ZIP-Datei"):
        archive.named("andere.pdf")


def test_two_files_of_one_name_are_both_there() -> None:
    archive = ScanArchive(doubled("scan.pdf", SCAN, b"other"))
    with pytest.raises(ActionRefused, match="mehrere Dateien"):
        archive.named("scan.pdf")
    assert [name for name, _ in archive.left()] == ["scan.pdf", "scan.pdf"]


def test_what_systems_add_is_no_scan() -> None:
    litter = {"__MACOSX/._a.pdf": b"x", "._a.pdf": b"x", "x/.DS_Store": b"x", "Thumbs.db": b"x", "leer/": b""}
    archive = ScanArchive(zipped({**litter, "a.pdf": SCAN}))
    assert list(archive.left()) == [("a.pdf", NO_ROW)]
    with pytest.raises(SheetUnreadable, match="ist keine Datei"):
        ScanArchive(zipped(litter))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encrypted("a.pdf", SCAN), "Kennwort"),
        (zipped({"a.pdf": b"0" * 5_000}), "größer als"),
        (zipped({"a.pdf": b""}), "leer"),
        (claiming("a.pdf", b"0" * 3_000, 900), "beschädigt"),
        (damaged("a.pdf", SCAN), "beschädigt"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(data: bytes, words: str, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 4_000
    archive = ScanArchive(data)
    with pytest.raises(ActionRefused, match=words):
        archive.take(archive.named("a.pdf"))
    assert list(archive.taken()) == []


def test_a_name_ends_where_it_could_not_be_stored() -> None:
    archive = ScanArchive(named_in("utf-8", "a.pdf\0.exe", SCAN))
    assert list(archive.left()) == [("a.pdf", NO_ROW)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Rar!\x1a\x07",
        b"PK\x03\x04",
        zipped({"a": b"1"})[:-5],
        named_in("utf-8", "\0a.pdf", SCAN),
    ],
)
def test_what_is_no_zip_is_refused_whole(data: bytes) -> None:
    with pytest.raises(SheetUnreadable, match="keine ZIP-Datei"):
        ScanArchive(data)


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SheetUnreadable, match="entpackt zu groß"):
        ScanArchive(claiming("a.pdf", SCAN, 400 * 1024**2))
    monkeypatch.setattr(scan_archive, "MOST_FILES", 2)
    with pytest.raises(SheetUnreadable, match="zu viele Dateien"):
        ScanArchive(zipped(dict.fromkeys("abc", SCAN)))
