from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.constraints import is_sha256
from agreements.models.instrument import Instrument


class FreezeRequest(models.Model):
    """A request to freeze a text for signing, carried out by the worker.

    An attempt is counted before it begins, so that one that kills the worker is delayed longer each time too.
    """

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="freeze_requests", verbose_name="Urkunde"
    )
    fingerprint = models.CharField("Prüfwert des Textes", max_length=64)
    confirmed = models.JSONField(
        "Offen gelassen", null=True, blank=True
    )  # the open points as read; None: nobody was asked
    asked_at = models.DateTimeField("in Auftrag gegeben am")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="in Auftrag gegeben von",
    )
    tries = models.PositiveSmallIntegerField("Versuche", default=0)
    tried_at = models.DateTimeField("zuletzt begonnen am", null=True, blank=True)
    problem = models.CharField("Was fehlte", max_length=300, blank=True)
    ended_at = models.DateTimeField("beendet am", null=True, blank=True)
    refusal = models.TextField("Warum nicht festgeschrieben", blank=True)

    class Meta:
        verbose_name = "Auftrag zum Festschreiben"
        verbose_name_plural = "Aufträge zum Festschreiben"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(ended_at__isnull=True),
                name="freeze_request_one_at_a_time",
                violation_error_message="Diese Urkunde wird schon festgeschrieben.",
            ),
            is_sha256("freeze_request_fingerprint_is_sha256", "fingerprint"),
            models.CheckConstraint(
                name="freeze_request_refused_at_its_end",
                condition=Q(refusal="") | Q(ended_at__isnull=False),
                violation_error_message="Abgelehnt ist erst, was beendet ist.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.asked_at:%d.%m.%Y %H:%M}"
