"""Files of ours that LibreOffice 7.4 (German) has opened and saved read as they were written.

The files beside this test were saved by it, without a change: our workbook as workbook and as two CSV files with semicolons, and
our CSV as workbook.
"""

from pathlib import Path

import pytest

from agreements.spreadsheets.csv_files import GUESSED
from agreements.spreadsheets.reading import read_sheet
from tests.spreadsheets.workbooks import COLUMNS, line, read

FOLDER = Path(__file__).with_name("libreoffice")
WRITTEN = [
    line(
        key="MW-03-01/O-01",
        stand="2",
        title="„Große“ – Straße",
        day="30.11.2026",
        amount="1200,5",
        sense="mindestens",
        needed="ja",
    ),
    line(title="=1+1", day="29.02.2028", amount="-5", sense="bis zu"),
    line(title="0123\nzweite Zeile", amount="0,25"),
    line(title="'Anführung; mit Semikolon", day="01.03.1900"),
]


@pytest.mark.parametrize("name", ["saved.xlsx", "utf8.csv", "windows.csv", "saved_from_csv.xlsx"])
def test_what_libreoffice_saved_reads_as_it_was_written(name: str) -> None:
    assert read((FOLDER / name).read_bytes()) == (WRITTEN, [])


def test_only_the_letters_of_old_windows_have_to_be_guessed() -> None:
    notes = {
        name: read_sheet((FOLDER / name).read_bytes(), COLUMNS).notes for name in ("utf8.csv", "windows.csv")
    }
    assert notes == {"utf8.csv": (), "windows.csv": (GUESSED,)}
