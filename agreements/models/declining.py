from django.db import models

from agreements.models.constraints import account_or_link, not_empty
from agreements.models.recording import Recording
from agreements.models.signatory import Signatory
from agreements.models.version import Version
from agreements.triggers.signature import declining_triggers


class Declining(Recording):
    """That somebody will not sign a version, and why. A later signature is allowed; both stay on record."""

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
            account_or_link("declining_by_somebody", "recorded_by", "Festgehalten"),
            models.UniqueConstraint(
                fields=["signatory", "version"],
                name="declining_once",
                violation_error_message="Diese Ablehnung ist schon festgehalten.",
            ),
            not_empty("declining_has_reason", "Bitte den Grund der Ablehnung angeben.", "reason"),
        ]
        triggers = declining_triggers()

    def __str__(self) -> str:
        return f"{self.signatory.name}, {self.declined_on:%d.%m.%Y}"
