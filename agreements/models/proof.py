from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from agreements.models.constraints import account_or_link
from agreements.models.link import SigningLink, by_whom
from agreements.models.stored_file import StoredFile
from agreements.models.version import Version
from agreements.triggers.signature import proof_check_triggers


class ProofCheck(models.Model):
    """The result of checking an uploaded signed file.

    A rejected file is kept as a record of the attempt. `based_on` is the accepted file that this one extends; without
    it, it extends the Zeichnungsfassung.
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
            account_or_link("proof_by_somebody", "checked_by", "Eingereicht"),
        ]
        triggers = proof_check_triggers()

    def __str__(self) -> str:
        return f"{'angenommen' if self.accepted else 'nicht angenommen'}, {self.checked_at:%d.%m.%Y}"

    @property
    def recorder(self) -> str:
        """The name of the person who uploaded it."""
        return by_whom(self.checked_by, self.link)
