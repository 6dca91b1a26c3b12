from django.db import models

from agreements.job_choices import WatchedService


class ServiceCheck(models.Model):
    """What a worker last found when it asked a service; one row each."""

    service = models.CharField("Dienst", max_length=20, choices=WatchedService, unique=True)
    checked_at = models.DateTimeField("zuletzt gefragt am")
    problem = models.CharField("Was fehlte", max_length=300, blank=True)
    name = models.CharField("Name", max_length=300, blank=True)  # of the certificate or program
    told_at = models.DateTimeField(
        "genannter Zeitpunkt", null=True, blank=True
    )  # the time of the stamp, the day of the scanner's signatures
    expires_at = models.DateTimeField("Zertifikat gilt bis", null=True, blank=True)

    class Meta:
        verbose_name = "geprüfter Dienst"
        verbose_name_plural = "geprüfte Dienste"
        ordering = ["service"]

    def __str__(self) -> str:
        return self.get_service_display()
