from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.instrument import Instrument
from agreements.triggers.draft import deviation_triggers


class Deviation(models.Model):
    """Why a contract departs from a locked clause of its model text. Only with it can the clause be changed."""

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
            models.CheckConstraint(
                name="deviation_has_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message="Eine Abweichung braucht ihre Begründung.",
            ),
        ]
        triggers = deviation_triggers()

    def __str__(self) -> str:
        return f"Abweichung: {self.reason[:60]}"
