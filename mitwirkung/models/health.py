from django.db import models


class HealthReport(models.Model):
    """That the admins were told on a day what is red; `red` holds the keys of the checks."""

    day_on = models.DateField("Tag", unique=True)
    red = models.JSONField("gestört")
    sent_at = models.DateTimeField("gesendet am", null=True, blank=True)

    class Meta:
        verbose_name = "Störungsmeldung"
        verbose_name_plural = "Störungsmeldungen"
        ordering = ["-day_on"]

    def __str__(self) -> str:
        return f"{self.day_on:%d.%m.%Y}"
