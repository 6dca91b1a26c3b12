from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.choices import ClearanceResult
from agreements.models.constraints import known_values, not_blank
from agreements.models.instrument import Instrument
from agreements.models.version import Version
from agreements.triggers.clearance import clearance_round_triggers, clearance_triggers
from districts.models import Office
from districts.triggers.append_only import append_only


class ClearanceRound(models.Model):
    """A round of Mitzeichnung: offices are asked to clear one version by a date."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="clearance_rounds", verbose_name="Urkunde"
    )
    number = models.PositiveSmallIntegerField("Runde")
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="clearance_rounds", verbose_name="Fassung"
    )
    due_on = models.DateField("Frist")
    note = models.CharField("Hinweis an die Ämter", max_length=500, blank=True)
    opened_at = models.DateTimeField("begonnen am")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="begonnen von"
    )
    closed_at = models.DateTimeField("geschlossen am", null=True, blank=True)

    class Meta:
        verbose_name = "Mitzeichnungsrunde"
        verbose_name_plural = "Mitzeichnungsrunden"
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"],
                name="clearance_round_once",
                violation_error_message="Diese Runde gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(closed_at__isnull=True),
                name="clearance_one_open_round",
                violation_error_message="Es läuft schon eine Mitzeichnung. Schließen Sie sie zuerst.",
            ),
        ]
        triggers = clearance_round_triggers()

    def __str__(self) -> str:
        return f"Mitzeichnung, Runde {self.number}"


class ClearanceRequest(models.Model):
    """An office asked in a round. Its name is copied, so that a later renaming does not change it."""

    round = models.ForeignKey(
        ClearanceRound, on_delete=models.PROTECT, related_name="requests", verbose_name="Runde"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Amt"
    )
    office_name = models.CharField("Name des Amts", max_length=140)

    class Meta:
        verbose_name = "Bitte um Mitzeichnung"
        verbose_name_plural = "Bitten um Mitzeichnung"
        ordering = ["round", "office_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "office_name"],
                name="clearance_office_once",
                violation_error_message="Dieses Amt ist in dieser Runde schon gefragt.",
            ),
            not_blank("clearance_office_named", "Bitte das Amt angeben.", "office_name"),
        ]
        triggers = append_only("Mitzeichnung")

    def __str__(self) -> str:
        return self.office_name


class Clearance(models.Model):
    """An office's answer. A correction is a new row; the latest counts."""

    request = models.ForeignKey(
        ClearanceRequest, on_delete=models.PROTECT, related_name="answers", verbose_name="Bitte"
    )
    result = models.CharField("Ergebnis", max_length=10, choices=ClearanceResult)
    remark = models.TextField("Hinweise", blank=True)
    answered_by = models.CharField("Geantwortet hat", max_length=160, help_text="Name oder Funktion im Amt.")
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Mitzeichnung"
        verbose_name_plural = "Mitzeichnungen"
        ordering = ["request", "-recorded_at", "-pk"]
        constraints = [
            known_values("clearance_result_known", "Dieses Ergebnis gibt es nicht.", result=ClearanceResult),
            models.CheckConstraint(
                name="clearance_remark_unless_unchanged",
                condition=Q(result=ClearanceResult.UNCHANGED) | Q(remark__regex=r"\S"),
                violation_error_message="Bitte Hinweise oder Gründe angeben.",
            ),
            not_blank("clearance_by_somebody", "Bitte angeben, wer geantwortet hat.", "answered_by"),
        ]
        triggers = clearance_triggers()

    def __str__(self) -> str:
        return f"{self.request}: {self.get_result_display()}"
