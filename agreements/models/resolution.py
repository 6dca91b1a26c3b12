from django.db import models
from django.db.models import Q

from agreements.choices import ResolutionKind
from agreements.models.agreement import Agreement


class Resolution(models.Model):
    """A dated decision of the district's bodies, before or after signing, with its source."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="resolutions", verbose_name="Vertrag"
    )
    kind = models.CharField("Art", max_length=15, choices=ResolutionKind)
    dated = models.DateField("Datum")
    number = models.CharField("Drucksache oder Nummer", max_length=60, blank=True)
    remark = models.CharField("Bemerkung", max_length=300, blank=True)
    source = models.CharField("Quelle", max_length=200)
    source_url = models.URLField("Adresse der Quelle", max_length=400, blank=True)

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ["agreement", "dated", "pk"]
        constraints = [
            models.CheckConstraint(
                name="resolution_kind_known",
                condition=Q(kind__in=ResolutionKind.values),
                violation_error_message="Diese Art von Beschluss gibt es nicht.",
            ),
            models.CheckConstraint(
                name="resolution_has_source",
                condition=~Q(source=""),
                violation_error_message="Jedes Datum braucht seine Quelle.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {self.dated:%d.%m.%Y}"
