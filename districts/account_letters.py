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
    REQUEST_WAITING = "request_waiting", "Antrag wartet auf eine zweite Person"
    REQUEST_DECIDED = "request_decided", "Über einen Antrag ist entschieden"
    DONE_ON_SERVER = "done_on_server", "Auf dem Server getan statt zu zweit"
    ADMIN_GIVEN = "admin_given", "Rolle „Administration“ bekommen"
    ADMIN_TAKEN = "admin_taken", "Rolle „Administration“ verloren"
    FACTORS_OFF_ASKED = "factors_off_asked", "Abschalten der zweiten Faktoren beantragt"
    FACTORS_OFF = "factors_off", "Zweite Faktoren abgeschaltet"
    REQUEST_DROPPED = "request_dropped", "Antrag zum Konto abgelehnt oder zurückgezogen"
    ERASURE_ASKED = "erasure_asked", "Löschen des Kontos beantragt"
    ADDRESS_NEW = "address_new", "Neue E-Mail-Adresse bestätigen"
    ADDRESS_OLD = "address_old", "E-Mail-Adresse wird geändert"


POSTERS: list[Callable[["User", AccountLetter, datetime], None]] = []


def post_account_letter(person: "User", letter: AccountLetter, *, at: datetime) -> None:
    """Queue an e-mail about an account; must run in the transaction of what it tells."""
    for post in POSTERS:
        post(person, letter, at)
