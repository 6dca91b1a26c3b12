from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.constraints import known_values
from agreements.models.stored_file import StoredFile
from agreements.spreadsheet_choices import TableKind


class TableImport(models.Model):
    """A table that somebody uploaded: tried at once, and written when she confirms what the trial says.

    An attempt is counted before it begins, so that one that kills the worker is delayed longer each time too.
    """

    kind = models.CharField("Tabelle", max_length=20, choices=TableKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    file_name = models.CharField("Dateiname", max_length=200)
    scans = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ZIP-Datei mit Scans",
    )
    row_count = models.PositiveIntegerField("Zeilen", null=True, blank=True)
    uploaded_at = models.DateTimeField("hochgeladen am")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="hochgeladen von",
    )
    checked_at = models.DateTimeField("geprüft am", null=True, blank=True)
    report = models.JSONField("Bericht", null=True, blank=True)
    confirmed_at = models.DateTimeField("bestätigt am", null=True, blank=True)
    ended_at = models.DateTimeField("beendet am", null=True, blank=True)
    refusal = models.TextField("Warum nicht übernommen", blank=True)
    tries = models.PositiveSmallIntegerField("Versuche", default=0)
    tried_at = models.DateTimeField("zuletzt begonnen am", null=True, blank=True)
    problem = models.CharField("Was fehlte", max_length=300, blank=True)

    class Meta:
        verbose_name = "eingelesene Tabelle"
        verbose_name_plural = "eingelesene Tabellen"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            known_values("table_import_kind_known", "Diese Tabelle gibt es nicht.", kind=TableKind),
            models.CheckConstraint(
                name="table_import_confirmed_once_checked",
                condition=Q(confirmed_at__isnull=True) | Q(checked_at__isnull=False, report__isnull=False),
                violation_error_message="Bestätigen lässt sich erst, was geprüft ist.",
            ),
            models.CheckConstraint(
                name="table_import_refused_at_its_end",
                condition=Q(refusal="") | Q(ended_at__isnull=False),
                violation_error_message="Abgelehnt ist erst, was beendet ist.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"
