"""How an agreement ends or is extended, with German labels. Pure."""

from django.db.models import TextChoices


class ExtensionChoice(TextChoices):
    """What is decided before a term is extended."""

    EXTEND = "extend", "verlängern lassen"
    TERMINATE = "terminate", "kündigen"
    RENEGOTIATE = "renegotiate", "nachverhandeln"


class TerminationKind(TextChoices):
    """How an agreement is terminated by notice."""

    ORDINARY = "ordinary", "ordentlich"
    EXTRAORDINARY = "extraordinary", "außerordentlich"


class WrittenForm(TextChoices):
    """What a notice needs to count (§ 57 and § 3a VwVfG)."""

    PAPER = "paper", "Schreiben mit eigenhändiger Unterschrift"
    ELECTRONIC = "electronic", "Datei mit qualifizierter elektronischer Signatur"


class RetractionCause(TextChoices):
    """Why a recorded notice no longer counts."""

    CONSENT = "consent", "mit Zustimmung der anderen Seite zurückgenommen"
    MISTAKE = "mistake", "irrtümlich oder falsch festgehalten"
