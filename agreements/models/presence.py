from django.conf import settings
from django.db import models

from agreements.models.instrument import Instrument


class Presence(models.Model):
    """Who has the editor open, and at which clause. Transient: outdated rows are deleted."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="presences", verbose_name="Urkunde"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="Person"
    )
    window = models.CharField("Fenster", max_length=40)
    clause_key = models.CharField("Schlüssel des Absatzes", max_length=40, blank=True)
    seen_at = models.DateTimeField("zuletzt gesehen")

    class Meta:
        verbose_name = "Anwesenheit"
        verbose_name_plural = "Anwesenheiten"
        ordering = ["instrument", "person", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "person", "window"],
                name="presence_once_a_window",
                violation_error_message="Dieses Fenster ist schon bekannt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"
