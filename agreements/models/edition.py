from django.db import models

from agreements.choices import EditionKind
from agreements.models.constraints import known_values
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.version import edition_triggers


class Edition(models.Model):
    """A PDF of a frozen version, rendered once and stored."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="editions", verbose_name="Fassung"
    )
    kind = models.CharField("Art", max_length=12, choices=EditionKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    made_at = models.DateTimeField("erstellt am")

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        ordering = ["version", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"],
                name="edition_once",
                violation_error_message="Diese Ausgabe gibt es schon.",
            ),
            known_values("edition_kind_known", "Diese Art von Ausgabe gibt es nicht.", kind=EditionKind),
        ]
        triggers = edition_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"
