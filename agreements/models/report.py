from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.guards import append_only
from agreements.models.obligation import Obligation
from agreements.vocabulary import Progress


class Report(models.Model):
    """A Sachstand: what somebody said about an obligation. A correction is a new report; the old one stays."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="reports", verbose_name="Pflicht"
    )
    progress = models.CharField("Sachstand", max_length=15, choices=Progress)
    remark = models.TextField("Bemerkung", max_length=2000, blank=True)
    reported_at = models.DateTimeField("gemeldet am")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemeldet von"
    )

    class Meta:
        verbose_name = "Sachstand"
        verbose_name_plural = "Sachstände"
        ordering = ["obligation", "-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_progress_known",
                condition=Q(progress__in=Progress.values),
                violation_error_message="Diesen Sachstand gibt es nicht.",
            ),
            models.CheckConstraint(
                name="report_reason_given",
                condition=Q(progress__in=[Progress.IN_PROGRESS, Progress.FULFILLED]) | ~Q(remark=""),
                violation_error_message="Bitte begründen, warum die Pflicht nicht oder nur teilweise erfüllt ist.",
            ),
        ]
        triggers = append_only("Sachstand")

    def __str__(self) -> str:
        return f"{self.obligation}: {self.get_progress_display()}"
