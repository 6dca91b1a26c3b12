from django.conf import settings
from django.db import models

from agreements.content import Content, read_content
from agreements.models.constraints import is_sha256
from agreements.models.instrument import Instrument
from agreements.triggers.version import version_triggers


class Version(models.Model):
    """A Fassung: the whole content of an instrument at one moment.

    `content` is what is shown and signed; `source` is the same with unfilled placeholders, to restore a draft from.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="versions", verbose_name="Urkunde"
    )
    number = models.PositiveSmallIntegerField("Fassung")
    content = models.TextField("Inhalt (kanonisches JSON)")
    fingerprint = models.CharField("Prüfwert (SHA-256)", max_length=64)
    name = models.CharField("Name", max_length=120)
    note = models.CharField("Notiz", max_length=500, blank=True)
    source = models.TextField("Quelle (kanonisches JSON, Platzhalter ungefüllt)")
    placeholders = models.JSONField("Werte der Platzhalter", default=dict, blank=True)
    made_at = models.DateTimeField("festgehalten am")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="festgehalten von",
    )

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                name="version_number_once",
                violation_error_message="Diese Fassung gibt es schon.",
            ),
            is_sha256("version_fingerprint_is_sha256", "fingerprint"),
        ]
        # for the lookup by verification code, a range of fingerprints
        indexes = [models.Index(fields=["fingerprint"], name="version_by_fingerprint")]
        triggers = version_triggers()

    def __str__(self) -> str:
        return f"{self.instrument}, Fassung {self.number}"

    def read(self) -> Content:
        """Return the content as shown and signed."""
        return read_content(self.content.encode())

    def read_source(self) -> Content:
        """Return the content with unfilled placeholders."""
        return read_content(self.source.encode())
