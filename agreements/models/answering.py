from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import ReportDecision


class Answering(models.Model):
    """What the other side says to something reported: confirmed, or asked back. The last answer counts, all stay."""

    number = models.PositiveSmallIntegerField("Nummer")
    decision = models.CharField("Antwort", max_length=10, choices=ReportDecision)
    remark = models.TextField("Rückfrage oder Hinweis", max_length=2000, blank=True)
    answered_at = models.DateTimeField("geantwortet am")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geantwortet von"
    )

    class Meta:
        abstract = True


def question_asked(name: str) -> models.CheckConstraint:
    """Return the constraint that whoever asks back says what."""
    return models.CheckConstraint(
        name=name,
        condition=Q(decision=ReportDecision.CONFIRMED) | ~Q(remark=""),
        violation_error_message="Bitte schreiben, was Sie wissen möchten.",
    )
