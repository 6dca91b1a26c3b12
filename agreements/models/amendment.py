from django.db import models
from django.db.models import Q

from agreements.amendment_choices import EffectKind, Wording
from agreements.content import Content, read_content
from agreements.models.constraints import known_values
from agreements.models.instrument import Instrument
from agreements.template_rules import TemplateRules
from agreements.triggers.amendment import amendment_triggers


class Amendment(models.Model):
    """What an instrument of number 1…n changes the agreement from, when, and how it is to be worded."""

    instrument = models.OneToOneField(
        Instrument, on_delete=models.PROTECT, related_name="amendment", verbose_name="Urkunde"
    )
    base = models.TextField("geltender Text, der geändert wird (kanonisches JSON)")
    base_texts = models.JSONField("zugrunde liegende Urkunden (Nummer und Prüfwert)")
    locked = models.JSONField("gesperrte Absätze (Schlüssel)", default=list, blank=True)
    effect = models.CharField(
        "Inkrafttreten", max_length=15, choices=EffectKind, default=EffectKind.WITH_SIGNING
    )
    effect_on = models.DateField("Tag des Inkrafttretens", null=True, blank=True)
    reason = models.TextField("Grund der Änderung", blank=True)
    transition = models.TextField("Übergangsregelung", blank=True)
    wording = models.JSONField("Form der Anweisungen", default=dict, blank=True)
    groups = models.JSONField("Überschriften und Gründe der Anweisungen", default=list, blank=True)
    changes_term = models.BooleanField("ändert die Laufzeit", default=False, editable=False)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Nachtrag"
        verbose_name_plural = "Nachträge"
        ordering = ["instrument"]
        constraints = [
            known_values(
                "amendment_effect_known", "So kann kein Nachtrag in Kraft treten.", effect=EffectKind
            ),
            models.CheckConstraint(
                name="amendment_effect_has_day",
                violation_error_code="effect_on",
                condition=Q(effect=EffectKind.WITH_SIGNING, effect_on__isnull=True)
                | (~Q(effect=EffectKind.WITH_SIGNING) & Q(effect_on__isnull=False)),
                violation_error_message="Bitte den Tag angeben, an dem der Nachtrag in Kraft tritt.",
            ),
        ]
        triggers = amendment_triggers()

    def __str__(self) -> str:
        return self.instrument.name

    def read_base(self) -> Content:
        """Return the text in force that is changed."""
        return read_content(self.base.encode())

    def read_wording(self) -> dict[str, Wording]:
        """Return how each Absatz is printed of which somebody has chosen it, by its key."""
        return {key: Wording(value) for key, value in self.wording.items()}

    @property
    def rules(self) -> TemplateRules:
        """What of the text stays word for word unless a deviation is on record: what the model text locks."""
        texts = {
            clause.key: clause.text for section in self.read_base().sections for clause in section.clauses
        }
        return TemplateRules(locked={key: texts[key] for key in self.locked})
