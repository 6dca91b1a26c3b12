from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from agreements.choices import FieldOfAction, Phase, Sense, SensitivityStep
from agreements.models.constraints import known_values
from agreements.models.obligation import ObligationTerms
from agreements.triggers.draft import frozen_with_instrument
from districts.models import Office, SocialSpace

_BY_TERMS = "SELECT instrument_id FROM agreements_obligationterms WHERE id = {row}.terms_id"


class StaffRelease(models.Model):
    """A released share of a post: by office and function, never by person."""

    terms = models.ForeignKey(
        ObligationTerms, on_delete=models.PROTECT, related_name="posts", verbose_name="Pflicht"
    )
    position = models.PositiveSmallIntegerField("Platz", default=1)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Amt"
    )
    unit = models.CharField("Bereich", max_length=140)
    function = models.CharField("Funktion", max_length=140)
    share = models.DecimalField(
        "Anteil (VZÄ)",
        max_digits=4,
        decimal_places=3,
        validators=[MinValueValidator(Decimal("0.001")), MaxValueValidator(1)],
        help_text="Zwischen 0 und 1: 0,10 sind zehn Prozent einer vollen Stelle.",
    )
    sense = models.CharField("Der Anteil gilt als", max_length=10, choices=Sense, default=Sense.AT_LEAST)
    starts_after_months = models.PositiveSmallIntegerField("Monate nach Vertragsbeginn", default=0)
    starts_on = models.DateField("oder ab einem festen Tag", null=True, blank=True)
    ends_on = models.DateField("bis zu einem festen Tag", null=True, blank=True)
    needs_resolution = models.BooleanField("BA-Beschluss nötig", default=False)

    class Meta:
        verbose_name = "Freistellung"
        verbose_name_plural = "Freistellungen"
        ordering = ["terms", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="release_share_between_0_and_1",
                violation_error_code="share",
                condition=Q(share__gt=0, share__lte=1),
                violation_error_message="Der Anteil muss zwischen 0 und 1 liegen; 1 ist eine volle Stelle.",
            ),
            models.CheckConstraint(
                name="release_start_once",
                violation_error_code="starts_on",
                condition=Q(starts_on__isnull=True) | Q(starts_after_months=0),
                violation_error_message="Bitte entweder einen festen Tag oder Monate nach Vertragsbeginn angeben.",
            ),
            models.CheckConstraint(
                name="release_start_before_end",
                violation_error_code="ends_on",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Das Ende der Stelle darf nicht vor ihrem Beginn liegen.",
            ),
            known_values(
                "release_sense_known",
                "Bitte wählen, ob der Anteil mindestens, bis zu oder genau gemeint ist.",
                sense=Sense,
            ),
        ]
        triggers = frozen_with_instrument(_BY_TERMS)

    def __str__(self) -> str:
        return f"{self.unit}: {self.function}"


class IbsWork(models.Model):
    """The part of the integrated district strategy (IBS) that an obligation belongs to."""

    terms = models.OneToOneField(
        ObligationTerms, on_delete=models.PROTECT, related_name="ibs", verbose_name="Pflicht"
    )
    field_of_action = models.CharField(
        "Handlungsfeld", max_length=15, choices=FieldOfAction, default=FieldOfAction.ALL
    )
    phase = models.CharField("Phase", max_length=15, choices=Phase)
    social_spaces = models.ManyToManyField(
        SocialSpace, through="IbsWorkSpace", related_name="+", verbose_name="Sozialräume", blank=True
    )

    class Meta:
        verbose_name = "IBS-Arbeit"
        verbose_name_plural = "IBS-Arbeiten"
        constraints = [
            known_values(
                "ibs_words_known",
                "Handlungsfeld oder Phase ist unbekannt.",
                field_of_action=FieldOfAction,
                phase=Phase,
            )
        ]
        triggers = frozen_with_instrument(_BY_TERMS)

    def __str__(self) -> str:
        return f"{self.get_field_of_action_display()}, {self.get_phase_display()}"


class IbsWorkSpace(models.Model):
    """A social space of an IBS obligation. An explicit model, so that the freezing triggers cover it."""

    work = models.ForeignKey(
        IbsWork, on_delete=models.CASCADE, related_name="spaces", verbose_name="IBS-Arbeit"
    )
    social_space = models.ForeignKey(
        SocialSpace, on_delete=models.PROTECT, related_name="+", verbose_name="Sozialraum"
    )

    class Meta:
        verbose_name = "Sozialraum der IBS-Arbeit"
        verbose_name_plural = "Sozialräume der IBS-Arbeit"
        ordering = ["work", "social_space__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "social_space"],
                name="ibs_space_once",
                violation_error_message="Dieser Sozialraum ist schon genannt.",
            )
        ]
        triggers = frozen_with_instrument(
            "SELECT t.instrument_id FROM agreements_ibswork w "
            "JOIN agreements_obligationterms t ON t.id = w.terms_id WHERE w.id = {row}.work_id"
        )

    def __str__(self) -> str:
        return str(self.social_space)


class PovertySensitiveWork(models.Model):
    """The step of poverty-sensitive work, its subject and target number."""

    terms = models.OneToOneField(
        ObligationTerms, on_delete=models.PROTECT, related_name="sensitivity", verbose_name="Pflicht"
    )
    step = models.CharField("Schritt", max_length=10, choices=SensitivityStep)
    subject = models.CharField("Gegenstand", max_length=160)
    target = models.PositiveIntegerField("Zielzahl", null=True, blank=True)

    class Meta:
        verbose_name = "armutssensibles Arbeiten"
        verbose_name_plural = "armutssensibles Arbeiten"
        constraints = [
            known_values("sensitivity_step_known", "Diesen Schritt gibt es nicht.", step=SensitivityStep),
            models.CheckConstraint(
                name="sensitivity_target_positive",
                violation_error_code="target",
                condition=Q(target__isnull=True) | Q(target__gt=0),
                violation_error_message="Die Zielzahl muss größer als null sein.",
            ),
        ]
        triggers = frozen_with_instrument(_BY_TERMS)

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.subject}"
