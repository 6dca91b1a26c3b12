from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from agreements.guards import append_only
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version


class ProofCheck(models.Model):
    """What the examination of an uploaded signed file found, once and for all.

    A file that fails is kept as evidence of the attempt and does not count. `based_on` is the accepted revision that
    the file goes on from; without it the file goes on from the Zeichnungsfassung itself.
    """

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="proof_checks", verbose_name="Fassung"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name="Fortsetzung von",
    )
    accepted = models.BooleanField("angenommen")
    verdict = models.JSONField("Befund", default=dict, encoder=DjangoJSONEncoder)
    checked_at = models.DateTimeField("geprüft am")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="eingereicht von"
    )

    class Meta:
        verbose_name = "Prüfung einer signierten Datei"
        verbose_name_plural = "Prüfungen signierter Dateien"
        ordering = ["version", "-checked_at", "-pk"]
        triggers = append_only("Prüfung")

    def __str__(self) -> str:
        return f"{'angenommen' if self.accepted else 'nicht angenommen'}, {self.checked_at:%d.%m.%Y}"
