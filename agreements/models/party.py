from django.db import models
from django.db.models import Q

from agreements.choices import Side
from agreements.models.instrument import Instrument
from agreements.triggers.draft import frozen_with_instrument


class Party(models.Model):
    """One of the two sides as the title block of an instrument names it."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="parties", verbose_name="Urkunde"
    )
    side = models.CharField("Seite", max_length=12, choices=Side)
    line = models.CharField("Bezeichnung", max_length=300)
    short = models.CharField("Kurzname im Text", max_length=60)
    address = models.CharField("Anschrift", max_length=200)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Vertragspartei"
        verbose_name_plural = "Vertragsparteien"
        ordering = ["instrument", "-side"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "side"],
                name="party_once_per_side",
                violation_error_message="Auf dieser Seite steht schon eine Vertragspartei.",
            ),
            models.CheckConstraint(
                name="party_side_known",
                condition=Q(side__in=Side.values),
                violation_error_message="Diese Seite gibt es nicht.",
            ),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return self.line
