"""The real worker as its own process: killed while it freezes, two at once, and behind production's pool."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agreements import history
from agreements.choices import Status
from agreements.files import store
from agreements.models import FreezeRequest, Instrument, StoredFile
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.texts.assembly import working_copy
from districts.models import User
from mitwirkung.settings import BASE_DIR
from tests import factories
from tests.amending import begin, reword
from tests.due import freeze_what_is_due
from tests.http_sessions import until, waiting_for_us
from tests.sealing.test_worker import kill, locked_instrument, locked_table, output_of, worker_environment

pytestmark = pytest.mark.kills

PRODUCTION = {
    "MITWIRKUNG_PRODUCTION": "1",
    "MITWIRKUNG_SECRET_KEY": "a secret of the tests that is long enough for nobody to guess it 0123456789",
    "MITWIRKUNG_HOSTS": "vertraege.example",
    "MITWIRKUNG_LOG_FORMAT": "text",  # what is done is read from its output
}


@pytest.fixture
def amira(transactional_db: None) -> User:
    """Who asks, on real tables: other processes must see it."""
    return factories.coordinator()


STARTED: list["subprocess.Popen[str]"] = []


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """End the workers of a test however it ends."""
    yield
    while STARTED:
        worker = STARTED.pop()
        if worker.poll() is None:
            kill(worker)


def start(*arguments: str, **more: str) -> "subprocess.Popen[str]":
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--queues", "render", *arguments],
        cwd=BASE_DIR,
        env=worker_environment() | more,
        text=True,
        stdout=subprocess.PIPE,
    )
    STARTED.append(worker)
    return worker


def asked(draft: Instrument, by: User) -> Instrument:
    ask_to_freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=timezone.now())
    return draft


def insist_whole(draft: Instrument, status: Status) -> None:
    """The text is frozen with everything, or not at all; every row has its file."""
    draft.refresh_from_db()
    frozen = int(status == Status.SIGNING)
    assert draft.status == status
    assert (draft.frozen_version is not None, draft.versions.count()) == (bool(frozen), frozen)
    assert draft.agreement.events.filter(kind="frozen", data__instrument=draft.number).count() == frozen
    assert FreezeRequest.objects.filter(instrument=draft, ended_at__isnull=False).count() == frozen
    assert history.verify(draft.agreement) == []
    for file in StoredFile.objects.all():
        store.read(file)


def until_frozen(worker: "subprocess.Popen[str]", draft: Instrument) -> None:
    assert worker.stdout is not None
    while (line := worker.stdout.readline()) != f"frozen: {draft.pk}\n":
        assert line, "the worker has ended; whatever else it says is about connections that were cut"


def throw_everybody_else_out() -> None:
    """End every other session of this database, as a restart of the server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def contract(amira: User) -> Instrument:
    return factories.draft(factories.district("03"), amira)


def amendment(amira: User) -> Instrument:
    contract = factories.signed_contract(factories.district("03"), amira)
    draft = begin(contract, by=amira, at=factories.SIGNED_AT)
    reword(draft, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=amira, at=factories.SIGNED_AT)
    return draft


@pytest.mark.parametrize("write", [contract, amendment])
def test_killed_at_any_point_nothing_is_frozen_and_then_all_of_it(
    write: Callable[[User], Instrument], amira: User
) -> None:
    draft = asked(write(amira), amira)
    points: list[AbstractContextManager[None]] = [
        locked_instrument(draft),  # the file is on the disk by then
        locked_table("agreements_event"),
    ]
    for tries, point in enumerate(points, 1):
        with point:
            worker = start("--once")
            until(lambda: waiting_for_us() > 0)
            kill(worker)
        until(lambda: waiting_for_us() == 0)
        insist_whole(draft, Status.DRAFT)
        assert FreezeRequest.objects.get().tries == tries
        FreezeRequest.objects.update(tried_at=None)  # the pause is over
    assert output_of(start("--once")) == f"frozen: {draft.pk}\n"
    insist_whole(draft, Status.SIGNING)


def test_what_one_worker_freezes_another_one_leaves_alone(amira: User) -> None:
    draft = asked(factories.draft(factories.district("03"), amira), amira)
    with locked_instrument(draft):
        first = start("--once")
        until(lambda: waiting_for_us() > 0)
        assert freeze_what_is_due(at=timezone.now() + timedelta(days=1)) == []
    assert output_of(first) == f"frozen: {draft.pk}\n"
    insist_whole(draft, Status.SIGNING)


def test_behind_the_pool_of_production_it_outlives_a_restart_of_the_server(amira: User) -> None:
    place = factories.district("03")
    first = asked(factories.draft(place, amira), amira)
    worker = start(**PRODUCTION)
    until_frozen(worker, first)
    for year in (2026, 2027):
        throw_everybody_else_out()
        draft = asked(factories.draft(place, amira, begins_on=date(year, 4, 1)), amira)
        until_frozen(worker, draft)
        insist_whole(draft, Status.SIGNING)
    worker.send_signal(signal.SIGTERM)
    output_of(worker)
    assert worker.returncode == 0
