"""The tables that can be downloaded and read in again, with German labels. Pure."""

from django.db.models import TextChoices


class TableKind(TextChoices):
    """What a table holds; the value stands in addresses."""

    AGREEMENTS = "vertraege", "Andernorts geschlossene Verträge"
    CONTACTS = "kontakte", "Unterzeichnende"
    OBLIGATIONS = "pflichten", "Pflichten"
    REPORTS = "sachstaende", "Sachstände"
