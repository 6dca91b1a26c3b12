from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from agreements.choices import ReportDecision
from agreements.models.agreement import Agreement
from agreements.models.answer import Answer, question_has_text
from agreements.models.constraints import known_values
from agreements.models.particulars import StaffRelease
from agreements.triggers.release import (
    release_answer_triggers,
    release_line_triggers,
    release_report_triggers,
)

WHOLE_POST = [MinValueValidator(Decimal(0)), MaxValueValidator(1)]


class ReleaseReport(models.Model):
    """A district's report for a quarter: which of the agreed shares were filled.

    A correction is a new report with the next number. `size` is its number of lines.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="release_reports", verbose_name="Vertrag"
    )
    quarter_on = models.DateField("Quartal ab")
    number = models.PositiveSmallIntegerField("Nummer")
    size = models.PositiveSmallIntegerField("Zeilen")
    reported_at = models.DateTimeField("gemeldet am")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemeldet von"
    )

    class Meta:
        verbose_name = "Meldung zur Freistellung"
        verbose_name_plural = "Meldungen zur Freistellung"
        ordering = ["agreement", "-quarter_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "quarter_on", "number"],
                name="release_report_number_once",
                violation_error_message="Zu diesem Quartal hat inzwischen jemand anderes gemeldet.",
            ),
            models.CheckConstraint(
                name="release_report_begins_a_quarter",
                condition=Q(quarter_on__day=1, quarter_on__month__in=[1, 4, 7, 10]),
                violation_error_message="Ein Quartal beginnt im Januar, April, Juli oder Oktober.",
            ),
            models.CheckConstraint(
                name="release_report_has_lines",
                condition=Q(size__gt=0),
                violation_error_message="Bitte mindestens eine Funktion melden.",
            ),
        ]
        triggers = release_report_triggers()

    def __str__(self) -> str:
        return f"{(self.quarter_on.month + 2) // 3}. Quartal {self.quarter_on.year}, Meldung {self.number}"


class ReleaseLine(models.Model):
    """How one agreed post was filled in the quarter: by office and function, never by person."""

    report = models.ForeignKey(
        ReleaseReport, on_delete=models.PROTECT, related_name="lines", verbose_name="Meldung"
    )
    post = models.ForeignKey(
        StaffRelease, on_delete=models.PROTECT, related_name="+", verbose_name="vereinbarte Freistellung"
    )
    filled = models.DecimalField(
        "besetzter Anteil (VZÄ)", max_digits=4, decimal_places=3, validators=WHOLE_POST
    )
    vacated_on = models.DateField("unbesetzt ab", null=True, blank=True)
    last_vacant_on = models.DateField("unbesetzt bis", null=True, blank=True)
    substitute = models.CharField("Vertretung (Funktion)", max_length=140, blank=True)
    substitute_share = models.DecimalField(
        "Anteil der Vertretung (VZÄ)",
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=WHOLE_POST,
    )
    remark = models.CharField("Bemerkung", max_length=300, blank=True)

    class Meta:
        verbose_name = "gemeldeter Stellenanteil"
        verbose_name_plural = "gemeldete Stellenanteile"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "post"],
                name="release_line_once",
                violation_error_message="Diese Funktion ist in der Meldung schon genannt.",
            ),
            models.CheckConstraint(
                name="release_line_within_a_post",
                condition=Q(filled__gte=0, filled__lte=1)
                & (Q(substitute_share__isnull=True) | Q(substitute_share__gt=0, substitute_share__lte=1)),
                violation_error_message="Der Anteil muss zwischen 0 und 1 liegen; 1 ist eine volle Stelle.",
            ),
            models.CheckConstraint(
                name="release_line_vacancy_in_order",
                violation_error_code="last_vacant_on",
                condition=Q(last_vacant_on__isnull=True)
                | Q(vacated_on__isnull=False, vacated_on__lte=F("last_vacant_on")),
                violation_error_message="„Unbesetzt bis“ darf nicht vor „unbesetzt ab“ liegen; bitte beide Tage prüfen.",
            ),
            models.CheckConstraint(
                name="release_line_nobody_means_vacant",
                violation_error_code="vacated_on",
                condition=Q(filled__gt=0) | Q(vacated_on__isnull=False),
                violation_error_message="Bitte angeben, ab wann die Stelle unbesetzt ist.",
            ),
            models.CheckConstraint(
                name="release_line_substitute_complete",
                violation_error_code="substitute_share",
                condition=Q(substitute="", substitute_share__isnull=True)
                | (~Q(substitute="") & Q(substitute_share__isnull=False, vacated_on__isnull=False)),
                violation_error_message="Bitte zur Vertretung ihren Anteil angeben und ab wann die Stelle unbesetzt ist.",
            ),
        ]
        triggers = release_line_triggers()

    def __str__(self) -> str:
        return f"{self.report}, {self.post}"


class ReleaseAnswer(Answer):
    """MitWirkung's answer to a report on staff release."""

    report = models.ForeignKey(
        ReleaseReport, on_delete=models.PROTECT, related_name="answers", verbose_name="Meldung"
    )

    class Meta:
        verbose_name = "Antwort zur Freistellung"
        verbose_name_plural = "Antworten zur Freistellung"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="release_answer_number_once",
                violation_error_message="Inzwischen hat jemand anderes geantwortet.",
            ),
            known_values(
                "release_answer_words_known", "Diese Antwort gibt es nicht.", decision=ReportDecision
            ),
            question_has_text("release_answer_question_asked"),
        ]
        triggers = release_answer_triggers()

    def __str__(self) -> str:
        return f"{self.report}: {self.get_decision_display()}"
