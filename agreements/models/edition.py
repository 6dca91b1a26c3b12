from django.db import models
from django.db.models import Q

from agreements.choices import READING_COPIES, EditionKind
from agreements.models.constraints import known_values
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.version import edition_triggers


class Edition(models.Model):
    """A PDF of a frozen version, rendered once and stored.

    `corrections` is how many corrections of signatures it takes account of; a reading copy that lacks one is outdated.
    """

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="editions", verbose_name="Fassung"
    )
    kind = models.CharField("Art", max_length=12, choices=EditionKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    made_at = models.DateTimeField("erstellt am")
    corrections = models.PositiveSmallIntegerField("berücksichtigte Berichtigungen", default=0)

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        ordering = ["version", "kind", "corrections"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "corrections"],
                name="edition_once",
                violation_error_message="Diese Ausgabe gibt es schon.",
            ),
            known_values("edition_kind_known", "Diese Art von Ausgabe gibt es nicht.", kind=EditionKind),
            models.CheckConstraint(
                name="edition_without_statement_never_corrected",
                condition=Q(kind__in=sorted(READING_COPIES)) | Q(corrections=0),
                violation_error_message="Nur eine Lesefassung sagt etwas über Unterschriften.",
            ),
        ]
        triggers = edition_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"

    def is_outdated(self, corrections: int) -> bool:
        """Whether it lacks some of the `corrections` that its version has today."""
        return self.kind in READING_COPIES and self.corrections < corrections
