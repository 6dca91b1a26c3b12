"""Sends what is waiting. Each e-mail is sent at least once, and twice only if the worker dies in the worst moment.

The row is locked while the server takes the e-mail: two workers never send the same one, and one that dies leaves it
waiting. Between the server's „taken“ and our commit lies a gap that cannot be closed; the identity in the header is the same
then.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F

from agreements.models import Mail
from agreements.notifications.message import letter_of, message_of
from agreements.notifications.queries import due_at, is_overtaken, waiting
from agreements.outbox import is_set_up

LOG = logging.getLogger(__name__)
AT_ONE_LOOK = 200
SILENT = "Der E-Mail-Server antwortet nicht."
LOGIN = "Der E-Mail-Server hat unsere Anmeldung nicht angenommen."
REFUSED_ADDRESS = "Der E-Mail-Server nimmt diese Adresse nicht an. Bitte prüfen Sie sie."
REFUSED_SENDER = "Der E-Mail-Server nimmt unsere Absenderadresse nicht an."
REFUSED = "Der E-Mail-Server hat die Nachricht nicht angenommen."
UNEXPECTED = "Unerwarteter Fehler beim Senden ({name}); Näheres steht im Protokoll des Servers."


def send_what_is_due(*, at: datetime) -> list[int]:
    """Try everything that is due at a moment once, the longest waiting first, and return the keys of what is sent now."""
    return list(_sent(at)) if is_set_up() else []


def _sent(at: datetime) -> Iterator[int]:
    due = [mail.pk for mail in waiting()[:AT_ONE_LOOK] if due_at(mail) <= at]
    if not due:
        return
    server = get_connection()
    try:
        for pk in due:
            problem = _send(pk, server, at)
            if problem == "":
                yield pk
            elif problem in {SILENT, LOGIN}:  # the others would only wait for the same answer
                Mail.objects.filter(pk__in=due[due.index(pk) + 1 :], sent_at=None, dropped_at=None).update(
                    tried_at=at, tries=F("tries") + 1, problem=problem
                )
                return
    finally:
        server.close()


def _send(pk: int, server: Any, at: datetime) -> str | None:
    """Send one e-mail unless another worker does; return what was missing, nothing if it was sent, None if not tried."""
    with transaction.atomic():
        mail = waiting().select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()
        if mail is None or due_at(mail) > at:
            return None
        if is_overtaken(mail, at):
            Mail.objects.filter(pk=pk).update(dropped_at=at)
            return None
        problem = _hand_over(mail, server)
        if problem:
            Mail.objects.filter(pk=pk).update(tried_at=at, tries=mail.tries + 1, problem=problem)
        else:
            Mail.objects.filter(pk=pk).update(sent_at=at, tried_at=at, problem="")
        return problem


def _hand_over(mail: Mail, server: Any) -> str:
    """Give an e-mail to the server and return what was missing. The server's own words hold addresses: they stay out."""
    try:
        server.send_messages([message_of(mail, letter_of(mail))])
    except Exception as error:  # whatever it is, it must be seen on the page and not end the worker
        LOG.warning("mail %s was not sent: %s", mail.pk, type(error).__name__)
        server.close()
        return problem_words(error)
    return ""


def problem_words(error: Exception) -> str:
    """Return what was missing, for people."""
    match error:
        case SMTPAuthenticationError():
            return LOGIN
        case SMTPRecipientsRefused():
            return REFUSED_ADDRESS
        case SMTPSenderRefused():
            return REFUSED_SENDER
        case SMTPConnectError() | SMTPServerDisconnected():
            return SILENT
        case SMTPException():
            return REFUSED
        case OSError():
            return SILENT
        case _:
            return UNEXPECTED.format(name=type(error).__name__)
