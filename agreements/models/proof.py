from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from agreements.models.link import SigningLink, by_whom
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.signature import proof_check_triggers


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
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="eingereicht von",
    )
    link = models.ForeignKey(
        SigningLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="über den Link",
    )

    class Meta:
        verbose_name = "Prüfung einer signierten Datei"
        verbose_name_plural = "Prüfungen signierter Dateien"
        ordering = ["version", "-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="proof_by_somebody",
                condition=Q(checked_by__isnull=False, link__isnull=True)
                | Q(checked_by__isnull=True, link__isnull=False),
                violation_error_message="Eingereicht hat es entweder ein Konto oder jemand über einen Link.",
            ),
        ]
        triggers = proof_check_triggers()

    def __str__(self) -> str:
        return f"{'angenommen' if self.accepted else 'nicht angenommen'}, {self.checked_at:%d.%m.%Y}"

    @property
    def recorder(self) -> str:
        """By name who handed it in."""
        return by_whom(self.checked_by, self.link)
