"""The background jobs in the admin: to be found and read.

The library's own pages go: there, whoever may only look could cancel a job.
"""

from datetime import datetime
from typing import Any

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

from agreements.admin.read_only import KeptAdmin
from agreements.models import BackgroundJob, Heartbeat, RecurringJob, SealLease
from agreements.recurring import due_at
from districts.admin.base_admin import column

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


class ServiceAdmin(KeptAdmin):
    """A noun that only the worker writes."""

    made_elsewhere = (
        "Das schreibt der Dienst im Hintergrund. Was zu tun ist und was fehlte, steht bei der Sache selbst."
    )

    def locked_because(self, obj: Any) -> str:
        """Say who writes this."""
        return self.made_elsewhere


@admin.register(BackgroundJob)
class BackgroundJobAdmin(ServiceAdmin):
    """What waits in the queues, and what failed; a job that succeeded is deleted at once."""

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
class HeartbeatAdmin(ServiceAdmin):
    """When a worker last took a job from a queue."""

    list_display = ["queue", "beat_at"]


@admin.register(RecurringJob)
class RecurringJobAdmin(ServiceAdmin):
    """What recurs, and what went wrong."""

    list_display = ["task", "done_at", "tries", "tried_at", "problem", "next_at"]

    @admin.display(description="nächstes Mal ab")
    def next_at(self, obj: RecurringJob) -> datetime | None:
        """When it is to be done next."""
        return due_at(obj)


@admin.register(SealLease)
class SealLeaseAdmin(ServiceAdmin):
    """Which worker is sealing what."""

    list_display = [column("version__instrument__agreement", "Vertrag"), "version", "kind", "holder", "until"]
    list_select_related = ["version__instrument__agreement__district"]
