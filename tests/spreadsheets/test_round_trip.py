"""What is written is read back as it was: CSV by byte, Excel by cell."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.columns import day_text, normal_text, number_form
from agreements.spreadsheets.csv_files import write_csv
from agreements.spreadsheets.excel_files import write_excel
from agreements.spreadsheets.reading import read_sheet
from agreements.spreadsheets.registry import TABLES
from tests.recording.recorded import RECORDED_AT, recorded
from tests.scenario import Scenario
from tests.spreadsheets.exchange import as_csv, downloaded
from tests.spreadsheets.workbooks import COLUMNS, line, read

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
HARD = st.sampled_from(
    [
        "„“–ß",
        "=1+1",
        "'=1",
        "'",
        "0123",
        " ",
        "a\nb",
        "\r",
        "#",
        "ja",
        "1e5",
        "_x000D_",
        "－5",
        "a;b",
        '"',
        "\ufeff",
    ]
)
TEXTS = st.lists(HARD | st.text(LETTERS, max_size=12), max_size=4).map("".join).map(normal_text)
LINES = st.builds(
    line,
    key=st.just("") | st.from_regex(r"MW-\d{4}-\d{3}/O-\d{2}", fullmatch=True),
    stand=st.just("") | st.integers(0, 9).map(str),
    title=TEXTS.filter(lambda text: not text.startswith("#")),
    day=st.none().map(day_text) | st.dates(date(1900, 3, 1), date(2199, 12, 31)).map(day_text),
    amount=st.none().map(number_form)
    | st.decimals(Decimal("-9999999"), Decimal("9999999"), places=2).map(number_form),
    sense=st.sampled_from(["", "mindestens", "bis zu"]),
    needed=st.sampled_from(["ja", "nein"]),
)


def is_more_than_empty(row: dict[str, str]) -> bool:
    return any(value for name, value in row.items() if name != "needed")


@given(st.lists(LINES.filter(is_more_than_empty), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_kinds_of_file_come_back_whole(rows: list[dict[str, str]]) -> None:
    text = b"".join(write_csv(COLUMNS, rows))
    assert read(text) == (rows, [])
    assert b"".join(write_csv(COLUMNS, read(text)[0])) == text
    assert read(write_excel(COLUMNS, rows)) == (rows, [])


@pytest.mark.parametrize("kind", TableKind)
def test_every_table_comes_back_as_it_was_downloaded(kind: TableKind, scenario: Scenario) -> None:
    recorded(scenario.amira)
    rows, columns = downloaded(kind, scenario.amira, RECORDED_AT), TABLES[kind].columns
    assert rows
    text = as_csv(kind, rows)
    assert as_csv(kind, [dict(row.values) for row in read_sheet(text, columns).rows()]) == text
    assert [dict(row.values) for row in read_sheet(write_excel(columns, rows), columns).rows()] == rows
