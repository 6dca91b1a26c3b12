from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.choices import EvidenceKind
from agreements.models.report import Report
from agreements.models.stored_file import StoredFile
from agreements.triggers.evidence import evidence_triggers
from districts.triggers.append_only import append_only


class Evidence(models.Model):
    """A Nachweis for a report.

    `number` counts the pieces of a report, `version` the versions of a piece; older versions are kept. The period and
    `last_valid_on` are statements of the person who added it.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="evidence", verbose_name="Sachstand"
    )
    number = models.PositiveSmallIntegerField("Nummer")
    version = models.PositiveSmallIntegerField("Fassung")
    kind = models.CharField("Art", max_length=10, choices=EvidenceKind)
    title = models.CharField("Bezeichnung", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="Datei",
    )
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    url = models.URLField("Adresse", max_length=500, blank=True)
    reference = models.CharField("Drucksache oder Aktenzeichen", max_length=200, blank=True)
    note = models.TextField("Vermerk", max_length=2000, blank=True)
    starts_on = models.DateField("belegt den Zeitraum ab", null=True, blank=True)
    ends_on = models.DateField("belegt den Zeitraum bis", null=True, blank=True)
    last_valid_on = models.DateField("gilt bis", null=True, blank=True)
    added_at = models.DateTimeField("hinzugefügt am")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="hinzugefügt von"
    )

    class Meta:
        verbose_name = "Nachweis"
        verbose_name_plural = "Nachweise"
        ordering = ["report", "number", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number", "version"],
                name="evidence_version_once",
                violation_error_message="Von diesem Nachweis gibt es inzwischen eine andere Fassung.",
            ),
            models.CheckConstraint(
                name="evidence_is_of_its_kind",
                condition=(
                    Q(kind=EvidenceKind.FILE, file__isnull=False, url="", reference="", note="")
                    | Q(
                        kind=EvidenceKind.LINK,
                        file__isnull=True,
                        url__regex=r"^https?://",
                        note="",
                        reference="",
                    )
                    | (Q(kind=EvidenceKind.REFERENCE, file__isnull=True, url="", note="") & ~Q(reference=""))
                    | (Q(kind=EvidenceKind.NOTE, file__isnull=True, url="", reference="") & ~Q(note=""))
                ),
                violation_error_message="Bitte genau eines angeben: eine Datei, einen Link, eine Nummer oder einen Vermerk.",
            ),
            models.CheckConstraint(
                name="evidence_covers_a_period",
                violation_error_code="ends_on",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                violation_error_message="Der Zeitraum, den der Nachweis belegt, endet vor seinem Beginn.",
            ),
            models.CheckConstraint(
                name="evidence_holds_for_its_period",
                violation_error_code="last_valid_on",
                condition=Q(starts_on__isnull=True)
                | Q(last_valid_on__isnull=True)
                | Q(starts_on__lte=F("last_valid_on")),
                violation_error_message="Der Nachweis gilt nur bis vor den Zeitraum, den er belegt. Bitte prüfen Sie die Tage.",
            ),
        ]
        triggers = evidence_triggers()

    def __str__(self) -> str:
        return self.title or self.reference or self.url or self.get_kind_display()


class VirusCheck(models.Model):
    """A malware check of a stored file; `found` is empty if the file is clean."""

    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="virus_checks", verbose_name="Datei"
    )
    checked_at = models.DateTimeField("geprüft am")
    scanner = models.CharField("geprüft mit", max_length=200)
    found = models.CharField("gefunden", max_length=200, blank=True)

    class Meta:
        verbose_name = "Virenprüfung"
        verbose_name_plural = "Virenprüfungen"
        ordering = ["-checked_at", "-pk"]
        triggers = append_only("Virenprüfung")

    def __str__(self) -> str:
        return self.found or "nichts gefunden"
