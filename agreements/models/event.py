from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from agreements.events import EventKind
from agreements.models.agreement import Agreement
from agreements.models.constraints import not_empty
from agreements.triggers.event import event_triggers


class Event(models.Model):
    """One entry of an agreement's history, chained to the previous one by its hash.

    The actor is stored by name and number, not as a foreign key: history outlives accounts. The chain covers the name by
    `actor_digest`; erasing an account replaces the name and removes the salt, and the chain holds.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="events", verbose_name="Vertrag"
    )
    sequence = models.PositiveIntegerField("Nr.")
    at = models.DateTimeField("Zeitpunkt")
    actor_id = models.BigIntegerField("Nummer der Person", null=True, blank=True)
    actor = models.CharField("Wer", max_length=160)
    actor_salt = models.CharField("Salz des Namens", max_length=32, blank=True)
    actor_digest = models.CharField("Prüfwert des Namens", max_length=64, blank=True)
    kind = models.CharField("Was", max_length=40)
    data = models.JSONField("Einzelheiten", default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField("Prüfwert davor", max_length=64)
    hash = models.CharField("Prüfwert", max_length=64)

    class Meta:
        verbose_name = "Eintrag der Geschichte"
        verbose_name_plural = "Geschichte"
        ordering = ["agreement", "-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sequence"],
                name="event_sequence_once",
                violation_error_message="Diesen Eintrag gibt es schon.",
            ),
            models.CheckConstraint(
                name="event_kind_known",
                condition=models.Q(kind__in=[kind.value for kind in EventKind]),
                violation_error_message="Diese Art von Eintrag gibt es nicht.",
            ),
            not_empty("event_has_actor", "Kein Eintrag ohne handelnde Person.", "actor"),
        ]
        triggers = event_triggers()

    def __str__(self) -> str:
        return f"{self.sequence}. {self.kind}"
