from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from agreements.models.constraints import known_values, not_blank
from agreements.models.instrument import Instrument
from agreements.models.stored_file import StoredFile
from agreements.recording_choices import DayKind, UnknownFact
from agreements.triggers.original import original_day_triggers, original_triggers


class Original(models.Model):
    """What is known of a deed that was signed elsewhere; the newest row of its instrument counts.

    A correction is a new row with its `reason`; all stay. `findings`: what is proven of electronic signatures in the file.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="originals", verbose_name="Urkunde"
    )
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Scan oder signierte Datei",
    )
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    findings = models.JSONField("Befund der Signaturen", null=True, blank=True, encoder=DjangoJSONEncoder)
    paper = models.CharField("Wo das Original liegt", max_length=200, blank=True)
    unknown = ArrayField(
        models.CharField(max_length=12, choices=UnknownFact),
        verbose_name="nicht bekannt",
        default=list,
        blank=True,
    )
    reason = models.CharField("Grund der Berichtigung", max_length=500, blank=True)
    recorded_at = models.DateTimeField("nacherfasst am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="nacherfasst von"
    )

    class Meta:
        verbose_name = "Original"
        verbose_name_plural = "Originale"
        ordering = ["instrument", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="original_unknown_known",
                condition=Q(unknown__contained_by=UnknownFact.values),
                violation_error_message="Diese Angabe gibt es nicht.",
            ),
        ]
        triggers = original_triggers()

    def __str__(self) -> str:
        return f"Original zu {self.instrument}"


class OriginalDay(models.Model):
    """A day of a deed signed elsewhere, with its source; `latest`: it was then or earlier."""

    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, related_name="days", verbose_name="Original"
    )
    kind = models.CharField("Was", max_length=10, choices=DayKind)
    dated = models.DateField("Tag")
    latest = models.BooleanField("spätestens an diesem Tag", default=False)
    source = models.CharField("Quelle", max_length=200)

    class Meta:
        verbose_name = "Tag laut Quelle"
        verbose_name_plural = "Tage laut Quelle"
        ordering = ["original", "dated", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["original", "kind"],
                name="original_day_once",
                violation_error_message="Diesen Tag gibt es schon.",
            ),
            known_values("original_day_kind_known", "Diese Art Tag gibt es nicht.", kind=DayKind),
            not_blank("original_day_has_source", "Bitte die Quelle angeben.", "source"),
        ]
        triggers = original_day_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {'spätestens ' if self.latest else ''}am {self.dated:%d.%m.%Y}"
