from django.db import models

from agreements.models.constraints import not_empty
from agreements.models.instrument import Instrument


class SigningEvent(models.Model):
    """The ceremony of signing. Being present is not signing."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="ceremonies", verbose_name="Urkunde"
    )
    held_on = models.DateField("Datum")
    place = models.CharField("Ort", max_length=120)
    source = models.CharField("Quelle", max_length=200, blank=True)
    source_url = models.URLField("Adresse der Quelle", max_length=400, blank=True)

    class Meta:
        verbose_name = "Unterzeichnungstermin"
        verbose_name_plural = "Unterzeichnungstermine"
        ordering = ["instrument", "held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "held_on"],
                name="signing_event_once_a_day",
                violation_error_message="Diesen Termin gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%d.%m.%Y}, {self.place}"


class Participant(models.Model):
    """A person present at a ceremony. The function is enough; the name is stored only where it is needed."""

    signing_event = models.ForeignKey(
        SigningEvent,
        on_delete=models.CASCADE,
        related_name="participants",
        verbose_name="Unterzeichnungstermin",
    )
    name = models.CharField("Name", max_length=120, blank=True)
    function = models.CharField("Funktion", max_length=160)
    organisation = models.CharField("Stelle", max_length=160, blank=True)

    class Meta:
        verbose_name = "anwesende Person"
        verbose_name_plural = "anwesende Personen"
        ordering = ["signing_event", "pk"]
        constraints = [not_empty("participant_has_function", "Bitte die Funktion angeben.", "function")]

    def __str__(self) -> str:
        return self.name or self.function
