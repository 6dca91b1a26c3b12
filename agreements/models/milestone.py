from django.db import models
from django.db.models import Q

from agreements.choices import MilestoneKind
from agreements.fact_states import MilestoneState
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values, not_empty


class Milestone(models.Model):
    """What happened or is planned around an agreement, with its source; `date_words` replaces an unknown day."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="milestones", verbose_name="Vertrag"
    )
    kind = models.CharField("Art", max_length=12, choices=MilestoneKind)
    title = models.CharField("Was", max_length=200)
    state = models.CharField("Stand", max_length=10, choices=MilestoneState, default=MilestoneState.DONE)
    office = models.CharField(
        "Zuständig", max_length=160, blank=True, help_text="Amt oder Stelle, zum Beispiel: Jugendamt"
    )
    dated = models.DateField("Datum", null=True, blank=True)
    date_words = models.CharField(
        "Datum in Worten",
        max_length=80,
        blank=True,
        help_text="Wenn der Tag nicht bekannt ist, z. B. „Herbst 2023“.",
    )
    source = models.CharField("Quelle", max_length=200)
    source_url = models.URLField("Adresse der Quelle", max_length=400, blank=True)

    class Meta:
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        ordering = ["agreement", "dated", "pk"]
        constraints = [
            known_values(
                "milestone_words_known",
                "Diese Art von Meilenstein oder diesen Stand gibt es nicht.",
                kind=MilestoneKind,
                state=MilestoneState,
            ),
            models.CheckConstraint(
                name="milestone_date_or_words",
                violation_error_code="dated",
                condition=Q(dated__isnull=False) | ~Q(date_words=""),
                violation_error_message="Bitte „Datum“ angeben oder, wenn der Tag nicht bekannt ist, „Datum in Worten“.",
            ),
            not_empty("milestone_has_source", "Bitte „Quelle“ angeben.", "source"),
        ]

    def __str__(self) -> str:
        return self.title
