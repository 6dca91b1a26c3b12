from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from agreements.choices import Status
from agreements.lifecycle import EDITABLE, FROZEN, INITIAL, TONES
from agreements.models.agreement import Agreement
from agreements.models.constraints import known_values
from agreements.models.template import AgreementTemplate
from agreements.numbering import Numbering
from agreements.parties import bare_name
from agreements.template_rules import TemplateRules
from agreements.tones import Tone
from agreements.triggers.instrument import instrument_triggers

MOST_MONTHS = 600  # of an extension or a notice: beyond the calendar nothing can be computed


class Instrument(models.Model):
    """An Urkunde: number 0 is the contract, 1…n are amendments."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="instruments", verbose_name="Vertrag"
    )
    number = models.PositiveSmallIntegerField("Nummer (0 = Vertrag)", default=0)
    template = models.ForeignKey(
        AgreementTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name="Mustertext",
    )
    made_elsewhere = models.BooleanField("andernorts unterzeichnet", default=False, editable=False)
    status = models.CharField("Stand", max_length=12, choices=Status, default=INITIAL)
    frozen_version = models.ForeignKey(
        "agreements.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="festgeschriebene Fassung",
    )
    title = models.CharField("Titel", max_length=300)
    subject = models.CharField("Gegenstand", max_length=300)
    note = models.CharField("Hinweis auf der ersten Seite", max_length=400, blank=True)
    file_reference = models.CharField("Geschäftszeichen des Bezirks", max_length=60, blank=True)
    begins_on = models.DateField("Beginn", null=True, blank=True)
    begins_with_signing = models.BooleanField("Beginnt mit der letzten Unterschrift", default=False)
    ends_on = models.DateField("Ende", null=True, blank=True)
    extension_months = models.PositiveSmallIntegerField(
        "Verlängerung in Monaten (0 = keine)", default=12, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    notice_months = models.PositiveSmallIntegerField(
        "Kündigungsfrist in Monaten", default=3, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    numbering = models.CharField("Gliederung", max_length=12, choices=Numbering, default=Numbering.PARAGRAPH)
    lone_clauses_numbered = models.BooleanField("Auch einen einzigen Absatz nummerieren", default=True)
    placeholders = models.JSONField("Werte der Platzhalter", default=dict, blank=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Urkunde"
        verbose_name_plural = "Urkunden"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="instrument_number_once",
                violation_error_message="Diese Nummer gibt es in diesem Vertrag schon; den Vertrag selbst (0) nur einmal.",
            ),
            models.CheckConstraint(
                name="instrument_ends_after_begin",
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                violation_error_code="ends_on",
                violation_error_message="Das Ende muss nach dem Beginn liegen.",
            ),
            models.CheckConstraint(
                name="instrument_begins_in_one_way",
                condition=Q(begins_on__isnull=True) | Q(begins_with_signing=False),
                violation_error_code="begins_on",
                violation_error_message="Der Vertrag beginnt entweder an einem Tag oder mit der letzten Unterschrift.",
            ),
            known_values("instrument_status_known", "Diesen Stand gibt es nicht.", status=Status),
            known_values(
                "instrument_numbering_known", "Diese Gliederung gibt es nicht.", numbering=Numbering
            ),
            models.CheckConstraint(
                name="instrument_frozen_has_version",
                condition=Q(status__in=sorted(FROZEN), frozen_version__isnull=False)
                | Q(status__in=sorted(set(Status.values) - FROZEN), frozen_version__isnull=True),
                violation_error_message="Zur Zeichnung gehört genau eine festgeschriebene Fassung.",
            ),
        ]
        triggers = instrument_triggers()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the contract, of the amendment, or of the model text in progress."""
        return self.page_url("detail")

    def page_url(self, page: str) -> str:
        """Return the address of one of its pages: „text“, „documents“, „signing“, „history“; a model text has only one."""
        if self.agreement.is_model:
            return reverse("model_detail", args=[self.pk])
        if self.number:
            return reverse(f"amendment_{page}", args=[self.agreement_id, self.number])
        return reverse(f"agreement_{page}", args=[self.agreement_id])

    @property
    def name(self) -> str:
        """The title of the contract, „1. Nachtrag“ for an amendment."""
        return self.title if self.number == 0 else f"{self.number}. Nachtrag"

    @property
    def kind_word(self) -> str:
        """„Vertrag“ or „Nachtrag“; both are „der“."""
        return "Nachtrag" if self.number else "Vertrag"

    @property
    def status_tone(self) -> Tone:
        """The tone of the status badge."""
        return TONES[Status(self.status)]

    @cached_property
    def party_names(self) -> dict[str, str]:
        """What a table calls each party, by its side."""
        return {side: bare_name(short) for side, short in self.parties.values_list("side", "short")}

    @property
    def rules(self) -> TemplateRules:
        """The rules of the model text; a draft that began without one has none, and an amendment those of its base."""
        if self.number:
            return self.amendment.rules
        return self.template.read_rules() if self.template else TemplateRules()

    @property
    def is_editable(self) -> bool:
        """Whether the text may still be changed."""
        return self.status in EDITABLE
