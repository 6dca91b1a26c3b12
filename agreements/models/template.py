from django.db import models

from agreements.content import Content, read_content
from agreements.models.constraints import is_sha256
from agreements.template_rules import TemplateRules, read_rules
from districts.triggers.append_only import append_only


class AgreementTemplate(models.Model):
    """A published version of the model text: a content with unfilled placeholders."""

    name = models.CharField("Name", max_length=120)
    purpose = models.CharField("Wofür er gedacht ist", max_length=300, blank=True)
    version = models.PositiveSmallIntegerField("Version")
    published_on = models.DateField("veröffentlicht am")
    content = models.TextField("Inhalt (kanonisches JSON)")
    fingerprint = models.CharField("Prüfwert (SHA-256)", max_length=64)
    rules = models.JSONField("Regeln für Absätze und Platzhalter", default=dict, blank=True)
    note = models.CharField("Was ist neu", max_length=500, blank=True)

    class Meta:
        verbose_name = "Mustertext"
        verbose_name_plural = "Mustertexte"
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"],
                name="template_version_once",
                violation_error_message="Diese Version des Mustertextes gibt es schon.",
            ),
            is_sha256("template_fingerprint_is_sha256", "fingerprint"),
        ]
        triggers = append_only("Mustertext")

    def __str__(self) -> str:
        return f"{self.name}, Version {self.version}"

    def read(self) -> Content:
        """Return the content, placeholders unfilled."""
        return read_content(self.content.encode())

    def read_rules(self) -> TemplateRules:
        """Return the rules for clauses and placeholders."""
        return read_rules(self.rules)
