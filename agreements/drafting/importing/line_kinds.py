"""What a line of a pasted text can be. Pure."""

from dataclasses import dataclass

from django.db.models import TextChoices

from agreements.drafting.importing.text_pieces import Piece


class LineKind(TextChoices):
    """What a line of a pasted text becomes."""

    TITLE = "titel", "Titel"
    PARTY = "partei", "Vertragspartei"
    FRAME = "rahmen", "Wort, das die Seite selbst druckt"
    PREAMBLE = "praeambel", "Überschrift der Präambel"
    GROUP = "gruppe", "Überschrift über mehreren Paragrafen"
    SECTION = "paragraf", "Überschrift (Paragraf)"
    ANNEX = "anlage", "Überschrift (Anlage)"
    CLAUSE = "absatz", "neuer Absatz"
    ITEM = "punkt", "Punkt einer Aufzählung"
    CONTINUED = "weiter", "gehört zur Zeile davor"
    TABLE = "tabelle", "Zeile einer Tabelle"
    FOOTNOTE = "fussnote", "Fußnote"
    SIGNATURE = "unterschrift", "Unterschriftszeile"
    OUT = "weg", "weglassen"


@dataclass(frozen=True, slots=True)
class ClassifiedLine:
    """A piece with its kind; `question` is what a person should decide."""

    piece: Piece
    kind: LineKind
    question: str = ""


HEADINGS = frozenset({LineKind.PREAMBLE, LineKind.GROUP, LineKind.SECTION, LineKind.ANNEX})
