from django.db import models
from django.db.models import Q

from agreements.triggers.append_only import append_only


class StoredFile(models.Model):
    """Bytes that are kept on disk under their SHA-256: written before this row, never changed."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("Größe in Byte")
    media_type = models.CharField("Dateityp", max_length=80)

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        constraints = [
            models.CheckConstraint(
                name="stored_file_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Der Prüfwert hat 64 Hexadezimalziffern.",
            ),
            models.CheckConstraint(
                name="stored_file_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="Eine leere Datei wird nicht aufbewahrt.",
            ),
        ]
        triggers = append_only("Datei")

    def __str__(self) -> str:
        return self.sha256[:12]
