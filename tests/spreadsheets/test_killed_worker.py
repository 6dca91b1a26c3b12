"""The real worker, killed while it tries a table and while it writes one: all of it or nothing, and once."""

import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements import history
from agreements.events import EventKind
from agreements.models import Agreement, Event, Instrument, Signatory, TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets import actions
from agreements.spreadsheets.actions import confirm_import, try_import
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.http_sessions import until, waiting_for_us
from tests.sealing.test_worker import kill, locked_instrument, locked_table, output_of, worker_environment
from tests.spreadsheets.exchange import Rows, uploaded

pytestmark = [pytest.mark.kills, pytest.mark.django_db(transaction=True)]
NEW = "Neu"


@pytest.fixture
def drafts() -> list[Instrument]:
    """Two drafts, in the order in which a table names them."""
    amira = factories.coordinator()
    return [factories.draft(factories.district(key), amira) for key in ("03", "04")]


@pytest.fixture
def table(drafts: list[Instrument], monkeypatch: pytest.MonkeyPatch) -> TableImport:
    """A table for the worker: everybody who signs gets another function."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)

    def change(rows: Rows) -> None:
        for row in rows:
            row["function"] = NEW

    coordinator = drafts[0].agreement.coordinator
    return uploaded(TableKind.CONTACTS, coordinator, timezone.now(), change)


def start() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", "--queues", "tables", "--once"],
        cwd=BASE_DIR,
        env=worker_environment(),
        text=True,
        stdout=subprocess.PIPE,
    )


def killed_while_it_waits(at: AbstractContextManager[None], row: TableImport) -> None:
    """Start a worker, kill it where it waits for us, and let the pause after its attempt be over."""
    with at:
        worker = start()
        try:
            until(lambda: waiting_for_us() > 0)
        finally:
            kill(worker)
    until(lambda: waiting_for_us() == 0)
    TableImport.objects.filter(pk=row.pk).update(tried_at=None)


def insist_written(people: int) -> None:
    """So many people were changed, each with one line of history, and every history is whole."""
    assert Signatory.objects.filter(function=NEW).count() == people
    assert Event.objects.filter(kind=EventKind.SIGNATORY_EDITED).count() == people
    for agreement in Agreement.objects.all():
        assert history.verify(agreement) == []


def test_killed_at_any_point_nothing_is_written_and_then_all_of_it(
    drafts: list[Instrument], table: TableImport
) -> None:
    everybody = Signatory.objects.count()

    def points() -> list[AbstractContextManager[None]]:
        first, second = drafts
        return [
            locked_instrument(first),  # before the first row
            locked_table("agreements_event"),  # within a row
            locked_instrument(second),  # the rows of the first draft are written by then
        ]

    for tries, point in enumerate(points(), 1):
        killed_while_it_waits(point, table)
        table.refresh_from_db()
        assert (table.tries, table.checked_at, table.report) == (tries, None, None)
        insist_written(0)
    assert output_of(start()) == f"table: {table.pk}\n"
    insist_written(0)
    confirm_import(table, by=table.uploaded_by, at=timezone.now())
    for tries, point in enumerate(points(), 1):
        killed_while_it_waits(point, table)
        table.refresh_from_db()
        assert (table.tries, table.ended_at) == (tries, None)
        insist_written(0)
    assert output_of(start()) == f"table: {table.pk}\n"
    insist_written(everybody)
    assert output_of(start()) == "", "it is done once"
    insist_written(everybody)


def test_what_one_worker_reads_another_one_leaves_alone(drafts: list[Instrument], table: TableImport) -> None:
    with locked_instrument(drafts[0]):
        first = start()
        try:
            until(lambda: waiting_for_us() > 0)
            assert not try_import(table.pk, at=timezone.now() + timedelta(days=1))
        except BaseException:
            kill(first)
            raise
    assert output_of(first) == f"table: {table.pk}\n"
    table.refresh_from_db()
    assert table.checked_at is not None
