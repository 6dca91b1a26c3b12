"""The words for what is known of a deed that was signed elsewhere. Pure."""

from django.db.models import TextChoices


class DayKind(TextChoices):
    """The days of a deed signed elsewhere that are known with their source."""

    SIGNED = "signed", "unterzeichnet"
    PUBLISHED = "published", "veröffentlicht"
    BEGIN = "begin", "in Kraft"
    END = "end", "Ende der Laufzeit"


class UnknownFact(TextChoices):
    """What nobody here knows of it; an unknown end is not „unbefristet“."""

    END = "end", "Ende der Laufzeit"
    EXTENSION = "extension", "Verlängerung"
    NOTICE = "notice", "Kündigungsfrist"
    LEGAL_FORM = "legal_form", "Rechtsform"
