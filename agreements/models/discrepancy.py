from django.conf import settings
from django.db import models

from agreements.models.constraints import is_sha256, not_blank
from agreements.models.instrument import Instrument
from agreements.triggers.draft import kept_while_drafting


class ConfirmedDiscrepancy(models.Model):
    """The reason why text and obligation may differ; it holds for the very words and terms of `identity` only."""

    instrument = models.ForeignKey(
        Instrument,
        on_delete=models.PROTECT,
        related_name="confirmed_discrepancies",
        verbose_name="Urkunde",
    )
    identity = models.CharField("Prüfwert von Wortlaut und Angaben", max_length=64)
    place = models.TextField("Stelle")
    sentence = models.TextField("Was nicht übereinstimmt")
    reason = models.TextField("Begründung")
    confirmed_at = models.DateTimeField("bestätigt am")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="bestätigt von"
    )

    class Meta:
        verbose_name = "Bestätigte Unstimmigkeit"
        verbose_name_plural = "Bestätigte Unstimmigkeiten"
        ordering = ["instrument", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "identity"],
                name="discrepancy_confirmed_once",
                violation_error_message="Diese Stelle ist schon bestätigt.",
            ),
            is_sha256("discrepancy_identity_is_sha256", "identity"),
            not_blank("discrepancy_has_reason", "Bitte begründen, warum das so bleiben soll.", "reason"),
        ]
        triggers = kept_while_drafting("Bestätigung")

    def __str__(self) -> str:
        return self.sentence
