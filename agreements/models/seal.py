from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import SEALED_EDITIONS, EditionKind, SealLevel
from agreements.models.constraints import is_sha256, known_values
from agreements.models.edition import Edition
from agreements.models.version import Version
from agreements.triggers.version import seal_triggers
from districts.triggers.append_only import append_only


class Seal(models.Model):
    """The association's electronic seal on an edition."""

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="seal", verbose_name="Ausgabe"
    )
    level = models.CharField("Stufe", max_length=6, choices=SealLevel)
    level_note = models.CharField("Warum nicht mehr", max_length=300, blank=True)
    stamped_at = models.DateTimeField("Zeitstempel")
    time_source = models.CharField("Zeitstempeldienst", max_length=300)
    certificate = models.CharField("Zertifikat", max_length=300)
    certificate_sha256 = models.CharField("SHA-256 des Zertifikats", max_length=64)
    is_test = models.BooleanField("nur zum Ausprobieren", default=False)

    class Meta:
        verbose_name = "Siegel"
        verbose_name_plural = "Siegel"
        ordering = ["edition"]
        constraints = [
            known_values("seal_level_known", "Diese Stufe gibt es nicht.", level=SealLevel),
            is_sha256("seal_certificate_sha256", "certificate_sha256"),
        ]
        triggers = seal_triggers()

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.edition}"


class SealAttempt(models.Model):
    """A failed attempt to seal an edition."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="seal_attempts", verbose_name="Fassung"
    )
    kind = models.CharField("Ausgabe", max_length=12, choices=EditionKind)
    tried_at = models.DateTimeField("versucht am")
    problem = models.CharField("Was fehlte", max_length=300)

    class Meta:
        verbose_name = "Versuch zu siegeln"
        verbose_name_plural = "Versuche zu siegeln"
        ordering = ["version", "-tried_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="seal_attempt_kind_sealed",
                condition=Q(kind__in=sorted(SEALED_EDITIONS)),
                violation_error_message="Diese Art von Ausgabe wird nicht gesiegelt.",
            ),
        ]
        triggers = append_only("Versuch zu siegeln")

    def __str__(self) -> str:
        return f"{self.version}, {self.tried_at:%d.%m.%Y %H:%M}"


class SealRequest(models.Model):
    """A request to retry sealing at once; any later attempt fulfils it."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="seal_requests", verbose_name="Fassung"
    )
    asked_at = models.DateTimeField("angestoßen am")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="angestoßen von"
    )

    class Meta:
        verbose_name = "angestoßener Versuch zu siegeln"
        verbose_name_plural = "angestoßene Versuche zu siegeln"
        ordering = ["version", "-asked_at", "-pk"]
        triggers = append_only("Angestoßener Versuch")

    def __str__(self) -> str:
        return f"{self.version}, {self.asked_at:%d.%m.%Y %H:%M}"


class SealLease(models.Model):
    """That a worker is sealing an edition and until when nobody else begins; a dead worker's lease runs out."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="seal_leases", verbose_name="Fassung"
    )
    kind = models.CharField("Ausgabe", max_length=12, choices=EditionKind)
    holder = models.CharField("bei", max_length=100)
    expires_at = models.DateTimeField("bis")

    class Meta:
        verbose_name = "begonnenes Siegel"
        verbose_name_plural = "begonnene Siegel"
        ordering = ["version", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"],
                name="seal_lease_one_at_a_time",
                violation_error_message="Diese Ausgabe wird schon gesiegelt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.holder}"
