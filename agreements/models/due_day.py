from django.db import models
from django.db.models import Q

from agreements.mail_topics import Topic
from agreements.models.agreement import Agreement
from agreements.models.instrument import Instrument
from agreements.models.obligation import Obligation


class ScheduleCache(models.Model):
    """That the summary and the due days of an agreement are computed, and for how long they hold.

    They hold while the history has this length, the code this shape, and the day lies between the two. Every row may be
    deleted at any time.
    """

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="Vertrag"
    )
    history_length = models.PositiveIntegerField("bei so vielen Einträgen der Geschichte")
    shape = models.PositiveSmallIntegerField("Form der Werte")
    computed_on = models.DateField("berechnet am")
    expires_on = models.DateField("gilt bis einschließlich am")
    summary = models.BinaryField("Zusammenfassung", editable=False)

    class Meta:
        verbose_name = "Berechneter Terminplan"
        verbose_name_plural = "Berechnete Terminpläne"
        ordering = ["agreement"]

    def __str__(self) -> str:
        return f"Terminplan von {self.agreement}"


class DueDay(models.Model):
    """A day on which something is due that is not done yet; computed, and valid only with its `ScheduleCache`.

    `instrument` is the one whose terms it follows. `once`: the obligation has no other due date.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="due_days", verbose_name="Vertrag"
    )
    topic = models.CharField("Worum es geht", max_length=12, choices=Topic)
    obligation = models.ForeignKey(
        Obligation, on_delete=models.CASCADE, null=True, related_name="due_days", verbose_name="Pflicht"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="Urkunde"
    )
    key = models.CharField("Termin", max_length=40)
    due_on = models.DateField("fällig am")
    once = models.BooleanField("einmalig", default=False)
    by_district = models.BooleanField("Bezirk")
    by_coordination = models.BooleanField("Koordination")

    class Meta:
        verbose_name = "Fälliger Tag"
        verbose_name_plural = "Fällige Tage"
        ordering = ["due_on", "agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "topic", "obligation", "key"],
                name="due_day_once",
                nulls_distinct=False,
                violation_error_message="Dieser Termin steht schon im Plan.",
            ),
            models.CheckConstraint(
                name="due_day_of_an_obligation_or_not",
                condition=Q(topic=Topic.OBLIGATION, obligation__isnull=False, instrument__isnull=False)
                | (~Q(topic=Topic.OBLIGATION) & Q(obligation__isnull=True, instrument__isnull=True)),
                violation_error_message="Zu einer Pflicht gehört, welche es ist.",
            ),
        ]
        indexes = [models.Index("due_on", name="due_day_by_day")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.due_on:%d.%m.%Y}"
