from django.db import models
from django.db.models import Q

from agreements.choices import PlaceholderKind
from agreements.models.constraints import known_values, not_empty
from agreements.models.instrument import Instrument
from agreements.triggers.draft import frozen_with_instrument


class PlaceholderField(models.Model):
    """The form field for a placeholder of an unpublished model text; publishing copies it into the rules."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="placeholder_fields", verbose_name="Mustertext"
    )
    name = models.CharField("Platzhalter", max_length=40, help_text="Ohne Klammern, z. B. SOZIALRAEUME.")
    label = models.CharField("Beschriftung", max_length=120)
    kind = models.CharField("Art", max_length=10, choices=PlaceholderKind, default=PlaceholderKind.TEXT)
    help = models.CharField("Hilfe", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("Platz", default=1)
    revision = models.PositiveIntegerField("Revision", default=1, editable=False)

    class Meta:
        verbose_name = "Platzhalter"
        verbose_name_plural = "Platzhalter"
        ordering = ["instrument", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "name"],
                name="placeholder_once",
                violation_error_message="Diesen Platzhalter gibt es schon.",
            ),
            models.CheckConstraint(
                name="placeholder_name_written_as_in_text",
                condition=Q(name__regex=r"^[A-ZÄÖÜ][A-ZÄÖÜ_]{2,}$"),
                violation_error_message="Bitte einen Namen aus mindestens drei Großbuchstaben und Unterstrichen angeben.",
            ),
            known_values(
                "placeholder_kind_known", "Diese Art von Platzhalter gibt es nicht.", kind=PlaceholderKind
            ),
            not_empty("placeholder_has_label", "Bitte die Beschriftung angeben.", "label"),
        ]
        triggers = frozen_with_instrument()

    def __str__(self) -> str:
        return f"[{self.name}]"
