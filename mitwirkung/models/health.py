from django.db import models


class HealthReport(models.Model):
    """That the admins were told on a day what is red; `red` holds the keys of the checks."""

    day = models.DateField("Tag", unique=True)
    red = models.JSONField("gestört")
    sent_at = models.DateTimeField("gesendet am", null=True, blank=True)

    class Meta:
        verbose_name = "Störungsmeldung"
        verbose_name_plural = "Störungsmeldungen"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
