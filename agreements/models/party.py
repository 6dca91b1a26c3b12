from django.db import models

from agreements.choices import Side
from agreements.models.constraints import known_values
from agreements.models.instrument import Instrument
from agreements.triggers.draft import frozen_with_instrument


class Party(models.Model):
    """One of the two sides as named in the title block."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="parties", verbose_name="Urkunde"
    )
    side = models.CharField("Seite", max_length=12, choices=Side)
    line = models.CharField("Bezeichnung", max_length=1000)
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
            known_values("party_side_known", "Diese Seite gibt es nicht.", side=Side),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return self.line
