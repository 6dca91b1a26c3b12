from django.db import models
from procrastinate.contrib.django.models import ProcrastinateJob

from agreements.job_choices import Queue, RecurringTask


class BackgroundJob(ProcrastinateJob):
    """A job in a queue of the library, under a German name."""

    class Meta:
        proxy = True
        verbose_name = "Auftrag im Hintergrund"
        verbose_name_plural = "Aufträge im Hintergrund"


class Heartbeat(models.Model):
    """That a worker lives, and when it last took a job from a queue: of several workers any may take it."""

    worker = models.CharField("Dienst", max_length=100, blank=True)
    queue = models.CharField("Warteschlange", max_length=20, choices=Queue)
    seen_at = models.DateTimeField("zuletzt gemeldet am")
    beat_at = models.DateTimeField("zuletzt etwas übernommen am", null=True, blank=True)

    class Meta:
        verbose_name = "Dienst im Hintergrund"
        verbose_name_plural = "Dienste im Hintergrund"
        ordering = ["queue", "worker"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "queue"],
                name="heartbeat_once",
                violation_error_message="Dieser Dienst arbeitet schon an dieser Warteschlange.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_queue_display()} ({self.worker})"


class RecurringJob(models.Model):
    """When something recurring was last done, and what went wrong since.

    An attempt is counted before it begins, so that two workers do not begin the same one.
    """

    task = models.CharField("Aufgabe", max_length=20, choices=RecurringTask, unique=True)
    done_at = models.DateTimeField("zuletzt erledigt am", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("Versuche seitdem", default=0)
    tried_at = models.DateTimeField("zuletzt begonnen am", null=True, blank=True)
    problem = models.CharField("Was fehlte", max_length=300, blank=True)

    class Meta:
        verbose_name = "wiederkehrende Aufgabe"
        verbose_name_plural = "wiederkehrende Aufgaben"
        ordering = ["task"]

    def __str__(self) -> str:
        return self.get_task_display()
