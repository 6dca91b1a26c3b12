"""Long tables are tried and written by the worker: progress, failures, and what is kept."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from agreements import jobs
from agreements.files.folder import path_of
from agreements.job_choices import Queue
from agreements.models import BackgroundJob, Signatory, StoredFile, TableImport
from agreements.retries import pause
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets import actions, sheet
from agreements.spreadsheets.actions import confirm_import, due_imports, erase_old_imports, try_import
from agreements.spreadsheets.progress import tell_progress, told_progress
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.spreadsheets.exchange import Rows, report_of, uploaded

KIND = TableKind.CONTACTS
AT = factories.SIGNED_AT
LATER = AT + timedelta(minutes=5)


@pytest.fixture
def long_table(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> TableImport:
    """A table that is too long to be read while somebody waits; it changes every function."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)

    def change(rows: Rows) -> None:
        for row in rows:
            row["function"] = "Neu"

    return uploaded(KIND, scenario.amira, AT, change)


def shown(browser: Client, row: TableImport) -> str:
    return read(browser.get(reverse("table_import", args=[row.pk]))).text


def test_a_long_table_waits_for_the_worker_twice(long_table: TableImport, scenario: Scenario) -> None:
    row, browser = long_table, scenario.browser("coordinator")
    waiting = BackgroundJob.objects.filter(queue_name=Queue.TABLES)
    assert list(waiting.values_list("queueing_lock", flat=True)) == [f"import_table:{row.pk}"]
    assert "Der Dienst im Hintergrund läuft gerade nicht." in shown(browser, row)
    assert due_imports(at=AT) == [row.pk]
    assert try_import(row.pk, at=AT)
    assert due_imports(at=LATER) == []
    row.refresh_from_db()
    assert row.row_count == report_of(row).changed > 1
    assert "Zeilen übernehmen" in shown(browser, row)
    assert not Signatory.objects.filter(function="Neu").exists()
    confirm_import(row, by=scenario.amira, at=LATER)
    assert not Signatory.objects.filter(function="Neu").exists()
    assert try_import(row.pk, at=LATER)
    assert not try_import(row.pk, at=LATER), "it is done once"
    assert "Übernommen" in shown(browser, row)
    assert Signatory.objects.filter(function="Neu").count() == row.row_count


def test_a_lost_job_is_woken_again(long_table: TableImport) -> None:
    BackgroundJob.objects.all()._raw_delete("default")  # type: ignore[attr-defined]  # as a restored backup does
    jobs.sweep(Queue.TABLES)
    assert BackgroundJob.objects.filter(queueing_lock=f"import_table:{long_table.pk}").exists()


def test_a_table_that_is_too_long_is_refused_before_its_first_row_is_written(
    long_table: TableImport, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    monkeypatch.setattr(actions, "run_table", lambda *_, **__: pytest.fail("a row was written"))
    try_import(long_table.pk, at=AT)
    assert due_imports(at=LATER) == []
    assert "Bitte teilen Sie sie auf" in shown(scenario.browser("coordinator"), long_table)


def test_a_failure_is_shown_and_tried_again(long_table: TableImport, scenario: Scenario) -> None:
    row = long_table
    path = path_of(row.file_id)
    data = path.read_bytes()
    path.unlink()
    assert not try_import(row.pk, at=AT)
    assert "Es wurde nichts geändert" in shown(scenario.browser("coordinator"), row)
    assert due_imports(at=AT) == []
    path.write_bytes(data)
    assert try_import(row.pk, at=AT + pause(1))


def test_the_page_asks_for_the_progress_until_the_table_is_read(
    long_table: TableImport, scenario: Scenario
) -> None:
    browser, address = scenario.browser("coordinator"), reverse("table_import_state", args=[long_table.pk])
    jobs.sweep(Queue.TABLES)  # a worker lives
    with transaction.atomic():
        tell_progress(long_table.pk, 1200)
        assert told_progress(long_table.pk) == 1200
        assert "1.200" in read(browser.get(address)).text
        transaction.set_rollback(True)
    assert told_progress(long_table.pk) is None
    try_import(long_table.pk, at=AT)
    reply = browser.get(address)
    assert (reply.status_code, reply.headers["HX-Refresh"]) == (204, "true")
    assert browser.get(f"{address}?stand=checked-None-0-0").status_code == 204


def test_a_table_is_kept_for_thirty_days(long_table: TableImport) -> None:
    path = path_of(long_table.file_id)
    assert erase_old_imports(at=AT + timedelta(days=29)) == 0
    assert path.exists()
    assert erase_old_imports(at=AT + timedelta(days=31)) == 1
    assert not path.exists()
    assert not TableImport.objects.exists()
    assert StoredFile.objects.filter(pk=long_table.file_id).exists()


def test_somebody_elses_table_is_not_there(long_table: TableImport, scenario: Scenario) -> None:
    other = factories.coordinator()
    browser = Client()
    browser.force_login(other)
    assert browser.get(reverse("table_import", args=[long_table.pk])).status_code == 404
