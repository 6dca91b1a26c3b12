"""Defers background tasks by name in the caller's transaction (`jobs.py` defines them)."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from agreements.job_choices import Queue
from agreements.models import Heartbeat

# on Django's own connection, in a worker too, so that jobs are rolled back with their transaction
MANAGER = JobManager(DjangoConnector())
ALIVE = timedelta(seconds=60)  # a worker takes a job from each of its queues every ten seconds


# the name of the worker whose process this is
THIS_WORKER: ContextVar[str] = ContextVar("THIS_WORKER", default="")


class Task(StrEnum):
    """A task that can be deferred for a row."""

    FREEZE = "freeze"
    SEAL = "seal"
    IMPORT_TABLE = "import_table"
    SEND_MAIL = "send_mail"
    RECUR = "recur"
    RECUR_MAIL = "recur_mail"
    RECUR_SEAL = "recur_seal"
    INDEX = "index"


QUEUES = {
    Task.FREEZE: Queue.RENDER,
    Task.SEAL: Queue.SEAL,
    Task.IMPORT_TABLE: Queue.TABLES,
    Task.SEND_MAIL: Queue.MAIL,
    Task.RECUR: Queue.UPKEEP,
    Task.RECUR_MAIL: Queue.MAIL,
    Task.RECUR_SEAL: Queue.SEAL,
    Task.INDEX: Queue.UPKEEP,
}


def wake(task: Task, key: int | str) -> None:
    """Defer a task for the row `key`, unless it is already queued.

    The row must say what is to be done: a job may come late, twice, or never, and then the sweep defers it again.
    """
    job = Job(
        queue=QUEUES[task],
        lock=None,
        queueing_lock=f"{task}:{key}",
        task_name=task,
        task_kwargs={"key": key},
    )
    try:
        with transaction.atomic():
            MANAGER.defer_job(job)
    except AlreadyEnqueued:
        pass


def sign_on(queues: Iterable[Queue], *, at: datetime) -> None:
    """Say that this worker lives."""
    for queue in queues:
        Heartbeat.objects.update_or_create(worker=THIS_WORKER.get(), queue=queue, defaults={"seen_at": at})


def sign_off(queues: Iterable[Queue]) -> None:
    """Say that this worker has ended as it was asked to."""
    Heartbeat.objects.filter(worker=THIS_WORKER.get(), queue__in=list(queues)).delete()


def forget_workers(*, before: datetime) -> None:
    """Delete workers that have not been seen since: machines that are no more."""
    Heartbeat.objects.filter(seen_at__lt=before).delete()


def took_a_job(queue: Queue, *, at: datetime) -> None:
    """Say that this worker works on a queue."""
    Heartbeat.objects.update_or_create(
        worker=THIS_WORKER.get(), queue=queue, defaults={"seen_at": at, "beat_at": at}
    )


def worker_is_alive(queue: Queue, now: datetime) -> bool:
    """Whether a worker has taken a job from a queue lately."""
    return Heartbeat.objects.filter(queue=queue, beat_at__gt=now - ALIVE).exists()
