from django.conf import settings
from django.db import models

from agreements.choices import ArchiveStep
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values
from agreements.models.stored_file import StoredFile
from agreements.triggers.archive import archive_triggers


class ArchiveRecord(models.Model):
    """A step of offering an agreement to the Landesarchiv (§ 5 ArchGB)."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="archive_records", verbose_name="Vertrag"
    )
    step = models.CharField("Schritt", max_length=12, choices=ArchiveStep)
    dated = models.DateField("Datum")
    reference = models.CharField("Zeichen oder Zugangsnummer", max_length=120, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Nachweis"
    )
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Schritt der Archivierung"
        verbose_name_plural = "Schritte der Archivierung"
        ordering = ["agreement", "dated", "pk"]
        constraints = [
            known_values("archive_step_known", "Diesen Schritt gibt es nicht.", step=ArchiveStep),
        ]
        triggers = archive_triggers()

    def __str__(self) -> str:
        return f"{self.get_step_display()} am {self.dated:%d.%m.%Y}"
