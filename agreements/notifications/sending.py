"""Sends e-mails at least once; twice only if the worker dies between the server's answer and our commit.

The row is locked while it is sent: two workers never send the same e-mail, and it stays unsent if one dies. The Message-ID
is the same on a second attempt.
"""

import logging
from datetime import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agreements.models import Mail
from agreements.notifications.message import letter_of, message_of
from agreements.notifications.queries import due_at, due_mails, is_obsolete, sendable, unsent
from agreements.outbox import is_set_up
from agreements.reminders.actions import note_settled
from agreements.retries import failures_recorded

LOG = logging.getLogger(__name__)
SILENT = "Der E-Mail-Server antwortet nicht."
LOGIN = "Der E-Mail-Server hat unsere Anmeldung nicht angenommen."
REFUSED_ADDRESS = "Der E-Mail-Server nimmt diese Adresse nicht an. Bitte prüfen Sie sie."
REFUSED_SENDER = "Der E-Mail-Server nimmt unsere Absenderadresse nicht an."
REFUSED = "Der E-Mail-Server hat die Nachricht nicht angenommen."
UNEXPECTED = "Unerwarteter Fehler beim Senden ({name}); Näheres steht im Protokoll des Servers."


def send_mail(pk: int, *, at: datetime) -> bool:
    """Try to send an e-mail once if it is due; return whether it was sent."""
    if not is_set_up() or not _begin(pk, at):
        return False
    with failures_recorded(lambda error: _record_failure(pk, error, at)), transaction.atomic():
        mail = _locked(pk)
        if mail is None:
            return False
        get_connection().send_messages([message_of(mail, letter_of(mail, at))])
        Mail.objects.filter(pk=pk).update(sent_at=at, tries=mail.tries - 1, problem="")  # they count failures
        return True
    return False


def _begin(pk: int, at: datetime) -> bool:
    """Count the attempt beforehand, so that one that kills the worker is delayed, too."""
    with transaction.atomic():
        mail = _locked(pk)
        if mail is None or due_at(mail) > at:
            return False
        if mail.digest is not None:
            note_settled(mail.digest, timezone.localdate(at))
        if is_obsolete(mail, at):
            Mail.objects.filter(pk=pk).update(dropped_at=at)
            return False
        Mail.objects.filter(pk=pk).update(tried_at=at, tries=mail.tries + 1)
        return True


def _locked(pk: int) -> Mail | None:
    """Return an e-mail, locked until the end of the transaction; None if another worker sends it."""
    return sendable().select_for_update(skip_locked=True, of=("self",), no_key=True).filter(pk=pk).first()


def _record_failure(pk: int, error: Exception, at: datetime) -> None:
    """Record the reason without the server's own message, which contains addresses."""
    LOG.warning("mail %s was not sent: %s", pk, type(error).__name__)
    problem = problem_words(error)
    unsent().filter(pk=pk).update(problem=problem)
    if problem in {SILENT, LOGIN}:  # all others would fail in the same way
        with transaction.atomic():
            others = unsent().filter(pk__in=due_mails(at=at)).select_for_update(skip_locked=True, no_key=True)
            unsent().filter(pk__in=[mail.pk for mail in others]).update(
                tried_at=at, tries=F("tries") + 1, problem=problem
            )


def problem_words(error: Exception) -> str:
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
