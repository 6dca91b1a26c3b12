from django.db import models
from django.db.models import Q

from agreements.models.recording import Recording, recorded_by_somebody
from agreements.models.signatory import Signatory
from agreements.models.version import Version
from agreements.triggers.signature import declining_triggers


class Declining(Recording):
    """That somebody will not sign a version, and why. Whoever changes her mind signs; both stay on record."""

    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="declinings", verbose_name="unterzeichnende Person"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="declinings", verbose_name="Fassung"
    )
    fingerprint = models.CharField("Prüfwert des Abgelehnten", max_length=64)
    declined_on = models.DateField("abgelehnt am")
    reason = models.CharField("Grund", max_length=500)
    recorded_at = models.DateTimeField("festgehalten am")

    class Meta:
        verbose_name = "Ablehnung"
        verbose_name_plural = "Ablehnungen"
        ordering = ["version", "pk"]
        constraints = [
            recorded_by_somebody("declining_by_somebody"),
            models.UniqueConstraint(
                fields=["signatory", "version"],
                name="declining_once",
                violation_error_message="Diese Ablehnung ist schon festgehalten.",
            ),
            models.CheckConstraint(
                name="declining_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Eine Ablehnung braucht ihren Grund.",
            ),
        ]
        triggers = declining_triggers()

    def __str__(self) -> str:
        return f"{self.signatory.name}, {self.declined_on:%d.%m.%Y}"
