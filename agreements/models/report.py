from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import Progress, ReportDecision
from agreements.models.answer import Answer, question_has_text
from agreements.models.constraints import known_values
from agreements.models.obligation import Obligation, ObligationTerms
from agreements.models.occasion import Occasion
from agreements.parties import ReportingSide
from agreements.triggers.report import report_answer_triggers, report_triggers


class Report(models.Model):
    """A Sachstand: a report on one occurrence of an obligation.

    A correction is a new report with the next number. Key, period, due day and terms of the occurrence are copied, so
    that a later text does not move it.
    """

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="reports", verbose_name="Pflicht"
    )
    terms = models.ForeignKey(
        ObligationTerms, on_delete=models.PROTECT, related_name="+", verbose_name="nach dem Text von"
    )
    key = models.CharField("Termin", max_length=30)
    starts_on = models.DateField("Zeitraum ab", null=True, blank=True)
    due_on = models.DateField("fällig am", null=True, blank=True)
    occasion = models.ForeignKey(
        Occasion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="Anlass",
    )
    number = models.PositiveSmallIntegerField("Nummer")
    side = models.CharField("für", max_length=12, choices=ReportingSide)
    progress = models.CharField("Sachstand", max_length=15, choices=Progress)
    amount = models.DecimalField("Menge", max_digits=9, decimal_places=2, null=True, blank=True)
    done_on = models.DateField("Datum")
    remark = models.TextField("Bemerkung", max_length=2000, blank=True)
    reported_at = models.DateTimeField("gemeldet am")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemeldet von"
    )

    class Meta:
        verbose_name = "Sachstand"
        verbose_name_plural = "Sachstände"
        ordering = ["obligation", "-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "key", "number"],
                name="report_number_once",
                violation_error_message="Zu diesem Termin hat inzwischen jemand anderes gemeldet.",
            ),
            models.CheckConstraint(
                name="report_words_known",
                condition=Q(progress__in=Progress.values, side__in=ReportingSide.values) & ~Q(key=""),
                violation_error_message="Diesen Sachstand gibt es nicht.",
            ),
            models.CheckConstraint(
                name="report_reason_given",
                violation_error_code="remark",
                condition=Q(progress__in=[Progress.IN_PROGRESS, Progress.FULFILLED]) | ~Q(remark=""),
                violation_error_message="Bitte begründen, warum die Pflicht nicht oder nur teilweise erfüllt ist.",
            ),
            models.CheckConstraint(
                name="report_amount_not_negative",
                violation_error_code="amount",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message="Die Menge darf nicht kleiner als null sein.",
            ),
        ]
        triggers = report_triggers()

    def __str__(self) -> str:
        return f"{self.obligation}: {self.get_progress_display()}"


class ReportAnswer(Answer):
    """The other side's answer to a report."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="answers", verbose_name="Sachstand"
    )
    side = models.CharField("für", max_length=12, choices=ReportingSide)

    class Meta:
        verbose_name = "Antwort auf einen Sachstand"
        verbose_name_plural = "Antworten auf Sachstände"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_answer_number_once",
                violation_error_message="Inzwischen hat jemand anderes geantwortet.",
            ),
            known_values(
                "report_answer_words_known",
                "Diese Antwort gibt es nicht.",
                decision=ReportDecision,
                side=ReportingSide,
            ),
            question_has_text("report_answer_question_asked"),
        ]
        triggers = report_answer_triggers()

    def __str__(self) -> str:
        return f"{self.report}: {self.get_decision_display()}"
