from django.db import models
from django.db.models import Case, F, Q, Value, When

from agreements.choices import Side
from agreements.models.constraints import CheckedAtOnce, known_values, not_empty
from agreements.models.instrument import Instrument
from agreements.models.stored_file import StoredFile
from agreements.models.text import new_key
from agreements.triggers.draft import frozen_with_instrument

BY_SIDE = Case(*(When(side=side, then=Value(place)) for place, side in enumerate(Side)))


class SignatoryManager(models.Manager["Signatory"]):
    """Lists them by party; other tables that are ordered by signatory cannot."""

    def get_queryset(self) -> models.QuerySet["Signatory"]:
        return super().get_queryset().order_by("instrument", BY_SIDE, "order", "pk")


class Signatory(CheckedAtOnce):
    """A person who is to sign for a side; freezing copies her details into the version."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="signatories", verbose_name="Urkunde"
    )
    key = models.CharField("Schlüssel", max_length=40, default=new_key, editable=False)
    side = models.CharField("Seite", max_length=12, choices=Side)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    name = models.CharField("Name", max_length=120)
    function = models.CharField("Funktion", max_length=160)
    department = models.CharField("Abteilung", max_length=160, blank=True)
    authority = models.CharField(
        "Grundlage der Vertretung",
        max_length=200,
        blank=True,
        help_text="Zum Beispiel: Mitglied des Bezirksamts (§ 36 BezVG), Vorstand (§ 26 BGB), Vollmacht vom …",
    )
    authority_on = models.DateField(
        "Beschluss oder Vollmacht vom",
        null=True,
        blank=True,
        help_text="Der Tag der Wahl, des Beschlusses oder der Vollmacht, auf der die Vertretung beruht.",
    )
    authority_document = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="Nachweis der Vertretungsbefugnis",
    )
    office_begins_on = models.DateField("im Amt seit", null=True, blank=True)
    office_ends_on = models.DateField("im Amt bis", null=True, blank=True)
    political_party = models.CharField(
        "Partei",
        max_length=60,
        blank=True,
        help_text="Nur bei gewählten Mitgliedern des Bezirksamts, wie sie damals bekannt war.",
    )
    required = models.BooleanField("erforderlich", default=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    objects = SignatoryManager()

    class Meta:
        verbose_name = "unterzeichnende Person"
        verbose_name_plural = "unterzeichnende Personen"
        ordering = ["instrument", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "key"],
                name="signatory_key_once",
                violation_error_message="Diese Person steht schon auf der Liste.",
            ),
            known_values("signatory_side_known", "Diese Seite gibt es nicht.", side=Side),
            not_empty("signatory_named", "Bitte Name und Funktion angeben.", "name", "function"),
            models.CheckConstraint(
                name="signatory_party_only_of_elected",
                violation_error_code="political_party",
                condition=Q(political_party="") | Q(side=Side.DISTRICT),
                violation_error_message="Eine Partei steht nur bei gewählten Mitgliedern des Bezirksamts.",
            ),
            models.CheckConstraint(
                name="signatory_office_in_order",
                violation_error_code="office_ends_on",
                condition=Q(office_begins_on__isnull=True)
                | Q(office_ends_on__isnull=True)
                | Q(office_ends_on__gte=F("office_begins_on")),
                violation_error_message="Das Ende der Amtszeit darf nicht vor ihrem Beginn liegen.",
            ),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"

    @property
    def party_name(self) -> str:
        """What a table calls the party that she signs for."""
        return self.instrument.party_names.get(self.side, self.get_side_display())
