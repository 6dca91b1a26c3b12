from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import ReportDecision


class Answer(models.Model):
    """The other side's answer to a report: confirmed, or a question. The last one counts, all are kept."""

    number = models.PositiveSmallIntegerField("Nummer")
    decision = models.CharField("Antwort", max_length=10, choices=ReportDecision)
    remark = models.TextField("Rückfrage oder Hinweis", max_length=2000, blank=True)
    answered_at = models.DateTimeField("geantwortet am")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geantwortet von"
    )

    class Meta:
        abstract = True


def question_has_text(name: str) -> models.CheckConstraint:
    """Require the text of a question."""
    return models.CheckConstraint(
        name=name,
        condition=Q(decision=ReportDecision.CONFIRMED) | ~Q(remark=""),
        violation_error_message="Bitte schreiben, was Sie wissen möchten.",
    )
