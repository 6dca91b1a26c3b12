from django.conf import settings
from django.db import models

from agreements.models.constraints import not_empty
from districts.triggers.append_only import append_only


class Association(models.Model):
    """Who the association is, from the moment it was recorded until the next row; the last row counts."""

    name = models.CharField(
        "Bezeichnung in Verträgen",
        max_length=300,
        help_text="Wie sie im Kopf eines Vertrags steht, zum Beispiel: Beispiel e. V. für das Projekt „MitWirkung“",
    )
    address = models.CharField(
        "Anschrift", max_length=300, help_text="Straße und Hausnummer, Postleitzahl und Ort"
    )
    telephone = models.CharField("Telefon", max_length=60, blank=True)
    contact = models.CharField(
        "Kontakt", max_length=200, blank=True, help_text="Wen man fragt: Person oder Stelle, E-Mail-Adresse"
    )
    recorded_at = models.DateTimeField("festgehalten am", editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="festgehalten von",
        editable=False,
    )

    class Meta:
        verbose_name = "Angaben zum Verein"
        verbose_name_plural = "Angaben zum Verein"
        ordering = ["-pk"]
        constraints = [
            not_empty("association_has_name", "Bitte die Bezeichnung angeben.", "name"),
            not_empty("association_has_address", "Bitte die Anschrift angeben.", "address"),
        ]
        triggers = append_only("Angaben zum Verein")

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """Who may sign for the association; offered in new contracts."""

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="representatives", verbose_name="Verein"
    )
    name = models.CharField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=160)
    authority = models.CharField(
        "Grundlage der Vertretung", max_length=200, blank=True, default="Vorstand (§ 26 BGB)"
    )

    class Meta:
        verbose_name = "vertretungsberechtigte Person"
        verbose_name_plural = "vertretungsberechtigte Personen"
        ordering = ["association", "pk"]
        constraints = [
            not_empty("representative_has_name", "Bitte den Namen angeben.", "name"),
            not_empty("representative_has_function", "Bitte die Funktion angeben.", "function"),
        ]
        triggers = append_only("Vertretungsberechtigte Person")

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"
