"""Queues e-mails about events as rows, for the worker to send.

A row is inserted in the transaction of its event (`history.record` calls `queue`): nothing is lost, and nothing that was
rolled back is sent. It holds recipient and subject matter; the text is composed when it is sent (`notifications/`).
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from agreements.choices import ReportDecision, Status
from agreements.events import NOTICES, EventKind
from agreements.job_queue import Task, wake
from agreements.models import Agreement, Event, LinkCode, Mail, SigningLink
from agreements.notices import Recipients
from agreements.parties import ReportingSide
from districts.account_letters import AccountLetter
from districts.models import User

SIDES = {
    ReportingSide.DISTRICT: Recipients.DISTRICT,
    ReportingSide.COORDINATION: Recipients.COORDINATOR,
}


def is_set_up() -> bool:
    """Whether sending e-mails is configured."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")


def recipients(event: Event) -> frozenset[Recipients]:
    """Return the recipients of the notice about an event.

    The district is left out for a draft it never saw, and nobody waits for what is confirmed.
    """
    notice = NOTICES.get(event.kind)
    if notice is None or event.data.get("decision") == ReportDecision.CONFIRMED:
        return frozenset()
    if event.kind == EventKind.WITHDRAWN and event.data.get("from") == Status.DRAFT:
        return notice.to - {Recipients.DISTRICT}
    if Recipients.ASKED in notice.to:
        return frozenset({SIDES[ReportingSide(event.data["asked"])]})
    return notice.to


def people(event: Event, groups: frozenset[Recipients]) -> QuerySet[User]:
    """Return the accounts of some recipients, without the actor, those without an address, and who has switched the topic off."""
    belongs = Q(pk__in=[])
    if Recipients.COORDINATOR in groups:
        belongs |= Q(pk=event.agreement.coordinator_id)
    if Recipients.DISTRICT in groups and event.agreement.district_id is not None:
        belongs |= Q(memberships__district=event.agreement.district_id)
    if Recipients.MENTIONED in groups:
        belongs |= Q(pk__in=event.data.get("mentioned", []))
    found = User.objects.filter(belongs, is_active=True).exclude(email="")
    if event.actor_id is not None:
        found = found.exclude(pk=event.actor_id)
    if topic := NOTICES[event.kind].topic:
        found = found.exclude(switched_off__topic=topic)
    if event.kind == EventKind.REPORTED:  # several reports of one moment are one piece of news
        found = found.exclude(mails__event__in=reported_together(event))
    return found.distinct()


def reported_together(event: Event) -> QuerySet[Event]:
    """Return the reports that one person made of one agreement at the same moment."""
    return Event.objects.filter(
        agreement=event.agreement_id, kind=EventKind.REPORTED, at=event.at, actor_id=event.actor_id
    )


def unreachable(agreement: Agreement) -> QuerySet[User]:
    """Return who hears nothing about an agreement because the account has no address."""
    belongs = Q(pk=agreement.coordinator_id)
    if agreement.district_id is not None:
        belongs |= Q(memberships__district=agreement.district_id)
    return User.objects.filter(belongs, is_active=True, email="").distinct()


def queue(event: Event) -> None:
    """Insert an e-mail for each recipient of the notice about an event."""
    if groups := recipients(event):
        mails = (Mail(event=event, person=person, queued_at=event.at) for person in people(event, groups))
        for mail in Mail.objects.bulk_create(mails):
            _queued(mail)


def post_link(link: SigningLink) -> Mail:
    """Queue the e-mail with a link; must run in the transaction that creates the link."""
    return _queued(Mail.objects.create(link=link, queued_at=link.made_at))


def post_code(code: LinkCode) -> Mail:
    """Queue the e-mail with a code; must run in the transaction that creates the code."""
    return _queued(Mail.objects.create(code=code, queued_at=code.asked_at))


def post_about_account(person: User, letter: AccountLetter, at: datetime) -> None:
    """Queue an e-mail about an account; must run in the transaction of what it tells."""
    _queued(Mail.objects.create(person=person, account_letter=letter, queued_at=at))


def _queued(mail: Mail) -> Mail:
    wake(Task.SEND_MAIL, mail.pk)
    return mail
