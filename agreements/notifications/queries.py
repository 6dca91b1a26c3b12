"""Unsent e-mails, with the time of the next attempt."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from agreements.link_state import LinkState, link_state
from agreements.models import Agreement, Mail
from agreements.outbox import is_set_up
from agreements.retries import pause
from districts.account_letters import AccountLetter
from districts.invitations.queries import open_invitation
from districts.models import FourEyesRequest
from districts.people.addresses import awaited_address

MAX_AGE = timedelta(days=14)  # older events are no news, and a flood of them after an outage helps nobody
RESET_MAX_AGE = timedelta(days=1)  # who asked has asked again, or knows the password again
BATCH = 200
LINKS = ("link", "code__link")
WHOSE = ("district", "coordinator")


def unsent() -> QuerySet[Mail]:
    """Return what is neither sent nor obsolete."""
    return Mail.objects.filter(sent_at=None, dropped_at=None)


def held_up() -> QuerySet[Mail]:
    """Return the unsent e-mails that somebody should look at: those that failed, and all while sending is not set up."""
    return unsent().filter(tries__gt=0) if is_set_up() else unsent()


def sendable() -> QuerySet[Mail]:
    """Return unsent e-mails with all related rows for sending; codes first, then oldest first."""
    return (
        unsent()
        .select_related(
            *("event__agreement__district", "event__agreement__coordinator", "person", "digest__person"),
            *(f"{link}__version__instrument__agreement__{whose}" for link in LINKS for whose in WHOSE),
            *(f"{link}__signatory" for link in LINKS),
        )
        .order_by(F("code").desc(nulls_last=True), "queued_at", "pk")
    )


def trial_folder() -> str:
    """Return the folder of e-mails written to files instead of being sent; empty if they are sent."""
    return str(settings.EMAIL_FILE_PATH or "") if "filebased" in settings.EMAIL_BACKEND else ""


def about(agreement: Agreement) -> Q:
    """Return the condition for e-mails about an agreement."""
    found = Q(event__agreement=agreement)
    for link in LINKS:
        found |= Q(**{f"{link}__version__instrument__agreement": agreement})
    return found


def due_at(mail: Mail) -> datetime:
    """Return the time of the next attempt; at once if requested since the last one."""
    if mail.tried_at is None:
        return mail.queued_at
    if mail.asked_at and mail.asked_at > mail.tried_at:
        return mail.asked_at
    return mail.tried_at + pause(mail.tries)


def due_mails(*, at: datetime) -> list[int]:
    """Return the keys of due e-mails, at most BATCH, codes first, then oldest first."""
    rows = sendable().select_related(None).only("queued_at", "tried_at", "asked_at", "tries")
    return [mail.pk for mail in rows if due_at(mail) <= at][:BATCH]


def is_obsolete(mail: Mail, at: datetime) -> bool:
    """Whether an e-mail is outdated or has no recipient any more."""
    if mail.account_letter == AccountLetter.INVITATION and mail.person is not None:
        return open_invitation(mail.person, at) is None
    if mail.account_letter == AccountLetter.REQUEST_WAITING:
        return (
            not FourEyesRequest.objects.filter(outcome="", expires_at__gt=at)
            .exclude(asked_by=mail.person)
            .exists()
        )
    if mail.account_letter == AccountLetter.ADDRESS_NEW and mail.person is not None:
        return not mail.person.is_active or not awaited_address(mail.person)
    if mail.account_letter == AccountLetter.RESET and at - mail.queued_at > RESET_MAX_AGE:
        return True
    if mail.digest is not None and not mail.digest.reminders.filter(not_sent="").exists():
        return True
    if mail.person is None:
        late = mail.code is not None and (at >= mail.code.expires_at or mail.code.used_at is not None)
        return late or link_state(mail.about_link, at) != LinkState.LIVE
    return at - mail.queued_at > MAX_AGE or not mail.person.is_active or not mail.person.email
