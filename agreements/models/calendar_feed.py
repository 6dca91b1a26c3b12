from django.conf import settings
from django.db import models

from agreements.models.constraints import is_sha256


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; only its SHA-256 is kept, so it is shown once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
        verbose_name="wessen Kalender",
    )
    token_sha256 = models.CharField("SHA-256 der Adresse", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("angelegt am")
    fetched_on = models.DateField("zuletzt abgerufen am", null=True, blank=True)

    class Meta:
        verbose_name = "Kalender-Abo"
        verbose_name_plural = "Kalender-Abos"
        ordering = ["person"]
        constraints = [is_sha256("calendar_feed_token_sha256", "token_sha256")]

    def __str__(self) -> str:
        return f"Kalender von {self.person}"
