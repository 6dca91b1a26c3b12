from django.db import models

from agreements.choices import ResolutionKind
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values, not_empty


class Resolution(models.Model):
    """A dated decision of a body of the district, with its source."""

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
            known_values(
                "resolution_kind_known", "Diese Art von Beschluss gibt es nicht.", kind=ResolutionKind
            ),
            not_empty("resolution_has_source", "Jedes Datum braucht seine Quelle.", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {self.dated:%d.%m.%Y}"
