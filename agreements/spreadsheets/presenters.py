"""View models of the pages of tables."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.urls import reverse

from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import due_at, read_report
from agreements.spreadsheets.import_report import ImportReport
from agreements.spreadsheets.progress import told_progress
from agreements.spreadsheets.registry import TABLES
from agreements.spreadsheets.table import DataTable, RowChange


class ImportStage(TextChoices):
    """Where an import stands."""

    CHECKING = "checking", "wird geprüft"
    FAULTY = "faulty", "enthält Fehler"
    CHECKED = "checked", "geprüft"
    WRITING = "writing", "wird übernommen"
    REFUSED = "refused", "nicht übernommen"
    DONE = "done", "übernommen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPanel:
    """An import; `mark` changes whenever the page has to. `done` is the number of rows that were read so far."""

    row: TableImport
    table: DataTable
    stage: ImportStage
    report: ImportReport | None
    done: int | None
    waits_for_worker: bool
    next_at: datetime

    @property
    def is_running(self) -> bool:
        """Whether to poll."""
        return self.stage in {ImportStage.CHECKING, ImportStage.WRITING}

    @property
    def mark(self) -> str:
        """Token of the displayed state, sent with each poll."""
        return f"{self.stage}-{self.done}-{self.waits_for_worker:d}-{bool(self.row.problem):d}"

    @property
    def state_url(self) -> str:
        return reverse("table_import_state", args=[self.row.pk])

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows are new, changed and the same, in words."""
        counts = self.report.counts if self.report else {}
        return [(change.label, counts.get(change, 0)) for change in RowChange]


def import_panel(row: TableImport, now: datetime) -> ImportPanel:
    """Return the state of an import. Two or three queries while it runs, else none."""
    report = read_report(row)
    stage = import_stage(row, report)
    running = stage in {ImportStage.CHECKING, ImportStage.WRITING}
    done = told_progress(row.pk) if running else None
    return ImportPanel(
        row=row,
        table=TABLES[TableKind(row.kind)],
        stage=stage,
        report=report,
        done=done,
        waits_for_worker=running and done is None and not worker_is_alive(Queue.TABLES, now),
        next_at=due_at(row),
    )


def import_stage(row: TableImport, report: ImportReport | None) -> ImportStage:
    if row.ended_at:
        return ImportStage.REFUSED if row.refusal else ImportStage.DONE
    if row.confirmed_at:
        return ImportStage.WRITING
    if report is None:
        return ImportStage.CHECKING
    return ImportStage.FAULTY if report.error_count else ImportStage.CHECKED
