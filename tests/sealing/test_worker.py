"""The real worker as its own process: killed at chosen points, or two at once. Afterwards there is exactly one seal."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import SEALED_EDITIONS, EditionKind
from agreements.files import store
from agreements.models import Edition, Instrument, Seal, SealAttempt, SealLease, StoredFile
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.http_sessions import until, waiting_for_us
from tests.sealing.association import House

pytestmark = pytest.mark.kills

PATIENCE = 60
pytestmark = pytest.mark.kills


@pytest.fixture
def signed(transactional_db: None) -> Instrument:
    """A contract that everybody has signed, on real tables: other processes must see it."""
    return factories.signed_contract(factories.district("03"), factories.coordinator())


def worker_environment() -> dict[str, str]:
    """Return an environment that leads to the database and the files of the tests."""
    to = connection.settings_dict
    place = f"postgresql://{to['USER']}:{to['PASSWORD']}@/{to['NAME']}?host={to['HOST']}&port={to['PORT']}"
    return {**os.environ, "DATABASE_URL": place, "MITWIRKUNG_FILES": str(settings.FILES_ROOT)}


def start(house: House, url: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start a worker that seals on the database of the tests."""
    environment = {
        **worker_environment(),
        "MITWIRKUNG_TRUST_ANCHORS": str(house.folder / "trust"),
        "MITWIRKUNG_SEAL_FILE": str(house.settings["SEAL_FILE"]),
        "MITWIRKUNG_SEAL_PASSWORD": str(house.settings["SEAL_PASSWORD"]),
        "MITWIRKUNG_TIME_STAMP_URL": url,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", "--queues", "seal", *arguments],
        cwd=BASE_DIR,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def said(worker: "subprocess.Popen[str]") -> str:
    """Let a worker come to its end and return what it said."""
    out, _ = worker.communicate(timeout=PATIENCE)
    return out


@contextmanager
def instrument_held(contract: Instrument) -> Iterator[None]:
    """Stop whoever wants to write rows of the contract: the sealed file is on the disk by then."""
    with transaction.atomic():
        transitions.lock_instrument(contract)
        yield


@contextmanager
def table_held(name: str) -> Iterator[None]:
    """Stop whoever wants to write into a table, in the middle of a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
        yield


def insist_whole() -> None:
    """Every row has its file, every sealed edition its seal, every history holds."""
    for file in StoredFile.objects.all():
        store.read(file)
    assert Edition.objects.filter(kind__in=SEALED_EDITIONS, seal__isnull=True).count() == 0
    for edition in Edition.objects.filter(kind__in=SEALED_EDITIONS).select_related("version__instrument"):
        assert history.verify(edition.version.instrument.agreement) == []


def kill(worker: "subprocess.Popen[str]") -> None:
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE)
    assert worker.returncode == -signal.SIGKILL


def let_leases_run_out() -> None:
    """Let the time pass that a dead worker's lease lasts."""
    SealLease.objects.update(until=timezone.now())


def test_killed_at_any_point_it_ends_in_exactly_one_seal(signed: Instrument, house: House) -> None:
    points: list[AbstractContextManager[None]] = [
        instrument_held(signed),
        table_held("agreements_seal"),
        table_held("agreements_event"),
    ]
    with house.at_work() as service:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            worker = start(house, f"http://127.0.0.1:{silent.getsockname()[1]}/", "--once")
            asked, _ = silent.accept()  # the worker waits for the time
            kill(worker)
            asked.close()
        insist_whole()
        assert said(start(house, service.url, "--once")) == "", "its lease has not run out"
        for point in points:
            let_leases_run_out()
            with point:
                worker = start(house, service.url, "--once")
                until(lambda: waiting_for_us() > 0)
                kill(worker)
            assert not Seal.objects.exists()
            assert not Edition.objects.filter(kind__in=SEALED_EDITIONS).exists()
            insist_whole()
        let_leases_run_out()
        worker = start(house, service.url)
        assert worker.stdout is not None
        assert worker.stdout.readline().endswith(f"{EditionKind.COMPLETED.value}\n")
        worker.send_signal(signal.SIGTERM)
        assert (said(worker), worker.returncode) == ("", 0)
    assert Seal.objects.count() == 1
    assert not SealAttempt.objects.exists()
    insist_whole()


def test_two_workers_at_once_make_one_seal(signed: Instrument, house: House) -> None:
    with house.at_work() as service:
        with instrument_held(signed):
            first = start(house, service.url, "--once")
            until(lambda: waiting_for_us() > 0)
            assert said(start(house, service.url, "--once")) == "", "it is being sealed elsewhere"
        assert said(first).startswith("sealed: ")
    assert Seal.objects.count() == 1
    insist_whole()
