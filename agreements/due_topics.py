"""What becomes due in an agreement."""

from django.db.models import TextChoices


class DueTopic(TextChoices):
    """What is due; nobody can switch off what is legal."""

    OBLIGATION = "obligation", "Pflichten"
    NOTICE = "notice", "Kündigungsfristen"
    END = "end", "Ende der Laufzeit"
