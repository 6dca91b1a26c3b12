from django.conf import settings
from django.db import models

from agreements.models.constraints import not_blank
from agreements.models.obligation import Obligation
from districts.triggers.append_only import append_only


class Occasion(models.Model):
    """An Anlass: an event that triggers an obligation."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="occasions", verbose_name="Pflicht"
    )
    happened_on = models.DateField("Tag des Anlasses")
    note = models.CharField("Was der Anlass ist", max_length=300)
    reported_at = models.DateTimeField("gemeldet am")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemeldet von"
    )

    class Meta:
        verbose_name = "Anlass"
        verbose_name_plural = "Anlässe"
        ordering = ["obligation", "happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "happened_on", "note"],
                name="occasion_once",
                violation_error_message="Dieser Anlass ist schon gemeldet.",
            ),
            not_blank("occasion_said", "Bitte sagen, was der Anlass ist.", "note"),
        ]
        triggers = append_only("Anlass")

    def __str__(self) -> str:
        return self.note
