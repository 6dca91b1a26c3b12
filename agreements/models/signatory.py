from django.db import models
from django.db.models import Q

from agreements.guards import frozen_with_instrument
from agreements.models.instrument import Instrument
from agreements.models.text import new_key
from agreements.vocabulary import Side


class Signatory(models.Model):
    """Who is to sign for a side. Name, function and authority are copied into the version at freezing."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="signatories", verbose_name="Urkunde"
    )
    key = models.CharField("Schlüssel", max_length=40, default=new_key, editable=False)
    side = models.CharField("Seite", max_length=12, choices=Side)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    name = models.CharField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=160)
    department = models.CharField("Abteilung", max_length=160, blank=True)
    authority = models.CharField(
        "Grundlage der Vertretung",
        max_length=200,
        blank=True,
        help_text="Zum Beispiel: Mitglied des Bezirksamts (§ 36 BezVG), Vorstand (§ 26 BGB), Vollmacht vom …",
    )
    required = models.BooleanField("erforderlich", default=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "unterzeichnende Person"
        verbose_name_plural = "unterzeichnende Personen"
        ordering = ["instrument", "-side", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "key"],
                name="signatory_key_once",
                violation_error_message="Diese Person steht schon auf der Liste.",
            ),
            models.CheckConstraint(
                name="signatory_side_known",
                condition=Q(side__in=Side.values),
                violation_error_message="Diese Seite gibt es nicht.",
            ),
            models.CheckConstraint(
                name="signatory_named",
                condition=~Q(name="") & ~Q(function=""),
                violation_error_message="Name und Funktion werden gebraucht.",
            ),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"
