from django.db import models
from django.db.models import Q

from agreements.choices import ResolutionKind
from agreements.fact_states import ResolutionState
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values, not_empty
from agreements.models.stored_file import StoredFile


class Resolution(models.Model):
    """A decision of a body of the district, planned or made, with its source."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="resolutions", verbose_name="Vertrag"
    )
    kind = models.CharField("Art", max_length=15, choices=ResolutionKind)
    state = models.CharField("Stand", max_length=10, choices=ResolutionState, default=ResolutionState.TAKEN)
    dated = models.DateField(
        "Datum",
        null=True,
        blank=True,
        help_text="Der Tag, an dem es geschehen ist. Ein angestrebter Beschluss hat noch keinen.",
    )
    number = models.CharField("Drucksache oder Nummer", max_length=60, blank=True)
    remark = models.CharField("Bemerkung", max_length=300, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Dokument"
    )
    source = models.CharField("Quelle", max_length=200)
    source_url = models.URLField("Adresse der Quelle", max_length=400, blank=True)

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ["agreement", "dated", "pk"]
        constraints = [
            known_values(
                "resolution_words_known",
                "Diese Art von Beschluss oder diesen Stand gibt es nicht.",
                kind=ResolutionKind,
                state=ResolutionState,
            ),
            models.CheckConstraint(
                name="resolution_dated_where_it_happened",
                violation_error_code="dated",
                condition=Q(state=ResolutionState.DEFERRED)
                | Q(state=ResolutionState.PLANNED, dated__isnull=True)
                | Q(state__in=[ResolutionState.TAKEN, ResolutionState.REJECTED], dated__isnull=False),
                violation_error_message="„Datum“ ist der Tag, an dem es geschehen ist: Gefasst oder abgelehnt wurde an einem Tag, "
                "ein angestrebter Beschluss hat noch keinen.",
            ),
            not_empty("resolution_has_source", "Bitte „Quelle“ angeben.", "source"),
        ]

    def __str__(self) -> str:
        state = "" if self.state == ResolutionState.TAKEN else f" ({self.get_state_display()})"
        dated = f" vom {self.dated:%d.%m.%Y}" if self.dated else ""
        return f"{self.get_kind_display()}{dated}{state}"
