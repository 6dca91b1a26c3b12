from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.guards import declining_guards
from agreements.models.link import SigningLink, by_whom
from agreements.models.signatory import Signatory
from agreements.models.version import Version


class Declining(models.Model):
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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="festgehalten von",
    )
    link = models.ForeignKey(
        SigningLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="über den Link",
    )

    class Meta:
        verbose_name = "Ablehnung"
        verbose_name_plural = "Ablehnungen"
        ordering = ["version", "pk"]
        constraints = [
            models.CheckConstraint(
                name="declining_by_somebody",
                condition=Q(recorded_by__isnull=False, link__isnull=True)
                | Q(recorded_by__isnull=True, link__isnull=False),
                violation_error_message="Festgehalten hat es entweder ein Konto oder jemand über einen Link.",
            ),
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
        triggers = declining_guards()

    def __str__(self) -> str:
        return f"{self.signatory.name}, {self.declined_on:%d.%m.%Y}"

    @property
    def recorder(self) -> str:
        """By name who recorded it."""
        return by_whom(self.recorded_by, self.link)
