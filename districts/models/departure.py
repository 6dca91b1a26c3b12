from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Departure(models.Model):
    """From which day on a person has no access any more, and who takes over what she has in hand."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departures", verbose_name="Person"
    )
    leaves_on = models.DateField("ohne Zugang ab")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        verbose_name="übernimmt",
    )
    decided_at = models.DateTimeField("festgelegt am")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgelegt von"
    )
    done_at = models.DateTimeField("beendet am", null=True, blank=True)
    withdrawn_at = models.DateTimeField("zurückgenommen am", null=True, blank=True)

    class Meta:
        verbose_name = "Weggang"
        verbose_name_plural = "Weggänge"
        ordering = ["-leaves_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="departure_one_at_a_time",
                condition=Q(done_at=None, withdrawn_at=None),
                violation_error_message="Für diese Person ist schon ein Tag festgelegt.",
            ),
            models.CheckConstraint(
                name="departure_of_two_people",
                condition=~Q(successor=F("person")) | Q(successor__isnull=True),
                violation_error_message="Bitte eine andere Person wählen, die übernimmt.",
            ),
            models.CheckConstraint(
                name="departure_not_by_oneself",
                condition=~Q(decided_by=F("person")),
                violation_error_message="Den eigenen Zugang beendet jemand anderes.",
            ),
            models.CheckConstraint(
                name="departure_done_or_withdrawn",
                condition=Q(done_at=None) | Q(withdrawn_at=None),
                violation_error_message="Ein Weggang ist beendet oder zurückgenommen, nicht beides.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ab {self.leaves_on:%d.%m.%Y}"
