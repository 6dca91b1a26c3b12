from django.db import models
from django.db.models import Q

from districts.security_kinds import SecurityKind
from districts.triggers.security_log import FIRST_HASH, security_chain_triggers, security_event_triggers


class SecurityEvent(models.Model):
    """An entry of the security log. Who it was is a number: the log outlives accounts and names nobody.

    Number and hashes are set by the database.
    """

    sequence = models.PositiveBigIntegerField("Nr.", unique=True, default=0, editable=False)
    at = models.DateTimeField("Zeitpunkt")
    kind = models.CharField("Was", max_length=20, choices=SecurityKind)
    person = models.BigIntegerField("Konto Nr.", null=True, blank=True)
    about = models.CharField("Einzelheiten", max_length=200, blank=True)
    network = models.CharField("Netz", max_length=50, blank=True)
    request = models.CharField("Nummer der Anfrage", max_length=64, blank=True)
    previous_hash = models.CharField("Prüfwert davor", max_length=64, default="", editable=False)
    hash = models.CharField("Prüfwert", max_length=64, default="", editable=False)

    class Meta:
        verbose_name = "Eintrag im Sicherheitsprotokoll"
        verbose_name_plural = "Sicherheitsprotokoll"
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(
                name="security_event_kind_known",
                condition=Q(kind__in=SecurityKind.values),
                violation_error_message="Diese Art von Eintrag gibt es nicht.",
            ),
        ]
        triggers = security_event_triggers()

    def __str__(self) -> str:
        return f"{self.sequence}. {self.get_kind_display()}"


class SecurityChain(models.Model):
    """The ends of the security log, in one row: its last entry, and the last one that was deleted as too old."""

    length = models.PositiveBigIntegerField("Einträge, auch gelöschte", default=0)
    head = models.CharField("Prüfwert des letzten Eintrags", max_length=64, default=FIRST_HASH)
    anchor_sequence = models.PositiveBigIntegerField("gelöscht bis Nr.", default=0)
    anchor_hash = models.CharField("Prüfwert des letzten gelöschten", max_length=64, default=FIRST_HASH)

    class Meta:
        verbose_name = "Enden des Sicherheitsprotokolls"
        verbose_name_plural = "Enden des Sicherheitsprotokolls"
        constraints = [
            models.CheckConstraint(
                name="security_chain_single",
                condition=Q(pk=1),
                violation_error_message="Es gibt nur ein Sicherheitsprotokoll.",
            ),
        ]
        triggers = security_chain_triggers()

    def __str__(self) -> str:
        return f"Nr. {self.anchor_sequence + 1} bis {self.length}"
