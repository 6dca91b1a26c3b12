from django.conf import settings
from django.db import models

from agreements.models.constraints import not_empty
from agreements.models.signatory import Signatory
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.signature import delegation_triggers


class Delegation(models.Model):
    """A delegate who signs a version for a signatory, and the document that authorises her."""

    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="delegations", verbose_name="vertretene Person"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="delegations", verbose_name="Fassung"
    )
    fingerprint = models.CharField("Prüfwert der Fassung", max_length=64)
    name = models.CharField("Name der Vertretung", max_length=120)
    function = models.CharField("Funktion der Vertretung", max_length=160)
    basis = models.CharField("Grundlage", max_length=200)
    granted_on = models.DateField("erteilt am")
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Nachweis"
    )
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        ordering = ["version", "pk"]
        constraints = [
            not_empty(
                "delegation_named",
                "Bitte Name, Funktion und Grundlage der Vertretung angeben.",
                "name",
                "function",
                "basis",
            ),
        ]
        triggers = delegation_triggers()

    def __str__(self) -> str:
        return f"{self.name} für {self.signatory.name}"
