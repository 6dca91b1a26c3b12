"""What pages show of e-mails: what is not sent, since when, why, and when it is tried again."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements import policy
from agreements.choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import Agreement, Mail
from agreements.notifications.message import heading
from agreements.notifications.queries import about, due_at, waiting
from agreements.outbox import is_set_up
from districts.models import User

NOT_SET_UP = "Der Versand von E-Mails ist nicht eingerichtet."
NOBODY_SENDS = "Der Dienst, der E-Mails sendet, läuft gerade nicht."


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One e-mail that is not sent yet; `is_asked` says that somebody wants it tried at once."""

    subject: str
    agreement: str
    url: str
    person: str
    since: datetime
    tries: int
    tried_at: datetime | None
    problem: str
    due_at: datetime
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMails:
    """How many e-mails about an agreement, or about all of them, are not sent yet, and what is said about that."""

    number: int
    since: datetime
    problem: str
    next_at: datetime | None


def waiting_row(mail: Mail) -> WaitingRow:
    """Return one e-mail as a page shows it."""
    person, subject = heading(mail)
    agreement = mail.agreement
    return WaitingRow(
        subject=subject,
        agreement=str(agreement),
        url=reverse("agreement_detail", args=[agreement.pk]),
        person=person,
        since=mail.queued_at,
        tries=mail.tries,
        tried_at=mail.tried_at,
        problem=mail.problem if is_set_up() else NOT_SET_UP,
        due_at=due_at(mail),
        is_asked=mail.asked_at is not None and (mail.tried_at is None or mail.asked_at > mail.tried_at),
    )


def waiting_count(user: User) -> int:
    """Return how many e-mails could not be sent, for those who can do something about it, and 0 for everybody else."""
    if not policy.verdict(user, "mail.view").allowed:
        return 0
    held_up = waiting().order_by() if not is_set_up() else waiting().order_by().filter(tries__gt=0)
    return held_up.count()


def waiting_mails(user: User, agreement: Agreement, now: datetime) -> WaitingMails | None:
    """Return what is not sent yet of an agreement, for those who see it; None if there is nothing. Two queries."""
    if not policy.verdict(user, "mail.view").allowed:
        return None
    mails = list(waiting().filter(about(agreement)).select_related(None))
    if not mails:
        return None
    problems = [mail.problem for mail in mails if mail.problem]
    return WaitingMails(
        number=len(mails),
        since=mails[0].queued_at,
        problem=_problem(problems, now),
        next_at=min(map(due_at, mails)) if is_set_up() else None,
    )


def _problem(problems: list[str], now: datetime) -> str:
    if not is_set_up():
        return NOT_SET_UP
    alone = [] if worker_is_alive(Queue.MAIL, now) else [NOBODY_SENDS]
    return " ".join(problems[:1] + alone)
