"""Actions on uploaded tables: upload, confirm, and the attempt to read one.

A short table is read at once, a long one by the worker. File, rows, history and the end of the import are committed together
with the import's row locked: two workers never write the same table, and one that dies changes nothing.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import msgspec
from django.db import transaction
from django.db.models import F, Q, QuerySet

from agreements import policy
from agreements.errors import ActionRefused
from agreements.files import erasure, store, uploads
from agreements.files.downloads import CSV, EXCEL, ZIP
from agreements.job_queue import Task, wake
from agreements.models import StoredFile, TableImport
from agreements.retries import failures_recorded, pause
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.import_report import ImportReport, run_table
from agreements.spreadsheets.progress import tell_progress
from agreements.spreadsheets.reading import is_excel, read_sheet
from agreements.spreadsheets.registry import TABLES
from agreements.spreadsheets.scan_archive import ScanArchive
from agreements.spreadsheets.sheet import SheetUnreadable
from districts.models import User

LOG = logging.getLogger(__name__)
AT_ONCE = 300  # rows, some seconds; longer tables, and those with scans, are read by the worker
KEPT = timedelta(days=30)
UNEXPECTED = "Unerwarteter Fehler beim Einlesen ({name}). Es wurde nichts geändert; Näheres steht im Protokoll des Servers."
CHANGED_MEANWHILE = "Seit der Prüfung hat sich etwas geändert, das den Zeilen unten entgegensteht. Es wurde nichts übernommen."
NOT_READY = "Diese Tabelle lässt sich nicht übernehmen: Sie ist noch nicht geprüft, enthält Fehler oder ist schon übernommen."


def upload_table(
    kind: TableKind, *, data: bytes, file_name: str, scans: bytes = b"", by: User, at: datetime
) -> TableImport:
    """Store an uploaded table and try it, at once if it is short. `scans` is a ZIP. Raises ActionRefused, SheetUnreadable."""
    table = TABLES[kind]
    policy.require(by, table.action)
    upload = uploads.examine_table(data, EXCEL if is_excel(data) else CSV, name=file_name)
    rows = sum(1 for _ in islice(read_sheet(data, table.columns).rows(), AT_ONCE + 1))
    if not rows:
        raise SheetUnreadable(
            "Die Tabelle hat keine Zeilen unter den Spaltenköpfen. Es wurde nichts geändert."
        )
    archive = [_examined_scans(scans)] if scans and table.takes_scans else []
    with uploads.kept(upload, *archive) as [file, *archives]:
        made = TableImport.objects.create(
            kind=kind,
            file=file,
            scans=archives[0] if archives else None,
            file_name=file_name[-200:],
            row_count=rows if rows <= AT_ONCE else None,
            uploaded_at=at,
            uploaded_by=by,
        )
    _read_now_or_later(made, at)
    return made


def confirm_import(row: TableImport, *, by: User, at: datetime) -> TableImport:
    """Write what the trial has shown, all or nothing, at once if it is short. Raises ActionRefused."""
    with transaction.atomic():
        locked = TableImport.objects.select_for_update().get(pk=row.pk)
        policy.require(by, TABLES[TableKind(locked.kind)].action)
        report = read_report(locked)
        if by.pk != locked.uploaded_by_id or locked.confirmed_at or not report or report.error_count:
            raise ActionRefused(NOT_READY)
        TableImport.objects.filter(pk=row.pk).update(confirmed_at=at, tries=0, tried_at=None, problem="")
    row.refresh_from_db()
    _read_now_or_later(row, at)
    return row


def _examined_scans(scans: bytes) -> uploads.Upload:
    upload = uploads.examine_table(scans, ZIP, name="ZIP-Datei mit Scans")
    ScanArchive(scans)
    return upload


def _read_now_or_later(row: TableImport, at: datetime) -> None:
    weight = TABLES[TableKind(row.kind)].weight
    if row.scans_id or row.row_count is None or row.row_count * weight > AT_ONCE:
        wake(Task.IMPORT_TABLE, row.pk)
    else:
        try_import(row.pk, at=at)
        row.refresh_from_db()


def read_report(row: TableImport) -> ImportReport | None:
    """Return the report of the trial, or of the run, None if there is none yet."""
    return msgspec.convert(row.report, ImportReport) if row.report else None


def due_imports(*, at: datetime) -> list[int]:
    """Return the keys of the tables to be read, oldest first."""
    return [row.pk for row in open_imports().order_by("uploaded_at", "pk") if due_at(row) <= at]


def due_at(row: TableImport) -> datetime:
    """Return the time of the next attempt."""
    return row.tried_at + pause(row.tries) if row.tried_at else row.confirmed_at or row.uploaded_at


def try_import(pk: int, *, at: datetime) -> bool:
    """Try or write a table once if it is due; return whether it was read to its end."""
    if not _begin(pk, at):
        return False
    with failures_recorded(partial(_record_failure, pk)):
        _count_rows(pk, at)
        with transaction.atomic():
            if row := _locked(pk):
                _read(row, at)
                return True
    return False


def open_imports() -> QuerySet[TableImport]:
    """Return the tables that are to be tried or written."""
    return TableImport.objects.filter(Q(checked_at=None) | Q(confirmed_at__isnull=False), ended_at=None)


def _begin(pk: int, at: datetime) -> bool:
    """Count the attempt beforehand and commit it, so that pages show it; return whether it is due."""
    with transaction.atomic():
        row = _locked(pk)
        if row is None or due_at(row) > at:
            return False
        open_imports().filter(pk=pk).update(tries=F("tries") + 1, tried_at=at, problem="")
        return True


def _locked(pk: int) -> TableImport | None:
    rows = open_imports().filter(pk=pk).select_related("file", "scans", "uploaded_by")
    return rows.select_for_update(skip_locked=True, of=("self",), no_key=True).first()


def _count_rows(pk: int, at: datetime) -> None:
    """Count the rows of a long table, so that its page can say how many of them are done; refuse one that ends badly."""
    row = open_imports().filter(pk=pk, row_count=None).select_related("file").first()
    if row:
        table = TABLES[TableKind(row.kind)]
        try:
            rows = sum(1 for _ in read_sheet(store.read(row.file), table.columns).rows())
        except SheetUnreadable as unreadable:
            _refuse(pk, at, unreadable)
        else:
            open_imports().filter(pk=pk).update(row_count=rows)


def _refuse(pk: int, at: datetime, unreadable: SheetUnreadable) -> None:
    open_imports().filter(pk=pk).update(ended_at=at, refusal=str(unreadable))


def _read(row: TableImport, at: datetime) -> None:
    """Run the table and keep its report; of a refused run nothing stays but that."""
    trial = row.confirmed_at is None
    try:
        report = run_table(
            TABLES[TableKind(row.kind)],
            store.read(row.file),
            trial=trial,
            by=row.uploaded_by,
            at=at,
            scans=store.read(row.scans) if row.scans else b"",
            tell=partial(tell_progress, row.pk),
        )
    except SheetUnreadable as unreadable:
        _refuse(row.pk, at, unreadable)
        return
    facts = {"report": msgspec.to_builtins(report, str_keys=True)}
    if trial:
        facts |= {"checked_at": at}
    else:
        facts |= {"ended_at": at, "refusal": CHANGED_MEANWHILE if report.error_count else ""}
    open_imports().filter(pk=row.pk).update(**facts, tries=0, tried_at=None)


def _record_failure(pk: int, error: Exception) -> None:
    LOG.error("reading a table failed", exc_info=error)
    open_imports().filter(pk=pk).update(problem=UNEXPECTED.format(name=type(error).__name__))


def erase_old_imports(*, at: datetime) -> int:
    """Delete imports and the bytes of their files after thirty days; what they wrote is in the history of the contracts."""
    old = TableImport.objects.filter(uploaded_at__lt=at - KEPT)
    files = list(StoredFile.objects.filter(Q(pk__in=old.values("file")) | Q(pk__in=old.values("scans"))))
    erased = sum(erasure.erase(file, without=old) for file in files)
    old.delete()
    return erased
