from django.conf import settings
from django.db import models

from agreements.models.constraints import is_sha256
from agreements.models.instrument import Instrument
from agreements.models.stored_file import StoredFile
from agreements.triggers.transcript_text import page_check_triggers, transcript_text_triggers


class TranscriptText(models.Model):
    """The text of a transcript as somebody left it; the newest row of its instrument counts. `digest` is that of the text alone."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="transcript_texts", verbose_name="Urkunde"
    )
    digest = models.CharField("Prüfwert des Textes (SHA-256)", max_length=64)
    typed_at = models.DateTimeField("erfasst am")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="erfasst von"
    )

    class Meta:
        verbose_name = "Stand des nacherfassten Textes"
        verbose_name_plural = "Stände nacherfasster Texte"
        ordering = ["instrument", "-pk"]
        constraints = [is_sha256("transcript_text_digest_is_sha256", "digest")]
        triggers = transcript_text_triggers()

    def __str__(self) -> str:
        return f"Text zu {self.instrument}"


class PageCheck(models.Model):
    """Somebody who did not type the text has compared it with a page of the deed's file: it is word for word the same."""

    text = models.ForeignKey(
        TranscriptText, on_delete=models.PROTECT, related_name="checks", verbose_name="Stand des Textes"
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Scan oder signierte Datei"
    )
    page = models.PositiveIntegerField("Seite")
    checked_at = models.DateTimeField("gegengelesen am")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gegengelesen von"
    )

    class Meta:
        verbose_name = "Gegenlesen einer Seite"
        verbose_name_plural = "Gegenlesen von Seiten"
        ordering = ["text", "page"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "file", "page"],
                name="page_check_once",
                violation_error_message="Diese Seite ist schon gegengelesen.",
            ),
        ]
        triggers = page_check_triggers()

    def __str__(self) -> str:
        return f"Seite {self.page}, {self.text}"
