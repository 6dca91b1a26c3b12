"""Wakes a background task by its name, in the caller's transaction (`jobs.py` has the tasks)."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from agreements.choices import Queue
from agreements.models import Heartbeat

# on Django's own connection, in a worker too: a job of a transaction that is rolled back is gone
MANAGER = JobManager(DjangoConnector())
ALIVE = timedelta(seconds=60)  # a worker takes a job from each of its queues every ten seconds


class Task(StrEnum):
    """What can be woken, each for one of our rows."""

    FREEZE = "freeze"
    SEAL = "seal"
    SEND_MAIL = "send_mail"
    RECUR = "recur"


QUEUES = {
    Task.FREEZE: Queue.RENDER,
    Task.SEAL: Queue.SEAL,
    Task.SEND_MAIL: Queue.MAIL,
    Task.RECUR: Queue.UPKEEP,
}


def wake(task: Task, key: int | str) -> None:
    """Have a task look at the row `key`; if it is going to anyway, nothing happens.

    The row must say what is to be done: a job may come too late, twice, or never, and then the sweep wakes it again.
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
    """Say whether any worker has taken a job from a queue lately."""
    return Heartbeat.objects.filter(queue=queue, beat_at__gt=now - ALIVE).exists()
