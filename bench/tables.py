"""Times a table of many rows that is read in, tried and taken back, against one bare insert for each of its rows."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from agreements.choices import Side
from agreements.models import Instrument, Signatory
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.excel_files import write_excel
from agreements.spreadsheets.import_report import ImportReport, run_table
from agreements.spreadsheets.registry import TABLES
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from districts.models import User

TABLE = TABLES[TableKind.CONTACTS]


class _TakenBack(Exception):  # noqa: N818  no error
    """Ends a transaction whose rows shall not stay."""


def read_in(draft: Instrument, by: User, rows: int, progress: Progress) -> Printed:
    """Time the trial of an Excel file with so many new people of one draft, by the action of its page."""
    data = new_people(draft, rows)
    seconds, floor_seconds = in_turns(
        lambda: _tried(data, by, progress), lambda: _inserted(draft, rows), 1, progress.tick
    )
    return Printed(name=f"table, {rows:,} rows", seconds=seconds, floor_seconds=floor_seconds, size=len(data))


def new_people(draft: Instrument, rows: int) -> bytes:
    """Return a workbook with so many new people."""
    blank = {column.name: column.read(None) for column in TABLE.columns}
    named = {"contract": draft.agreement.reference, "side": "Bezirk", "function": "Amtsleitung"}
    return write_excel(
        TABLE.columns, (blank | named | {"name": f"Person {number}"} for number in range(rows)), TABLE.notes
    )


def _tried(data: bytes, by: User, progress: Progress) -> ImportReport:
    report = run_table(TABLE, data, trial=True, by=by, at=timezone.now(), tell=lambda done: progress.tick())
    assert not report.error_count
    return report


def _inserted(draft: Instrument, rows: int) -> None:
    with suppress(_TakenBack), transaction.atomic():
        for number in range(rows):
            Signatory(
                instrument=draft, side=Side.DISTRICT, name=f"Person {number}", function="Amtsleitung"
            ).save(force_insert=True)
        raise _TakenBack
