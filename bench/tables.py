"""Times a table of many rows that is read in, tried and taken back, against one bare insert for each of its rows."""

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from agreements.choices import Side
from agreements.models import Instrument, Signatory
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.drafts import contract_name, editable_drafts
from agreements.spreadsheets.excel_files import write_excel
from agreements.spreadsheets.import_report import ImportReport, run_table
from agreements.spreadsheets.registry import TABLES
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from districts.models import User

TABLE = TABLES[TableKind.CONTACTS]
SHOWN = 1_000  # every so many rows are shown


class _TakenBack(Exception):  # noqa: N818  no error
    """Ends a transaction whose rows shall not stay."""


def read_in(by: User, rows: int, progress: Progress) -> Printed:
    """Time the trial of an Excel file with so many new people, spread evenly over all drafts, by the action of its page."""
    drafts = list(editable_drafts(by, None))
    homes = [drafts[number * len(drafts) // rows] for number in range(rows)]
    data = new_people(homes)
    seconds, floor_seconds = in_turns(
        lambda: _tried(data, by, progress), lambda: _inserted(homes), 1, progress.tick
    )
    return Printed(name=f"table, {rows:,} rows", seconds=seconds, floor_seconds=floor_seconds, size=len(data))


def new_people(homes: Sequence[Instrument]) -> bytes:
    """Return a workbook with one new person for each of these drafts, of which each may stand there several times."""
    blank = {column.name: column.read(None) for column in TABLE.columns}
    same = {"side": "Bezirk", "function": "Amtsleitung"}
    rows = (
        {**blank, **same, "contract": contract_name(home), "name": f"Person {number}"}
        for number, home in enumerate(homes)
    )
    return write_excel(TABLE.columns, rows, TABLE.notes)


def _tried(data: bytes, by: User, progress: Progress) -> ImportReport:
    def tell(done: int) -> None:
        if done % SHOWN == 0:
            progress.say(f"{done:,} ")

    report = run_table(TABLE, data, trial=True, by=by, at=timezone.now(), tell=tell)
    assert not report.error_count, report.errors[:3]
    return report


def _inserted(homes: Sequence[Instrument]) -> None:
    with suppress(_TakenBack), transaction.atomic():
        for number, home in enumerate(homes):
            Signatory(
                instrument=home, side=Side.DISTRICT, name=f"Person {number}", function="Amtsleitung"
            ).save(force_insert=True)
        raise _TakenBack
