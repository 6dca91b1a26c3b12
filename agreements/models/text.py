import uuid

from django.db import models
from django.db.models import Deferrable, Q

from agreements.choices import Inset, SectionKind
from agreements.models.instrument import Instrument
from agreements.triggers.draft import clause_triggers, frozen_with_instrument, section_triggers


def new_key() -> str:
    """Return a key that a section or clause keeps for life."""
    return uuid.uuid4().hex


class Section(models.Model):
    """A §, the preamble or an annex of an instrument's working copy."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="sections", verbose_name="Urkunde"
    )
    key = models.CharField("Schlüssel", max_length=40, default=new_key, editable=False)
    position = models.PositiveSmallIntegerField("Platz")
    kind = models.CharField("Art", max_length=10, choices=SectionKind, default=SectionKind.SECTION)
    heading = models.CharField("Überschrift", max_length=200)
    inset = models.CharField("Tabelle am Ende", max_length=20, choices=Inset, default=Inset.NONE, blank=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Paragraf oder Anlage"
        verbose_name_plural = "Paragrafen und Anlagen"
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "key"],
                name="section_key_once",
                violation_error_message="Diesen Abschnitt gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["instrument", "position"],
                name="section_position_once",
                deferrable=Deferrable.DEFERRED,
                violation_error_message="Dieser Platz ist schon besetzt.",
            ),
            models.CheckConstraint(
                name="section_kind_known",
                condition=Q(kind__in=SectionKind.values),
                violation_error_message="Diese Art von Abschnitt gibt es nicht.",
            ),
        ]
        triggers = section_triggers()

    def __str__(self) -> str:
        return self.heading


class Clause(models.Model):
    """An Absatz of the working copy. It keeps its key when it moves, also into another section.

    What the model text fixes comes along with it: `locked` says that a contract takes it word for word, `optional`
    that a contract may do without, `choice` names the alternatives of which a contract has one.
    """

    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="clauses", verbose_name="Paragraf oder Anlage"
    )
    key = models.CharField("Schlüssel", max_length=40, default=new_key, editable=False)
    position = models.PositiveSmallIntegerField("Platz")
    text = models.TextField("Text")
    locked = models.BooleanField("gesperrt", default=False)
    optional = models.BooleanField("wahlweise", default=False)
    choice = models.CharField("Auswahl", max_length=60, blank=True)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Absatz"
        verbose_name_plural = "Absätze"
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "key"],
                name="clause_key_once",
                violation_error_message="Diesen Absatz gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="clause_position_once",
                deferrable=Deferrable.DEFERRED,
                violation_error_message="Dieser Platz ist schon besetzt.",
            ),
            models.CheckConstraint(
                name="clause_has_text",
                condition=~Q(text=""),
                violation_error_message="Ein Absatz braucht Text.",
            ),
        ]
        triggers = [
            *frozen_with_instrument(
                "SELECT instrument_id FROM agreements_section WHERE id = {row}.section_id"
            ),
            *clause_triggers(),
        ]

    def __str__(self) -> str:
        return self.text[:60]
