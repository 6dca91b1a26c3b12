"""View models of unsent e-mails."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements import policy
from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import Agreement, Mail
from agreements.notifications.message import recipient_and_subject
from agreements.notifications.queries import about, due_at, held_up, sendable
from agreements.outbox import is_set_up, unreachable
from districts.models import User

NOT_SET_UP = "Der Versand von E-Mails ist nicht eingerichtet."
NOBODY_SENDS = "Der Dienst, der E-Mails sendet, läuft gerade nicht."


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentRow:
    """An unsent e-mail; without a URL it is about an account. `is_asked`: an immediate attempt was requested."""

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
class UnsentSummary:
    """The number of unsent e-mails of an agreement, and why; and who gets none, having no address."""

    number: int
    since: datetime | None
    problem: str
    next_at: datetime | None
    unreachable: tuple[str, ...]


def unsent_row(mail: Mail) -> UnsentRow:
    person, subject = recipient_and_subject(mail)
    agreement = mail.agreement
    return UnsentRow(
        subject=subject,
        agreement=_about_words(mail, agreement),
        url=_about_url(mail, agreement),
        person=person,
        since=mail.queued_at,
        tries=mail.tries,
        tried_at=mail.tried_at,
        problem=mail.problem if is_set_up() else NOT_SET_UP,
        due_at=due_at(mail),
        is_asked=mail.asked_at is not None and (mail.tried_at is None or mail.asked_at > mail.tried_at),
    )


def _about_words(mail: Mail, agreement: Agreement | None) -> str:
    return "keiner, zum Konto" if mail.account_letter else str(agreement or "mehrere")


def _about_url(mail: Mail, agreement: Agreement | None) -> str:
    if mail.account_letter:
        return ""
    return reverse("agreement_detail", args=[agreement.pk]) if agreement else reverse("reminder_ledger")


def unsent_count(user: User) -> int:
    """Return the number of unsent e-mails; 0 for users who cannot retry them."""
    return held_up().count() if policy.verdict(user, "mail.view").allowed else 0


def unsent_summary(user: User, agreement: Agreement, now: datetime) -> UnsentSummary | None:
    """Return the summary for an agreement; None if there is nothing to say or it is not visible. Three queries."""
    if not policy.verdict(user, "mail.view").allowed:
        return None
    mails = list(sendable().filter(about(agreement)).select_related(None))
    nobody = tuple(map(str, unreachable(agreement)))
    if not mails and not nobody:
        return None
    problems = [mail.problem for mail in mails if mail.problem]
    return UnsentSummary(
        number=len(mails),
        since=mails[0].queued_at if mails else None,
        problem=_problem(problems, now) if mails else "",
        next_at=min(map(due_at, mails), default=None) if is_set_up() else None,
        unreachable=nobody,
    )


def _problem(problems: list[str], now: datetime) -> str:
    if not is_set_up():
        return NOT_SET_UP
    alone = [] if worker_is_alive(Queue.MAIL, now) else [NOBODY_SENDS]
    return " ".join(problems[:1] + alone)
