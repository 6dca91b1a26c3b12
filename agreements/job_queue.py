"""Defers background tasks by name in the caller's transaction (`jobs.py` defines them)."""

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


class Task(StrEnum):
    """A task that can be deferred for a row."""

    FREEZE = "freeze"
    SEAL = "seal"
    IMPORT_TABLE = "import_table"
    SEND_MAIL = "send_mail"
    RECUR = "recur"
    INDEX = "index"


QUEUES = {
    Task.FREEZE: Queue.RENDER,
    Task.SEAL: Queue.SEAL,
    Task.IMPORT_TABLE: Queue.TABLES,
    Task.SEND_MAIL: Queue.MAIL,
    Task.RECUR: Queue.UPKEEP,
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


def worker_is_alive(queue: Queue, now: datetime) -> bool:
    """Whether a worker has taken a job from a queue lately."""
    return Heartbeat.objects.filter(queue=queue, beat_at__gt=now - ALIVE).exists()
