from django.conf import settings
from django.db import models
from django.db.models import F, Q

from districts.four_eyes_choices import DONE, Deed, RequestOutcome
from districts.triggers.four_eyes import four_eyes_triggers


class FourEyesRequest(models.Model):
    """What somebody of the administration asks for and somebody else confirms, or a command on the server has done.

    The deed is done in the transaction in which it is confirmed; triggers ask for this row. `preview` are the lines that
    were shown to who asked.
    """

    deed = models.CharField("Was", max_length=20, choices=Deed)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Konto",
    )
    signatory = models.BigIntegerField("unterzeichnende Person Nr.", null=True, blank=True)
    reason = models.CharField("Grund", max_length=500)
    preview = models.JSONField("Vorschau beim Antrag", default=list)
    asked_at = models.DateTimeField("beantragt am")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantragt von",
    )
    expires_at = models.DateTimeField("gilt bis")
    outcome = models.CharField("Ergebnis", max_length=20, choices=RequestOutcome, blank=True)
    decided_at = models.DateTimeField("entschieden am", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="entschieden von",
    )
    done_at = models.DateTimeField("getan am", null=True, blank=True)

    class Meta:
        verbose_name = "Antrag im Vier-Augen-Prinzip"
        verbose_name_plural = "Anträge im Vier-Augen-Prinzip"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deed", "person", "signatory"],
                name="four_eyes_once_at_a_time",
                condition=Q(outcome=""),
                nulls_distinct=False,
                violation_error_message="Das ist schon beantragt.",
            ),
            models.CheckConstraint(
                name="four_eyes_about_somebody",
                condition=Q(deed=Deed.ERASE_SIGNATORY, person=None, signatory__isnull=False)
                | Q(deed__in=sorted({*Deed} - {Deed.ERASE_SIGNATORY}), person__isnull=False, signatory=None),
                violation_error_message="Ein Antrag betrifft ein Konto oder eine unterzeichnende Person.",
            ),
            models.CheckConstraint(
                name="four_eyes_are_two_people",
                condition=Q(outcome="", asked_by__isnull=False, decided_by=None, decided_at=None)
                | Q(
                    outcome__in=[RequestOutcome.CONFIRMED, RequestOutcome.DECLINED],
                    asked_by__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decided_by=F("asked_by"))
                | Q(outcome=RequestOutcome.WITHDRAWN, decided_by=F("asked_by"), decided_at__isnull=False)
                | Q(
                    outcome=RequestOutcome.EXPIRED,
                    asked_by__isnull=False,
                    decided_by=None,
                    decided_at__gte=F("expires_at"),
                )
                | Q(
                    outcome=RequestOutcome.ON_SERVER, asked_by=None, decided_by=None, decided_at__isnull=False
                ),
                violation_error_message="Wer beantragt hat, entscheidet nicht selbst.",
            ),
            models.CheckConstraint(
                name="four_eyes_confirmed_in_time",
                condition=~Q(outcome=RequestOutcome.CONFIRMED)
                | Q(decided_at__gte=F("asked_at"), decided_at__lt=F("expires_at")),
                violation_error_message="Ein Antrag wird bestätigt, solange er gilt.",
            ),
            models.CheckConstraint(
                name="four_eyes_done_if_confirmed",
                condition=Q(done_at=None) | Q(outcome__in=sorted(DONE)),
                violation_error_message="Getan wird nur, was bestätigt ist.",
            ),
            models.CheckConstraint(
                name="four_eyes_with_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Bitte einen Grund angeben.",
            ),
        ]
        triggers = four_eyes_triggers()

    def __str__(self) -> str:
        return f"Antrag {self.pk}: {self.get_deed_display()}"
