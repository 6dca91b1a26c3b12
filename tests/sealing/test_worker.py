"""Worker processes, killed at chosen points or in parallel: there is exactly one seal afterwards."""

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
from tests.sealing.association import SealSetup

pytestmark = pytest.mark.kills

PATIENCE = 60
pytestmark = pytest.mark.kills


@pytest.fixture
def signed(transactional_db: None) -> Instrument:
    """A signed contract, committed, so that other processes see it."""
    return factories.signed_contract(factories.district("03"), factories.coordinator())


def worker_environment() -> dict[str, str]:
    """Return the environment of a worker on the database and files of the tests."""
    to = connection.settings_dict
    place = f"postgresql://{to['USER']}:{to['PASSWORD']}@/{to['NAME']}?host={to['HOST']}&port={to['PORT']}"
    return {**os.environ, "DATABASE_URL": place, "MITWIRKUNG_FILES": str(settings.FILES_ROOT)}


def start(seal_setup: SealSetup, url: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start a worker of the seal queue."""
    environment = {
        **worker_environment(),
        "MITWIRKUNG_TRUST_ANCHORS": str(seal_setup.folder / "trust"),
        "MITWIRKUNG_SEAL_FILE": str(seal_setup.settings["SEAL_FILE"]),
        "MITWIRKUNG_SEAL_PASSWORD": str(seal_setup.settings["SEAL_PASSWORD"]),
        "MITWIRKUNG_TIME_STAMP_URL": url,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", "--queues", "seal", *arguments],
        cwd=BASE_DIR,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
    )


def output_of(worker: "subprocess.Popen[str]") -> str:
    """Wait for a worker and return what it did; what it logged, a lost connection say, stands on its error output."""
    out, _ = worker.communicate(timeout=PATIENCE)
    return out


@contextmanager
def locked_instrument(contract: Instrument) -> Iterator[None]:
    """Block inserts of the contract's rows: the sealed file is stored by then."""
    with transaction.atomic():
        transitions.lock_instrument(contract)
        yield


@contextmanager
def locked_table(name: str) -> Iterator[None]:
    """Block writes to a table within a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
        yield


def assert_consistent() -> None:
    """Every row has its file, every sealed edition its seal, every history is valid."""
    for file in StoredFile.objects.all():
        store.read(file)
    assert Edition.objects.filter(kind__in=SEALED_EDITIONS, seal__isnull=True).count() == 0
    for edition in Edition.objects.filter(kind__in=SEALED_EDITIONS).select_related("version__instrument"):
        assert history.verify(edition.version.instrument.agreement) == []


def kill(worker: "subprocess.Popen[str]") -> None:
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE)
    assert worker.returncode == -signal.SIGKILL


def expire_leases() -> None:
    """Let the leases of a dead worker expire."""
    SealLease.objects.update(expires_at=timezone.now())


def test_killed_at_any_point_it_ends_in_exactly_one_seal(signed: Instrument, seal_setup: SealSetup) -> None:
    points: list[AbstractContextManager[None]] = [
        locked_instrument(signed),
        locked_table("agreements_seal"),
        locked_table("agreements_event"),
    ]
    with seal_setup.running() as service:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            worker = start(seal_setup, f"http://127.0.0.1:{silent.getsockname()[1]}/", "--once")
            asked, _ = silent.accept()  # the worker waits for the time
            kill(worker)
            asked.close()
        assert_consistent()
        assert output_of(start(seal_setup, service.url, "--once")) == "", "its lease has not run out"
        for point in points:
            expire_leases()
            with point:
                worker = start(seal_setup, service.url, "--once")
                until(lambda: waiting_for_us() > 0)
                kill(worker)
            assert not Seal.objects.exists()
            assert not Edition.objects.filter(kind__in=SEALED_EDITIONS).exists()
            assert_consistent()
        expire_leases()
        worker = start(seal_setup, service.url)
        assert worker.stdout is not None
        assert worker.stdout.readline().endswith(f"{EditionKind.COMPLETED.value}\n")
        worker.send_signal(signal.SIGTERM)
        assert (output_of(worker), worker.returncode) == ("", 0)
    assert Seal.objects.count() == 1
    assert not SealAttempt.objects.exists()
    assert_consistent()


def test_two_workers_at_once_make_one_seal(signed: Instrument, seal_setup: SealSetup) -> None:
    with seal_setup.running() as service:
        with locked_instrument(signed):
            first = start(seal_setup, service.url, "--once")
            until(lambda: waiting_for_us() > 0)
            assert output_of(start(seal_setup, service.url, "--once")) == "", "it is being sealed elsewhere"
        assert output_of(first).startswith("sealed: ")
    assert Seal.objects.count() == 1
    assert_consistent()
