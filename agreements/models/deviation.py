from django.conf import settings
from django.db import models

from agreements.models.constraints import not_blank
from agreements.models.instrument import Instrument
from agreements.triggers.draft import deviation_triggers


class Deviation(models.Model):
    """The reason for a deviation from a locked clause of the model text; without it the clause cannot be changed."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="deviations", verbose_name="Urkunde"
    )
    clause_key = models.CharField("Schlüssel des Absatzes", max_length=40)
    model_text = models.TextField("Text des Mustertexts")
    reason = models.TextField("Begründung")
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Abweichung vom Mustertext"
        verbose_name_plural = "Abweichungen vom Mustertext"
        ordering = ["instrument", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "clause_key"],
                name="deviation_once",
                violation_error_message="Für diesen Absatz ist schon eine Abweichung festgehalten.",
            ),
            not_blank("deviation_has_reason", "Bitte die Abweichung begründen.", "reason"),
        ]
        triggers = deviation_triggers()

    def __str__(self) -> str:
        return f"Abweichung: {self.reason[:60]}"
