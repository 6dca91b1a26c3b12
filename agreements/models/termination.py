from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.choices import Side
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values, not_blank
from agreements.models.stored_file import StoredFile
from agreements.termination_choices import RetractionCause, TerminationKind, WrittenForm
from agreements.triggers.termination import retraction_triggers, termination_triggers


class TerminationNotice(models.Model):
    """A notice of termination that was received, and when a person has decided that it ends the agreement.

    Without `ends_on` it has no effect. It counts until a retraction names it; both rows stay.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="termination_notices", verbose_name="Vertrag"
    )
    side = models.CharField("wer kündigt", max_length=20, choices=Side)
    kind = models.CharField("Art", max_length=15, choices=TerminationKind)
    form = models.CharField("Form", max_length=15, choices=WrittenForm)
    written_on = models.DateField("Datum des Schreibens")
    received_on = models.DateField("zugegangen am")
    claimed_on = models.DateField("gekündigt zum", null=True, blank=True)
    ends_on = models.DateField("beendet den Vertrag mit Ablauf des", null=True, blank=True)
    reason = models.CharField("Grund", max_length=2000, blank=True)
    note = models.CharField("Vermerk", max_length=500, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Schreiben"
    )
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Kündigung"
        verbose_name_plural = "Kündigungen"
        ordering = ["agreement", "received_on", "pk"]
        constraints = [
            known_values(
                "termination_words_known",
                "Diese Seite, Art oder Form gibt es nicht.",
                side=Side,
                kind=TerminationKind,
                form=WrittenForm,
            ),
            models.CheckConstraint(
                name="termination_days_in_order",
                violation_error_code="received_on",
                condition=Q(written_on__lte=F("received_on"))
                & (Q(ends_on__isnull=True) | Q(ends_on__gte=F("received_on"))),
                violation_error_message="Ein Schreiben geht nicht vor seinem Datum zu und wirkt nicht vor seinem Zugang.",
            ),
            models.CheckConstraint(
                name="termination_extraordinary_has_reason",
                violation_error_code="reason",
                condition=~Q(kind=TerminationKind.EXTRAORDINARY) | Q(reason__regex=r"\S"),
                violation_error_message="Eine außerordentliche Kündigung braucht einen Grund.",
            ),
        ]
        triggers = termination_triggers()

    def __str__(self) -> str:
        return f"Kündigung vom {self.written_on:%d.%m.%Y}"


class NoticeRetraction(models.Model):
    """Why a recorded notice no longer counts; `dated` is the day of the other side's consent, or of noticing the mistake."""

    notice = models.OneToOneField(
        TerminationNotice, on_delete=models.PROTECT, related_name="retraction", verbose_name="Kündigung"
    )
    cause = models.CharField("Anlass", max_length=10, choices=RetractionCause)
    dated = models.DateField("Datum")
    reason = models.CharField("Begründung", max_length=500)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Nachweis"
    )
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Rücknahme einer Kündigung"
        verbose_name_plural = "Rücknahmen von Kündigungen"
        ordering = ["notice"]
        constraints = [
            known_values("retraction_cause_known", "Diesen Anlass gibt es nicht.", cause=RetractionCause),
            not_blank("retraction_has_reason", "Bitte „Begründung“ angeben.", "reason"),
            models.CheckConstraint(
                name="retraction_consent_is_proven",
                violation_error_code="document",
                condition=~Q(cause=RetractionCause.CONSENT) | Q(document__isnull=False),
                violation_error_message="Die Zustimmung der anderen Seite braucht einen Nachweis.",
            ),
        ]
        triggers = retraction_triggers()

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_cause_display()}"
