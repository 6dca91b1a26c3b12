"""E-mails about an account itself; the outbox above registers how they are sent, whoever changes an account asks for them."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:  # the models themselves import this
    from districts.models import User


class AccountLetter(models.TextChoices):
    """What an e-mail about an account says. Whom it concerns cannot switch it off."""

    INVITATION = "invitation", "Einladung"
    RESET = "reset", "Link für ein neues Passwort"
    PASSWORD_CHANGED = "password_changed", "Passwort geändert"
    FACTOR_ADDED = "factor_added", "Zweiter Faktor eingerichtet"
    FACTOR_REMOVED = "factor_removed", "Zweiter Faktor abgeschaltet"
    NEW_DEVICE = "new_device", "Anmeldung auf einem neuen Gerät"
    SIGN_ON_LINKED = "sign_on_linked", "Mit der Anmeldung der Stelle verknüpft"
    CODES_MADE = "codes_made", "Neue Ersatzcodes"


POSTERS: list[Callable[["User", AccountLetter, datetime], None]] = []


def post_account_letter(person: "User", letter: AccountLetter, *, at: datetime) -> None:
    """Queue an e-mail about an account; must run in the transaction of what it tells."""
    for post in POSTERS:
        post(person, letter, at)
