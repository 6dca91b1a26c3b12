import uuid

from django.db import models
from django.db.models import Deferrable

from agreements.choices import Inset, SectionKind
from agreements.models.constraints import known_values, not_empty
from agreements.models.instrument import Instrument
from agreements.triggers.draft import clause_triggers, frozen_with_instrument, section_triggers


def new_key() -> str:
    """Return a permanent key for a section, clause or signatory."""
    return uuid.uuid4().hex


class Section(models.Model):
    """A §, the preamble or an annex of a draft."""

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
            known_values("section_kind_known", "Diese Art von Abschnitt gibt es nicht.", kind=SectionKind),
        ]
        triggers = section_triggers()

    def __str__(self) -> str:
        return self.heading


class Clause(models.Model):
    """An Absatz of a draft. It keeps its key when it moves, also into another section.

    Copied from the model text: `locked` clauses are taken word for word, `optional` ones may be left out, and of those
    with the same `choice` a contract has one.
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
            not_empty("clause_has_text", "Bitte den Text des Absatzes schreiben.", "text"),
        ]
        triggers = [
            *frozen_with_instrument(
                "SELECT instrument_id FROM agreements_section WHERE id = {row}.section_id"
            ),
            *clause_triggers(),
        ]

    def __str__(self) -> str:
        return self.text[:60]
