"""Schedule and state of recurring tasks, one row each (`jobs.py` defines them)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from agreements.job_choices import Queue, RecurringTask
from agreements.models import RecurringJob
from agreements.retries import FIRST_PAUSE, failures_recorded, pause

LOG = logging.getLogger(__name__)
EVERY = {
    RecurringTask.REMIND: timedelta(minutes=5),
    RecurringTask.CHECK_EVIDENCE: timedelta(minutes=1),
    RecurringTask.SUMMARISE: timedelta(seconds=10),
    RecurringTask.SWEEP_FILES: timedelta(days=1),
    RecurringTask.TIDY_JOBS: timedelta(days=1),
    RecurringTask.INDEX_OTHERS: timedelta(hours=1),
    RecurringTask.SECURITY_LOG: timedelta(days=1),
    RecurringTask.CHECK_SEAL: timedelta(hours=1),
    RecurringTask.CHECK_SCANNER: timedelta(minutes=5),
    RecurringTask.DEPARTURES: timedelta(minutes=5),
    RecurringTask.REPORT_HEALTH: timedelta(minutes=5),
}
# whose worker does it: only some have the seal's key and the mail server's password; all others are upkeep
OF_QUEUE = {RecurringTask.CHECK_SEAL: Queue.SEAL, RecurringTask.REPORT_HEALTH: Queue.MAIL}
# what packages above do; they register it here, before the worker starts
ADDED: dict[RecurringTask, Callable[[datetime], str]] = {}
UNEXPECTED = "Es hat nicht geklappt ({name}); Näheres steht im Protokoll des Servers."


def due_at(row: RecurringJob) -> datetime | None:
    """Return when a task is due: after its interval, or after the pause of a failure; None means now."""
    every = EVERY[RecurringTask(row.task)]
    if row.tried_at and row.tries:
        return row.tried_at + min(pause(row.tries), max(every, FIRST_PAUSE))
    return row.done_at and row.done_at + every


def due_tasks(*, at: datetime, queue: Queue = Queue.UPKEEP) -> list[RecurringTask]:
    """Return the due tasks of a queue."""
    rows = {row.task: row for row in RecurringJob.objects.all()}
    tasks = (task for task in RecurringTask if OF_QUEUE.get(task, Queue.UPKEEP) == queue)
    return [task for task in tasks if task not in rows or _is_due(rows[task], at)]


def run_task(task: RecurringTask, work: Callable[[datetime], str], *, at: datetime) -> str:
    """Run a due task unless another worker does; return its output."""
    if not _begin(task, at):
        return ""
    rows = RecurringJob.objects.filter(task=task)
    with failures_recorded(lambda error: _record_failure(task, error)):
        output = work(at)
        rows.update(done_at=at, tries=0, problem="")
        return output
    return ""


def _is_due(row: RecurringJob, at: datetime) -> bool:
    due = due_at(row)
    return due is None or due <= at


def _begin(task: RecurringTask, at: datetime) -> bool:
    with transaction.atomic():
        row, _ = RecurringJob.objects.select_for_update().get_or_create(task=task)
        if not _is_due(row, at):
            return False
        row.tries, row.tried_at = row.tries + 1, at
        row.save(update_fields=["tries", "tried_at"])
    return True


def _record_failure(task: RecurringTask, error: Exception) -> None:
    LOG.error("%s failed", task, exc_info=error)
    problem = UNEXPECTED.format(name=type(error).__name__)
    RecurringJob.objects.filter(task=task).update(problem=problem)
