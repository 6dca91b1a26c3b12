"""The controlled words of an amendment, with their German labels. Pure."""

from enum import StrEnum

from django.db.models import TextChoices


class EffectKind(TextChoices):
    """From which day an amendment applies; retroactive only where somebody chose so."""

    WITH_SIGNING = "with_signing", "mit der letzten Unterschrift"
    NOT_BEFORE = "not_before", "mit der letzten Unterschrift, frühestens am …"
    AS_OF = "as_of", "mit Wirkung vom …"


class Wording(StrEnum):
    """How the new text of an Absatz is printed: as a whole, or as words that replace others."""

    WHOLE = "whole"
    WORDS = "words"


class TermsChange(TextChoices):
    """What an instrument does to an obligation: only SET and ENDED terms are followed."""

    SET = "set", "vereinbart"
    CARRIED = "carried", "unverändert übernommen"
    ENDED = "ended", "aufgehoben"
