"""Which change invalidates the signatures: a table, shown before a text is withdrawn from signing. Pure."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Effect(TextChoices):
    ALL = "all", "alle Unterschriften entfallen"
    NONE = "none", "keine Unterschrift entfällt"


class InvalidatingChange(TextChoices):
    TEXT = "text", "Wortlaut: Paragrafen, Absätze, Überschriften, Anlagen"
    HEAD = "head", "Titel, Gegenstand, Geschäftszeichen und ausgefüllte Platzhalter"
    OBLIGATIONS = "obligations", "Pflichten, ihre Mengen, Fristen und Stellenanteile"
    TERM = "term", "Laufzeit, Verlängerung und Kündigungsfrist"
    LEGAL_FORM = "legal_form", "Rechtsform"
    PARTIES = "parties", "Vertragsparteien und ihre Anschriften"
    SIGNATORY = (
        "signatory",
        "Name, Funktion, Abteilung, Amtszeit oder Grundlage der Vertretung einer unterzeichnenden Person und ihr Nachweis",
    )
    SIGNATORIES = "signatories", "Wer unterzeichnet, in welcher Reihenfolge und ob es erforderlich ist"
    OTHER_SIGNATURE = "other_signature", "Eine weitere Person unterzeichnet, mit Ort, Datum und Scan"
    DELEGATION = "delegation", "Vertretung einer anderen Person"
    DECLINING = "declining", "Ablehnung einer anderen Person"
    INVITATION = "invitation", "Einladung oder Erinnerung einer Person, die noch nicht unterzeichnet hat"
    CEREMONY = "ceremony", "Unterzeichnungstermin: Ort, Tag, Anwesende"
    PHOTO = "photo", "Fotos vom Termin und Einwilligungen dazu, auch ein Widerruf"
    MILESTONE = "milestone", "Meilensteine"
    RESOLUTION = "resolution", "Beschlüsse von Bezirksamt und BVV"
    COMMENT = "comment", "Anmerkungen"
    ADDRESS = "address", "E-Mail-Adresse einer unterzeichnenden Person, auch ein Tippfehler darin"
    ACCOUNT = "account", "E-Mail-Adresse oder Name eines Kontos, auch ein Tippfehler darin"


# what is printed is signed: whatever the fingerprint is over needs a new version, and a new version new signatures
EFFECT_OF = {
    InvalidatingChange.TEXT: Effect.ALL,
    InvalidatingChange.HEAD: Effect.ALL,
    InvalidatingChange.OBLIGATIONS: Effect.ALL,
    InvalidatingChange.TERM: Effect.ALL,
    InvalidatingChange.LEGAL_FORM: Effect.ALL,
    InvalidatingChange.PARTIES: Effect.ALL,
    InvalidatingChange.SIGNATORY: Effect.ALL,
    InvalidatingChange.SIGNATORIES: Effect.ALL,
    InvalidatingChange.OTHER_SIGNATURE: Effect.NONE,
    InvalidatingChange.DELEGATION: Effect.NONE,
    InvalidatingChange.DECLINING: Effect.NONE,
    InvalidatingChange.INVITATION: Effect.NONE,
    InvalidatingChange.CEREMONY: Effect.NONE,
    InvalidatingChange.PHOTO: Effect.NONE,
    InvalidatingChange.MILESTONE: Effect.NONE,
    InvalidatingChange.RESOLUTION: Effect.NONE,
    InvalidatingChange.COMMENT: Effect.NONE,
    InvalidatingChange.ADDRESS: Effect.NONE,
    InvalidatingChange.ACCOUNT: Effect.NONE,
}


@dataclass(frozen=True, slots=True)
class InvalidationRow:
    change: str
    effect: str
    condition: str


CLOSED = {InvalidatingChange.COMMENT: "ruht, solange der Text zur Zeichnung vorliegt"}
CONDITIONS = {
    Effect.ALL: "nur möglich, wenn der Text mit Begründung zurückgeholt wird",
    Effect.NONE: "möglich, ohne den Text zurückzuholen",
}


def invalidation_rows() -> tuple[InvalidationRow, ...]:
    return tuple(
        InvalidationRow(change.label, effect.label, CLOSED.get(change, CONDITIONS[effect]))
        for change, effect in EFFECT_OF.items()
    )
