"""What e-mails are about: each person may switch a topic off, unless it is a legal deadline. Pure."""

from django.db.models import TextChoices


class Topic(TextChoices):
    OBLIGATION = "obligation", "Fällige Pflichten"
    MILESTONE = "milestone", "Geplante Meilensteine"
    CLEARANCE = "clearance", "Mitzeichnung"
    REPORT = "report", "Meldungen und Nachfragen zum Sachstand"
    COMMENT = "comment", "Anmerkungen und Vorschläge zum Text"
    SIGNING = "signing", "Gang der Zeichnung"
    NOTICE = "notice", "Kündigungsfristen"
    END = "end", "Ende der Laufzeit"
    AUTHORITY = "authority", "Ablaufende Amtszeit vor der Unterschrift"

    @property
    def is_legal(self) -> bool:
        """Whether it is a legal deadline, which nobody can switch off."""
        return self in LEGAL


LEGAL = frozenset({Topic.NOTICE, Topic.END, Topic.AUTHORITY})
OPTIONAL = tuple(topic for topic in Topic if topic not in LEGAL)
