"""The kinds of what is found, in the order in which they are shown. Pure."""

from django.db.models import TextChoices


class SearchKind(TextChoices):
    AGREEMENT = "vertraege", "Verträge"
    CLAUSE = "absaetze", "Absätze"
    OBLIGATION = "pflichten", "Pflichten"
    PERSON = "personen", "Personen"
    RESOLUTION = "beschluesse", "Beschlüsse und Drucksachen"
    EVIDENCE = "nachweise", "Nachweise"
    MODEL = "mustertexte", "Mustertexte"
