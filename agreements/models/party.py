from django.db import models

from agreements.choices import Side
from agreements.models.constraints import known_values
from agreements.models.instrument import Instrument
from agreements.triggers.party import party_triggers


class Party(models.Model):
    """A side as named in the title block."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="parties", verbose_name="Urkunde"
    )
    side = models.CharField("Seite", max_length=12, choices=Side)
    position = models.PositiveSmallIntegerField("Platz")
    line = models.CharField("Bezeichnung", max_length=1000)
    represented_by = models.CharField(
        "Vertretung",
        max_length=300,
        blank=True,
        help_text="Wie es im Kopf stehen soll, zum Beispiel: vertreten durch den Vorstand. Leer: Dort steht „vertreten "
        "durch“ mit den Unterzeichnenden.",
    )
    short = models.CharField(
        "Kurzname im Text",
        max_length=60,
        help_text="Mit Artikel, wenn der Text ihn braucht (der Träger), sonst als Name (Kinderhaus Nord).",
    )
    address = models.CharField("Anschrift", max_length=200, blank=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Vertragspartei"
        verbose_name_plural = "Vertragsparteien"
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "side"],
                name="party_once_per_side",
                violation_error_message="Auf dieser Seite steht schon eine Vertragspartei.",
            ),
            models.UniqueConstraint(
                fields=["instrument", "position"],
                name="party_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Dieser Platz ist schon besetzt.",
            ),
            models.UniqueConstraint(
                fields=["instrument", "short"],
                name="party_short_once",
                deferrable=models.Deferrable.DEFERRED,  # two parties may change names
                violation_error_message="So heißt schon eine andere Vertragspartei.",
            ),
            known_values("party_side_known", "Diese Seite gibt es nicht.", side=Side),
        ]
        triggers = party_triggers()

    def __str__(self) -> str:
        return self.line
