"""All background tasks, on procrastinate.

Our own rows say what is to be done and how it went; a job reads its row. So jobs may run late, twice or never: a sweep of
each queue defers jobs for due rows every ten seconds. The queue's own retries, locks and schedules are not used.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Protocol

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from agreements.calendar_months import add_months
from agreements.files import store
from agreements.files.scanner_check import check_scanner
from agreements.job_choices import Queue, RecurringTask
from agreements.job_queue import MANAGER, QUEUES, Task, forget_workers, took_a_job, wake
from agreements.notifications.queries import due_mails
from agreements.notifications.sending import send_mail
from agreements.recurring import ADDED, due_tasks, run_task
from agreements.reminders.actions import write_reminders
from agreements.sealing.actions import due_versions, seal_version
from agreements.sealing.service_check import check_seal
from agreements.search.indexing import count_words, due_agreements, index_agreement, index_others
from agreements.signing.freezing.rendering import due_requests, try_request
from agreements.signing.links.invitations import remind_what_is_due
from agreements.signing.photos.actions import erase_removed
from agreements.spreadsheets.actions import due_imports, erase_old_imports, try_import
from agreements.tracking.evidence.malware import check_files
from agreements.tracking.overview.cached_summary import store_summaries
from districts.security_log.actions import shorten_log

SWEEP = "* * * * * */10"  # every ten seconds
AGREEMENTS_AT_ONCE = 100  # summaries: stopping the worker must not wait for all of them
OLD_FILE = timedelta(days=1)
OLD_JOB_HOURS = 14 * 24
DEAD_WORKER = timedelta(days=1)


class Due(Protocol):
    """Returns the keys of the due rows of a task."""

    def __call__(self, *, at: datetime) -> Iterable[int | str]: ...


DUE: dict[Task, Due] = {
    Task.FREEZE: due_requests,
    Task.SEAL: due_versions,
    Task.IMPORT_TABLE: due_imports,
    Task.SEND_MAIL: due_mails,
    Task.RECUR: due_tasks,
    Task.RECUR_MAIL: partial(due_tasks, queue=Queue.MAIL),
    Task.RECUR_SEAL: partial(due_tasks, queue=Queue.SEAL),
    Task.INDEX: due_agreements,
}


# a task returns its output, if any


@app.task(name=Task.FREEZE)
def freeze(key: int) -> str:
    request = try_request(key, at=timezone.now())
    return f"{'not frozen' if request.refusal else 'frozen'}: {request.instrument_id}" if request else ""


@app.task(name=Task.SEAL)
def seal(key: int) -> str:
    sealed = seal_version(key, at=timezone.now())
    return "\n".join(f"sealed: {edition.version_id} {edition.kind}" for edition in sealed)


@app.task(name=Task.IMPORT_TABLE)
def import_table(key: int) -> str:
    return f"table: {key}" if try_import(key, at=timezone.now()) else ""


@app.task(name=Task.SEND_MAIL)
def send(key: int) -> str:
    """Send an e-mail; logged by its key, so that no address is in any log."""
    return f"sent: mail {key}" if send_mail(key, at=timezone.now()) else ""


def recur(key: str) -> str:
    task = RecurringTask(key)
    return run_task(task, {**RECURRING, **ADDED}[task], at=timezone.now())


for each_task in (Task.RECUR, Task.RECUR_MAIL, Task.RECUR_SEAL):
    app.task(name=each_task)(recur)


@app.task(name=Task.INDEX)
def index(key: int) -> str:
    return index_agreement(key, at=timezone.now())


def index_templates_and_people(at: datetime) -> str:
    changed = index_others()
    count_words()
    return f"indexed: {changed} entries of model texts and people" if changed else ""


def remind(at: datetime) -> str:
    done = [f"reminded: link {link.pk}" for link in remind_what_is_due(at=at)]
    if (lines := write_reminders(at=at)) is not None:
        done.append(f"reminders: {lines} lines")
    return "\n".join(done)


def check_evidence(at: datetime) -> str:
    """Scan uploads that were not scanned yet."""
    checked = check_files(at=at)
    return "\n".join(f"checked: {file} {check.found or 'clean'}" for file, check in checked)


def summarise(at: datetime) -> str:
    """Update the cached summaries of the overview."""
    for _ in islice(store_summaries(at), AGREEMENTS_AT_ONCE):
        pass
    return ""  # it happens all day, so it is not logged


def sweep_files(at: datetime) -> str:
    """Delete temporary files of killed processes, removed photos and old tables."""
    removed = store.sweep(before=at - OLD_FILE) + erase_removed() + erase_old_imports(at=at)
    return f"swept: {removed} files" if removed else ""


def delete_old_jobs(at: datetime) -> str:
    """Delete old failed jobs, and workers that never came back; what succeeded is deleted at once."""
    async_to_sync(MANAGER.delete_old_jobs)(
        nb_hours=OLD_JOB_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
    forget_workers(before=at - DEAD_WORKER)
    return ""


def ask_seal(at: datetime) -> str:
    check_seal(at=at)
    return ""


def ask_scanner(at: datetime) -> str:
    check_scanner(at=at)
    return ""


def shorten_security_log(at: datetime) -> str:
    """Delete what is older than it is kept."""
    day = add_months(timezone.localdate(at), -settings.SECURITY_LOG_MONTHS)
    before = timezone.make_aware(datetime.combine(day, time.min))
    deleted = shorten_log(before=before, at=at)
    return f"security log: {deleted} entries deleted" if deleted else ""


RECURRING: dict[RecurringTask, Callable[[datetime], str]] = {
    RecurringTask.REMIND: remind,
    RecurringTask.CHECK_EVIDENCE: check_evidence,
    RecurringTask.SUMMARISE: summarise,
    RecurringTask.SWEEP_FILES: sweep_files,
    RecurringTask.TIDY_JOBS: delete_old_jobs,
    RecurringTask.INDEX_OTHERS: index_templates_and_people,
    RecurringTask.SECURITY_LOG: shorten_security_log,
    RecurringTask.CHECK_SEAL: ask_seal,
    RecurringTask.CHECK_SCANNER: ask_scanner,
}


def sweep(queue: Queue) -> None:
    """Defer jobs for the due rows of a queue and record a heartbeat."""
    at = timezone.now()
    for task in (task for task, its in QUEUES.items() if its == queue):
        for key in DUE[task](at=at):
            wake(task, key)
    if queue == Queue.UPKEEP:
        fail_stalled_jobs()
    took_a_job(queue, at=at)


def fail_stalled_jobs() -> None:
    """Mark jobs of dead workers as failed; the sweep defers new ones for their rows."""
    for job in async_to_sync(MANAGER.get_stalled_jobs)():
        if job.id is not None:
            async_to_sync(MANAGER.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=False)


def _register_sweep(queue: Queue) -> None:
    name = f"sweep_{queue}"

    @app.periodic(cron=SWEEP)
    @app.task(name=name, queue=queue, queueing_lock=name, priority=1)
    def swept(timestamp: int) -> None:
        sweep(queue)


for each in Queue:
    _register_sweep(each)
