"""The background jobs in the admin: to be found and read.

The library's own pages are removed: with the view permission alone a job could be cancelled there.
"""

from datetime import datetime

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

from agreements.admin.read_only import ReadOnlyAdmin, ReadOnlyRowAdmin
from agreements.models import BackgroundJob, Heartbeat, RecurringJob, SealLease, ServiceCheck
from agreements.recurring import due_at

STATES = {
    "todo": "wartet",
    "doing": "läuft",
    "succeeded": "erledigt",
    "failed": "gescheitert",
    "cancelled": "zurückgenommen",
    "aborting": "wird abgebrochen",
    "aborted": "abgebrochen",
}

admin.site.unregister(ProcrastinateJob)


WORKER_WRITES = (
    "Das schreibt der Dienst im Hintergrund. Was zu tun ist und was fehlte, steht bei der Sache selbst."
)


@admin.register(BackgroundJob)
class BackgroundJobAdmin(ReadOnlyAdmin):
    """What waits in the queues, and what failed; a job that succeeded is deleted at once."""

    reason = WORKER_WRITES
    list_display = ["pk", "queue", "task", "row", "state"]
    fields = ["queue", "task", "row", "state"]
    readonly_fields = ["queue", "task", "row", "state"]
    search_fields = ["task_name", "queueing_lock"]
    ordering = ["-pk"]

    @admin.display(description="Warteschlange", ordering="queue_name")
    def queue(self, obj: BackgroundJob) -> str:
        """The queue's name."""
        return str(obj.queue_name)

    @admin.display(description="Aufgabe", ordering="task_name")
    def task(self, obj: BackgroundJob) -> str:
        """The task's name."""
        return str(obj.task_name)

    @admin.display(description="Zeile")
    def row(self, obj: BackgroundJob) -> str:
        """The key of our row."""
        return str(obj.args.get("key", "–"))

    @admin.display(description="Stand", ordering="status")
    def state(self, obj: BackgroundJob) -> str:
        """How far it is, in German."""
        return STATES.get(obj.status, obj.status)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """When a worker last took a job from a queue."""

    reason = WORKER_WRITES
    list_display = ["queue", "worker", "seen_at", "beat_at"]


@admin.register(ServiceCheck)
class ServiceCheckAdmin(ReadOnlyAdmin):
    """What the services said that only a worker can ask."""

    reason = WORKER_WRITES
    list_display = ["service", "checked_at", "problem", "name", "expires_at"]


@admin.register(RecurringJob)
class RecurringJobAdmin(ReadOnlyAdmin):
    """What recurs, and what went wrong."""

    reason = WORKER_WRITES
    list_display = ["task", "done_at", "tries", "tried_at", "problem", "next_at"]

    @admin.display(description="nächstes Mal ab")
    def next_at(self, obj: RecurringJob) -> datetime | None:
        """When it is to be done next."""
        return due_at(obj)


@admin.register(SealLease)
class SealLeaseAdmin(ReadOnlyRowAdmin):
    """Which worker is sealing what."""

    reason = WORKER_WRITES
    agreement_path = "version__instrument__agreement"
    list_display = ["version", "kind", "holder", "expires_at"]
