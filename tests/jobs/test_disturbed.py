"""Workers whose disk, folder, database or process fails: afterwards everything is done, exactly once."""

import resource
import signal
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.utils import timezone

from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import FreezeRequest, Heartbeat, Mail, SealLease
from tests.http_sessions import others_in_a_transaction, until, waiting_for_us
from tests.jobs.conftest import PATIENCE, Process, Scene, suspend
from tests.jobs.proxy import proxy
from tests.sealing.test_worker import locked_instrument, locked_table

pytestmark = pytest.mark.kills
DOERS = "mail,render,seal"  # sweeping files would wait for the transactions that are held open here


def end(worker: Process) -> None:
    """Stop a worker regularly."""
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def wait_for_heartbeat(*queues: Queue) -> None:
    """Wait for a worker's heartbeat in some queues."""
    until(lambda: all(worker_is_alive(queue, timezone.now()) for queue in queues))


def chmod_folders(mode: int) -> None:
    """Set the permissions of all folders of stored files."""
    for folder in (Path(settings.FILES_ROOT), *Path(settings.FILES_ROOT).iterdir()):
        folder.chmod(mode)


def test_a_full_disk_and_a_read_only_folder_are_told_and_waited_for(scene: Scene) -> None:
    with proxy() as between:
        with locked_table("agreements_seallease"):  # no seal begins before
            worker = scene.start("--queues", "render,seal", unprivileged=True, DATABASE_URL=between.url)
            wait_for_heartbeat(Queue.RENDER)
            # no file may grow beyond a few bytes: writing fails as on a full disk, in the same call
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        draft = scene.draft()
        until(lambda: scene.failed(draft, attempts=1))
        assert "konnte nicht gespeichert werden" in FreezeRequest.objects.get().problem
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        chmod_folders(0o555)
        try:
            scene.ask_again(draft)
            until(lambda: scene.failed(draft, attempts=2))
            assert "konnte nicht gespeichert werden (PermissionError)" in FreezeRequest.objects.get().problem
        finally:
            chmod_folders(0o755)
        scene.ask_again(draft)
        until(lambda: scene.frozen(draft) and scene.sealed())
        end(worker)
    scene.assert_done_once(draft)


def test_a_database_that_was_away_or_fell_silent_is_waited_for(scene: Scene) -> None:
    with proxy() as between:
        worker = scene.start("--queues", "render", DATABASE_URL=between.url)
        wait_for_heartbeat(Queue.RENDER)
        between.refuse()
        first = scene.draft()
        Heartbeat.objects.all().delete()
        between.resume()
        until(lambda: scene.frozen(first))
        between.drop_packets()
        second = scene.draft(2026)
        until(lambda: scene.frozen(second))
        end(worker)
    assert FreezeRequest.objects.exclude(ended_at=None).count() == 2
    scene.assert_frozen_once(first, second)


def test_what_a_frozen_worker_was_at_another_one_takes_over(scene: Scene) -> None:
    """It is suspended while it freezes, seals and sends; when it resumes, all is done, and nothing is done twice."""
    reached, go = Event(), Event()

    def taken() -> None:
        reached.set()
        assert go.wait(PATIENCE)

    scene.server.on_data = taken
    draft = scene.draft()
    with locked_instrument(draft), locked_instrument(scene.signed):
        frozen = scene.start("--queues", DOERS, PGOPTIONS="-c idle_in_transaction_session_timeout=3s")
        until(lambda: waiting_for_us() == 2)
        scene.queue_mail()
        assert reached.wait(PATIENCE)
        suspend(frozen)
    scene.server.on_data = lambda: None
    go.set()
    until(lambda: others_in_a_transaction() == 0)  # the server has ended what the frozen one held
    assert not scene.frozen(draft)
    assert not scene.sealed()
    FreezeRequest.objects.update(tried_at=None)  # the pauses are over, and the lease
    Mail.objects.filter(sent_at=None).update(tried_at=None)
    SealLease.objects.update(expires_at=timezone.now())
    other = scene.start("--queues", DOERS)
    until(lambda: scene.frozen(draft) and scene.sealed() and scene.all_sent())
    frozen.send_signal(signal.SIGCONT)
    end(frozen)
    end(other)
    scene.assert_done_once(draft)
    again = [identity for identity, times in scene.sent.items() if times > 1]
    assert len(again) == 1, "what the server had taken already came again as the same e-mail"
