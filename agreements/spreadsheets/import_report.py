"""Runs an uploaded table through the actions of the pages: as a trial that is taken back, or for good."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from agreements.errors import ActionRefused, StorageRefused
from agreements.files import store
from agreements.spreadsheets.reading import read_sheet
from agreements.spreadsheets.scan_archive import ScanArchive
from agreements.spreadsheets.sheet import CellError, Sheet, SheetRow, shown_value
from agreements.spreadsheets.table import CellChange, DataTable, RowChange, RowRefused, RowWriter
from districts.models import User

MOST_ERRORS = 200
MOST_CHANGES = 200
PROGRESS_EVERY = 100  # rows; each one if scans come with them


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that is new or changes something."""

    row: int
    change: RowChange
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What a table does, or why it does nothing: `error_count` errors, the first of them with their places.

    `missing` counts the stored rows of the same contracts that a table without errors leaves out.
    """

    counts: dict[RowChange, int] = field(default_factory=dict)
    missing: int = 0
    error_count: int = 0
    errors: tuple[CellError, ...] = ()
    changes: tuple[ChangedRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """How many rows are new or change something."""
        return self.counts.get(RowChange.NEW, 0) + self.counts.get(RowChange.CHANGED, 0)


def run_table(
    table: DataTable,
    data: bytes,
    *,
    trial: bool,
    by: User,
    at: datetime,
    scans: bytes = b"",
    tell: Callable[[int], object] = lambda done: None,
) -> ImportReport:
    """Write every row of a file, all or none; of a trial nothing stays. `tell` is called with the rows done.

    A trial is the run itself, taken back: it refuses what the run would refuse. Raises SheetUnreadable.
    """
    archive = ScanArchive(scans) if scans else None
    with transaction.atomic():
        sheet = read_sheet(data, table.columns)
        writer = table.writer(by, at, archive) if archive else table.writer(by, at)
        report = _run(sheet, writer, tell, every=1 if archive else PROGRESS_EVERY)
        if trial or report.error_count:
            transaction.set_rollback(True)
    if archive and (trial or report.error_count):
        for scan in archive.taken():
            store.discard(scan)
    return report


def _run(sheet: Sheet, writer: RowWriter[Any], tell: Callable[[int], object], every: int) -> ImportReport:
    counts: Counter[RowChange] = Counter()
    errors: list[CellError] = []
    changes: list[ChangedRow] = []
    error_count = 0
    for done, row in enumerate(sheet.rows(), start=1):
        if done % every == 0:
            tell(done)
        found = list(row.errors)
        if not found:
            try:
                outcome = writer.write(row)
            except StorageRefused:  # not the fault of this row
                raise
            except ActionRefused as refused:
                found = _errors(sheet, row, refused)
            else:
                counts[outcome.change] += 1
                if outcome.change != RowChange.SAME and len(changes) < MOST_CHANGES:
                    changes.append(ChangedRow(row.number, outcome.change, outcome.cells))
        error_count += len(found)
        errors += found[: MOST_ERRORS - len(errors)]
    if not error_count:  # a row with errors may be the one that a file belongs to
        left = [_left_file(name, message) for name, message in writer.left_files()]
        error_count, errors = len(left), left[:MOST_ERRORS]
    return ImportReport(
        counts=dict(counts),
        missing=0 if error_count else writer.missing(),
        error_count=error_count,
        errors=tuple(errors),
        changes=tuple(changes),
        notes=sheet.notes,
    )


def _left_file(name: str, message: str) -> CellError:
    return CellError(row=0, cell="ZIP-Datei", value=shown_value(name), message=message)


def _errors(sheet: Sheet, row: SheetRow, refused: ActionRefused) -> list[CellError]:
    faults = refused.faults if isinstance(refused, RowRefused) else (("", str(refused)),)
    return [
        sheet.error(row.number, name, message, shown_value(row.values.get(name))) for name, message in faults
    ]
