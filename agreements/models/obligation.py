from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, Q

from agreements.amendment_choices import TermsChange
from agreements.choices import Anchor, DueShape, ObligationKind, OwedBy, Sense, Side
from agreements.due_rule import OffsetUnit, PeriodYear
from agreements.models.agreement import Agreement
from agreements.models.constraints import CheckedAtOnce, known_values
from agreements.models.instrument import Instrument
from agreements.models.text import Clause
from agreements.parties import owing_sides
from agreements.triggers.draft import frozen_with_instrument
from districts.triggers.append_only import append_only

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_OFFSET = 999  # of any unit: no day lies outside the calendar


class Obligation(models.Model):
    """An obligation over the whole life of the agreement; `ObligationTerms` says what is owed by which instrument."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="obligations", verbose_name="Vertrag"
    )
    code = models.CharField("Kennung", max_length=10)

    class Meta:
        verbose_name = "Pflicht"
        verbose_name_plural = "Pflichten"
        ordering = ["agreement", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "code"],
                name="obligation_code_once",
                violation_error_message="Diese Kennung gibt es in diesem Vertrag schon.",
            )
        ]
        triggers = append_only("Pflicht")

    def __str__(self) -> str:
        return self.code


class ObligationTerms(CheckedAtOnce):
    """What one instrument sets for an obligation; once signed, only an amendment changes it."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="terms", verbose_name="Urkunde"
    )
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="terms", verbose_name="Pflicht"
    )
    position = models.PositiveSmallIntegerField("Platz")
    change = models.CharField(
        "Was die Urkunde damit tut",
        max_length=10,
        choices=TermsChange,
        default=TermsChange.SET,
        editable=False,
    )
    clause = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name="Steht in Absatz",
    )
    kind = models.CharField("Art", max_length=20, choices=ObligationKind)
    owed_by = models.CharField("Wer schuldet es?", max_length=12, choices=OwedBy)
    owed_by_sides = ArrayField(
        models.CharField(max_length=12, choices=Side),
        default=list,
        blank=True,
        verbose_name="welche Parteien",
    )
    title = models.CharField("Pflicht in Kurzform", max_length=160)
    quantity = models.DecimalField("Menge", max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField("Einheit", max_length=80, blank=True)
    sense = models.CharField("Die Menge gilt als", max_length=10, choices=Sense, default=Sense.AT_LEAST)
    shape = models.CharField("Fälligkeit", max_length=10, choices=DueShape)
    due_on = models.DateField("fester Tag", null=True, blank=True)
    anchor = models.CharField("Ereignis", max_length=15, choices=Anchor, blank=True)
    anchor_code = models.CharField("welche Pflicht", max_length=10, blank=True)
    anchor_milestone = models.CharField("welcher Meilenstein", max_length=200, blank=True)
    offset_amount = models.PositiveSmallIntegerField(
        "Abstand", null=True, blank=True, validators=[MaxValueValidator(LONGEST_OFFSET)]
    )
    offset_unit = models.CharField("Einheit des Abstands", max_length=15, choices=OffsetUnit, blank=True)
    offset_before = models.BooleanField("davor statt danach", default=False)
    period_months = models.PositiveSmallIntegerField("Zeitraum", null=True, blank=True)
    year = models.CharField(
        "Welches Jahr zählt?", max_length=10, choices=PeriodYear, default=PeriodYear.CALENDAR
    )
    first_year = models.PositiveSmallIntegerField(
        "Erstmals im Jahr",
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    due_month = models.PositiveSmallIntegerField("Monat", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("Tag", null=True, blank=True)
    trigger = models.CharField("Anlass", max_length=160, blank=True)
    survives = models.BooleanField("Auch nach dem Vertragsende: für den letzten Zeitraum", default=False)
    evidence = models.CharField("erwarteter Nachweis", max_length=160, blank=True)
    needs_resolution = models.BooleanField("BA-Beschluss empfohlen", default=False)
    source_place = models.CharField(
        "Fundstelle im Original",
        max_length=60,
        blank=True,
        help_text="Zum Beispiel: § 6 (2), Anlage 1 Nummer 4",
    )
    source_page = models.PositiveSmallIntegerField(
        "Seite im Scan", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Inhalt einer Pflicht"
        verbose_name_plural = "Inhalte der Pflichten"
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "obligation"],
                name="terms_once_per_instrument",
                violation_error_message="Diese Pflicht ist hier schon geregelt.",
            ),
            models.UniqueConstraint(
                fields=["instrument", "position"],
                name="terms_position_once",
                deferrable=Deferrable.DEFERRED,
                violation_error_message="Dieser Platz ist schon besetzt.",
            ),
            known_values(
                "terms_words_known",
                "Art, Seite, Geltung der Menge oder Zeitraum ist unbekannt.",
                kind=ObligationKind,
                owed_by=OwedBy,
                sense=Sense,
                year=PeriodYear,
                change=TermsChange,
            ),
            models.CheckConstraint(
                name="terms_named_sides",
                violation_error_code="owed_by",
                condition=(
                    Q(owed_by=OwedBy.NAMED)
                    & ~Q(owed_by_sides=[])
                    & Q(owed_by_sides__contained_by=Side.values)
                )
                | (~Q(owed_by=OwedBy.NAMED) & Q(owed_by_sides=[])),
                violation_error_message="Bitte mindestens eine Vertragspartei wählen.",
            ),
            models.CheckConstraint(
                name="terms_quantity_positive",
                violation_error_code="quantity",
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                violation_error_message="Die Menge muss größer als null sein.",
            ),
            models.CheckConstraint(
                name="terms_due_complete",
                violation_error_code="shape",
                condition=Q(shape=DueShape.FIXED, due_on__isnull=False)
                | (Q(shape=DueShape.OFFSET) & ~Q(anchor=""))
                | Q(shape=DueShape.PERIOD, period_months__isnull=False, period_months__gt=0)
                | Q(
                    shape=DueShape.COUNT,
                    period_months__isnull=False,
                    period_months__gt=0,
                    quantity__isnull=False,
                    quantity__gt=0,
                )
                | (Q(shape=DueShape.EVENT) & ~Q(trigger=""))
                | Q(shape=DueShape.CONTINUOUS),
                violation_error_message="Zur gewählten Fälligkeit fehlt eine Angabe (Tag, Ereignis, Zeitraum oder Anlass).",
            ),
            models.CheckConstraint(
                name="terms_anchor_code",
                violation_error_code="anchor_code",
                condition=(Q(anchor=Anchor.FULFILMENT) & ~Q(anchor_code=""))
                | (~Q(anchor=Anchor.FULFILMENT) & Q(anchor_code="")),
                violation_error_message="Bitte bei „Erfüllung einer anderen Pflicht“ angeben, welche; sonst das Feld leeren.",
            ),
            models.CheckConstraint(
                name="terms_anchor_milestone",
                violation_error_code="anchor_milestone",
                condition=(Q(anchor=Anchor.MILESTONE) & ~Q(anchor_milestone=""))
                | (~Q(anchor=Anchor.MILESTONE) & Q(anchor_milestone="")),
                violation_error_message="Bitte bei „Meilenstein“ angeben, welcher; sonst das Feld leeren.",
            ),
            models.CheckConstraint(
                name="terms_anchor_end",
                violation_error_code="anchor",
                condition=~Q(anchor=Anchor.END) | Q(shape=DueShape.OFFSET, period_months__isnull=True),
                violation_error_message="Nach dem Vertragsende kann sich nichts wiederholen. Bitte ein anderes Ereignis wählen.",
            ),
            models.CheckConstraint(
                name="terms_year_divided",
                violation_error_code="year",
                condition=Q(year=PeriodYear.CALENDAR)
                | Q(shape__in=[DueShape.PERIOD, DueShape.COUNT], due_day__isnull=True, anchor=""),
                violation_error_message="Bei Schul- und Vertragsjahren bitte Tag und Ereignis leeren: Es gilt ihr letzter Tag.",
            ),
            models.CheckConstraint(
                name="terms_first_year",
                violation_error_code="first_year",
                condition=Q(first_year__isnull=True)
                | Q(
                    shape__in=[DueShape.PERIOD, DueShape.COUNT],
                    first_year__gte=FIRST_YEAR,
                    first_year__lte=LAST_YEAR,
                ),
                violation_error_message="Ein erstes Jahr kann es nur bei wiederkehrenden Pflichten geben.",
            ),
            models.CheckConstraint(
                name="terms_calendar_day",
                violation_error_code="due_day",
                condition=Q(due_month__isnull=True, due_day__isnull=True)
                | (
                    Q(due_month__isnull=False, due_day__isnull=False, due_day__gte=1)
                    & (
                        Q(due_month=2, due_day__lte=29)
                        | Q(due_month__in=[4, 6, 9, 11], due_day__lte=30)
                        | Q(due_month__in=[1, 3, 5, 7, 8, 10, 12], due_day__lte=31)
                    )
                ),
                violation_error_message="Bitte Tag und Monat so angeben, wie es sie im Kalender gibt.",
            ),
            models.CheckConstraint(
                name="terms_survives_recurs",
                violation_error_code="survives",
                condition=Q(survives=False) | Q(shape__in=[DueShape.PERIOD, DueShape.COUNT]),
                violation_error_message="Einen letzten Zeitraum nach dem Vertragsende kann es nur bei wiederkehrenden Pflichten geben.",
            ),
            models.CheckConstraint(
                name="terms_offset_complete",
                violation_error_code="offset_amount",
                condition=Q(offset_amount__isnull=True, offset_unit="", offset_before=False)
                | Q(
                    offset_amount__isnull=False,  # else the database does not know, and allows it
                    offset_amount__range=(1, LONGEST_OFFSET),
                    offset_unit__in=OffsetUnit.values,
                ),
                violation_error_message="Bitte zum Abstand eine Zahl bis 999 und die Einheit angeben.",
            ),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return self.title

    @property
    def source_words(self) -> str:
        """Where it stands in a deed signed elsewhere: „§ 6 (2), Seite 4“."""
        page = f"Seite {self.source_page}" if self.source_page else ""
        return ", ".join(filter(None, [self.source_place, page]))

    @property
    def owing(self) -> frozenset[Side]:
        """The sides that owe it."""
        return owing_sides(OwedBy(self.owed_by), [Side(side) for side in self.owed_by_sides])
