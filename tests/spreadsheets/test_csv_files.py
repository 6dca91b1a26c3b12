"""CSV files of every origin."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.spreadsheets.csv_files import GUESSED, read_csv, write_csv
from agreements.spreadsheets.formula_guard import RISK, guard, unguard
from agreements.spreadsheets.sheet import SheetUnreadable
from tests.spreadsheets.workbooks import COLUMNS, HEADINGS, line, read

ROWS = "Straße;30.11.2026;12,5;mindestens;ja"
HEAD = "Titel;Tag;Menge;Gilt als;Nötig"
WANTED = line(title="Straße", day="30.11.2026", amount="12,5", sense="mindestens", needed="ja")


@given(st.text())
def test_a_guard_can_be_taken_off(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in set(RISK) - {"'"}


def test_formulas_are_defused_and_numbers_are_not() -> None:
    """No program may compute what somebody wrote; a negative number is none of that."""
    rows = [line(title="=cmd|' /C calc'!A0", amount="-5"), line(title="+49 30"), line(title="'quoted'")]
    written = b"".join(write_csv(COLUMNS, rows)).decode("utf-8-sig")
    cells = [row[2] for row in csv.reader(written.splitlines(), delimiter=";")][1:]
    assert cells == ["'=cmd|' /C calc'!A0", "'+49 30", "''quoted'"]
    assert ";-5;" in written
    assert read(written.encode("utf-8-sig")) == (rows, [])


def test_a_file_is_written_for_excels_double_click() -> None:
    [head, row] = list(write_csv(COLUMNS, [WANTED]))
    assert head == b"\xef\xbb\xbf" + ";".join(HEADINGS).encode() + b"\r\n"
    assert row == ";;Straße;30.11.2026;12,5;mindestens;ja\r\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}\r\n{ROWS}".encode(),
        f"{HEAD}\n{ROWS}\n\n".encode("utf-8-sig"),
        f"{HEAD}\n{ROWS}\n".encode("utf-16"),
        f"{HEAD}\n{ROWS}\n".encode("cp1252"),
        f"{HEAD}\n{ROWS}".replace(";", "\t").encode(),
        f"{HEAD}\n{ROWS}".replace("12,5", '"12,5"').replace(";", ",").encode(),
        f"Stand heute\n\n{HEAD}\n{ROWS}".encode(),
        f"nötig;Gilt  als;Menge;Tag;TITEL\n{';'.join(reversed(ROWS.split(';')))}".encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "windows", "tab", "comma", "lines above", "other order"],
)
def test_a_file_is_read_whatever_program_wrote_it(data: bytes) -> None:
    assert read(data) == ([WANTED], [])


def test_letters_that_had_to_be_guessed_are_to_be_looked_at() -> None:
    """A file of an old Macintosh reads as one of Windows, without an error: „Straße“ is „Stra§e“ then."""
    for coding, title in (("cp1252", "Straße"), ("mac_roman", "Stra§e")):
        sheet = read_csv(
            f"{HEAD.replace('ö', 'o')}\nStraße;;;;".replace("Notig", "Nötig").encode(coding), COLUMNS[2:6]
        )
        assert sheet.notes[0] == GUESSED
        assert next(sheet.rows()).values["title"] == title


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Spaltenk"),
        (b"\x00\x01\x02", "kein Text"),
        (f"{HEAD}\n{ROWS}".encode("utf-16-le"), "kein Text"),
        (b"Titel;\x81\x8d", "lassen sich nicht lesen"),
        (b"Titel;Tag;Menge;Gilt als\nA;;;", "Es fehlt: Spalte „Nötig“"),
        (f"{HEAD};Titel\nA;;;;;B".encode(), "zweimal: „Titel“"),
        (b"Name;Vorname\nA;B", "Spaltenk"),
        (HEAD.encode() + b"\nA;;;;" * 100_000, r"mehr als 50\.000 Zeilen"),
    ],
    ids=[
        "empty",
        "binary",
        "utf-16 without bom",
        "no coding",
        "a column missing",
        "a column twice",
        "another table",
        "too long",
    ],
)
def test_what_is_no_such_table_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SheetUnreadable, match=words):
        read(data)


def test_a_quote_that_is_not_closed_is_refused_with_its_line() -> None:
    with pytest.raises(SheetUnreadable, match="ab Zeile 3"):
        read(f'{HEAD}\nA;;;;\n"B;;;;\nC;;;;'.encode())


def test_a_column_of_somebody_else_is_named() -> None:
    sheet = read_csv(f"{HEAD};Notiz\n{ROWS};x".encode(), COLUMNS)
    assert "„Notiz“" in sheet.notes[0]
    assert [dict(row.values) for row in sheet.rows()] == [WANTED]


def test_an_apostrophe_of_somebody_elses_file_stays() -> None:
    [row], _ = read(f"{HEAD}\n'=A;;;;".encode())
    assert row["title"] == "'=A"


def test_each_error_has_its_cell() -> None:
    _, errors = read(f"{HEAD}\nA;31.02.2027;viel;etwa;ja\nB;;;;".encode())
    assert [cell for cell, _ in errors] == ["B2", "C2", "D2"]
