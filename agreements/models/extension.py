from django.conf import settings
from django.db import models

from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values, not_blank
from agreements.termination_choices import ExtensionChoice
from agreements.triggers.termination import decision_triggers


class ExtensionDecision(models.Model):
    """What was decided before the term that ends on `ends_on` is extended; of several the last one counts."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="extension_decisions", verbose_name="Vertrag"
    )
    ends_on = models.DateField("Ende der Laufzeit")
    choice = models.CharField("Entscheidung", max_length=15, choices=ExtensionChoice)
    decided_on = models.DateField("entschieden am")
    decided_by = models.CharField("Wer entschieden hat", max_length=200)
    reason = models.CharField("Begründung", max_length=1000)
    recorded_at = models.DateTimeField("festgehalten am")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="festgehalten von"
    )

    class Meta:
        verbose_name = "Entscheidung über die Verlängerung"
        verbose_name_plural = "Entscheidungen über die Verlängerung"
        ordering = ["agreement", "pk"]
        constraints = [
            known_values(
                "extension_choice_known", "Diese Entscheidung gibt es nicht.", choice=ExtensionChoice
            ),
            not_blank("extension_has_decider", "Bitte angeben, wer entschieden hat.", "decided_by"),
            not_blank("extension_has_reason", "Bitte „Begründung“ angeben.", "reason"),
        ]
        triggers = decision_triggers()

    def __str__(self) -> str:
        return f"{self.get_choice_display()} (Ende am {self.ends_on:%d.%m.%Y})"
