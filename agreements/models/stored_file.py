from django.db import models
from django.db.models import Q

from agreements.models.constraints import is_sha256
from districts.triggers.append_only import append_only


class StoredFile(models.Model):
    """A file stored on disk under its SHA-256: written before this row, never changed."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("Größe in Byte")
    media_type = models.CharField("Dateityp", max_length=80)

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        constraints = [
            is_sha256("stored_file_sha256", "sha256"),
            models.CheckConstraint(
                name="stored_file_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="Eine leere Datei wird nicht aufbewahrt.",
            ),
        ]
        triggers = append_only("Datei")

    def __str__(self) -> str:
        return self.sha256[:12]
