"""A worker that lives says so, one that ends regularly says good-bye, and one that is frozen is missed."""

import json
import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.job_choices import Queue
from agreements.job_queue import THIS_WORKER, forget_workers, sign_off, sign_on, took_a_job, worker_is_alive
from agreements.models import Heartbeat
from mitwirkung.operations.health.workers import missing_workers
from tests.http_sessions import others_in_a_transaction, until
from tests.jobs.conftest import PATIENCE, Scene, suspend

QUEUES = (Queue.MAIL, Queue.SEAL)


@pytest.mark.django_db
def test_each_worker_has_a_row_for_each_of_its_queues() -> None:
    now = timezone.now()
    for name in ("rechner-1", "rechner-2"):
        token = THIS_WORKER.set(name)
        sign_on(QUEUES, at=now)
        THIS_WORKER.reset(token)
    assert Heartbeat.objects.count() == 4
    assert not worker_is_alive(Queue.MAIL, now), "to live is not to work"
    token = THIS_WORKER.set("rechner-2")
    took_a_job(Queue.MAIL, at=now)
    sign_on(QUEUES, at=now + timedelta(seconds=10))
    assert worker_is_alive(Queue.MAIL, now + timedelta(seconds=59))
    assert not worker_is_alive(Queue.MAIL, now + timedelta(seconds=60))
    sign_off(QUEUES)
    THIS_WORKER.reset(token)
    assert set(Heartbeat.objects.values_list("worker", flat=True)) == {"rechner-1"}
    forget_workers(before=now)
    assert Heartbeat.objects.count() == 2
    forget_workers(before=now + timedelta(days=1))
    assert not Heartbeat.objects.exists()


@pytest.mark.kills
def test_in_production_a_worker_says_what_it_did_as_json_with_the_number_of_the_job(scene: Scene) -> None:
    scene.queue_mail()
    done = scene.run_once("--queues", "mail", MITWIRKUNG_LOG_FORMAT="json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    (sent,) = [line for line in lines if line["message"].startswith("sent: mail")]
    assert (sent["level"], sent["logger"]) == ("INFO", "agreements.worker")
    assert sent["job"] > 0
    assert done.stdout == ""
    assert not [word for word in ("bogdan", "@", "Bogdan") if word in done.stderr]


@pytest.mark.kills
def test_a_frozen_worker_is_missed_and_one_that_was_stopped_is_not(scene: Scene) -> None:
    worker = scene.start("--queues", "render", "--name", "zwei")

    def seen() -> bool:
        return Heartbeat.objects.filter(
            worker__endswith=" zwei", seen_at__gt=timezone.now() - timedelta(seconds=30)
        ).exists()

    def missed() -> list[str]:
        return [check.key for check in missing_workers(Heartbeat.objects.all(), timezone.now())]

    until(lambda: seen() and worker_is_alive(Queue.RENDER, timezone.now()))
    suspend(worker)
    until(lambda: others_in_a_transaction() == 0)  # what it had sent before is written
    long_ago = timezone.now() - timedelta(minutes=2)  # as if so much time had passed
    Heartbeat.objects.update(seen_at=long_ago, beat_at=long_ago)
    (key,) = missed()
    assert key.endswith(" zwei")
    worker.send_signal(signal.SIGCONT)
    until(seen)
    assert missed() == []
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert not Heartbeat.objects.exists()
