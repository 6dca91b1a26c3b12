"""Tables that are downloaded, changed and sent back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from agreements.models import TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import read_report, upload_table
from agreements.spreadsheets.csv_files import write_csv
from agreements.spreadsheets.import_report import ImportReport
from agreements.spreadsheets.registry import TABLES
from districts.models import User
from tests import factories
from tests.scenario import Scenario

Rows = list[dict[str, str]]


def downloaded(kind: TableKind, by: User, at: datetime) -> Rows:
    """Return the rows that a person may download."""
    return [dict(row) for row in TABLES[kind].rows(by, timezone.localdate(at), None)]


def as_csv(kind: TableKind, rows: Rows) -> bytes:
    return b"".join(write_csv(TABLES[kind].columns, rows))


def uploaded(
    kind: TableKind,
    by: User,
    at: datetime,
    change: Callable[[Rows], object] = lambda rows: None,
    scans: bytes = b"",
) -> TableImport:
    """Upload what was downloaded, after a change."""
    rows = downloaded(kind, by, at)
    change(rows)
    return upload_table(kind, data=as_csv(kind, rows), file_name="tabelle.csv", scans=scans, by=by, at=at)


def blank(kind: TableKind, /, **values: str) -> dict[str, str]:
    """Return a new row; what is not named is empty."""
    return {column.name: column.read(None) for column in TABLES[kind].columns} | values


def report_of(row: TableImport) -> ImportReport:
    report = read_report(row)
    assert report is not None
    return report


def messages(row: TableImport) -> list[tuple[str, str]]:
    """Return the cell of each error, the number of its row if it has none, and what it says."""
    return [(error.cell or str(error.row), error.message) for error in report_of(row).errors]


def own_import(scenario: Scenario, of: str) -> list[Any]:
    """Return a table that the coordinator has uploaded; nothing in it is new."""
    return [uploaded(TableKind.CONTACTS, scenario.amira, factories.SIGNED_AT).pk]


# what fills the addresses of tables in the sweeps
TABLE_ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    "list_download": lambda scenario, of: ["pflichten", "csv"],
    "table_detail": lambda scenario, of: [TableKind.CONTACTS.value],
    "table_download": lambda scenario, of: [TableKind.CONTACTS.value, "csv"],
    **dict.fromkeys(("table_import", "table_import_state"), own_import),
}
