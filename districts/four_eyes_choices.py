"""What nobody in the administration does alone, and what became of a request for it."""

from django.db.models import TextChoices


class Deed(TextChoices):
    """What a second person confirms; the value stands in the address of the page on which it is asked for."""

    GIVE_ADMIN = "give_admin", "Rolle „Administration“ geben"
    TAKE_ADMIN = "take_admin", "Rolle „Administration“ nehmen"
    SWITCH_OFF_FACTORS = "switch_off_factors", "Zweite Faktoren abschalten"
    ERASE_ACCOUNT = "erase_account", "Konto löschen"
    ERASE_SIGNATORY = "erase_signatory", "Unterzeichnende Person löschen"


class RequestOutcome(TextChoices):
    """How a request ended; empty while it is open, or nobody has noticed yet that it is too old."""

    CONFIRMED = "confirmed", "bestätigt"
    DECLINED = "declined", "abgelehnt"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    EXPIRED = "expired", "verfallen"
    ON_SERVER = "on_server", "auf dem Server getan"


DONE = frozenset({RequestOutcome.CONFIRMED, RequestOutcome.ON_SERVER})
