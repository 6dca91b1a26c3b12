"""Who is told by e-mail of what happened: the rows that the worker sends.

A row is written in the transaction of what it tells (`history.record` calls `queue`), so nothing is lost, and nothing is
sent of what was rolled back. It names whom and what; the words are found when it is sent (`mail/`).
"""

from django.conf import settings
from django.db.models import Q, QuerySet

from agreements.choices import Status
from agreements.events import NOTICES, EventKind
from agreements.job_queue import Task, wake
from agreements.models import Event, LinkCode, Mail, SigningLink
from agreements.notices import Recipients
from districts.models import User


def is_set_up() -> bool:
    """Say whether there is a way to send e-mails at all."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")


def recipients(event: Event) -> frozenset[Recipients]:
    """Return who is to be told of an entry; of a draft that was never shown the district hears nothing."""
    notice = NOTICES.get(event.kind)
    if notice is None:
        return frozenset()
    if event.kind == EventKind.WITHDRAWN and event.data.get("from") == Status.DRAFT:
        return notice.to - {Recipients.DISTRICT}
    return notice.to


def people(event: Event, told: frozenset[Recipients]) -> QuerySet[User]:
    """Return the accounts of some recipients, without whoever did it herself and those without an address."""
    belongs = Q(pk__in=[])
    if Recipients.COORDINATOR in told:
        belongs |= Q(pk=event.agreement.coordinator_id)
    if Recipients.DISTRICT in told and event.agreement.district_id is not None:
        belongs |= Q(memberships__district=event.agreement.district_id)
    found = User.objects.filter(belongs, is_active=True).exclude(email="")
    if event.actor_id is not None:
        found = found.exclude(pk=event.actor_id)
    return found.distinct()


def queue(event: Event) -> None:
    """Write a row for everybody who is to be told of an entry of the history."""
    if told := recipients(event):
        mails = (Mail(event=event, person=person, queued_at=event.at) for person in people(event, told))
        for mail in Mail.objects.bulk_create(mails):
            _woken(mail)


def post_link(link: SigningLink) -> Mail:
    """Have a link sent to its address. Must run inside the transaction that makes it."""
    return _woken(Mail.objects.create(link=link, queued_at=link.made_at))


def post_code(code: LinkCode) -> Mail:
    """Have a code sent to the address of its link. Must run inside the transaction that makes it."""
    return _woken(Mail.objects.create(code=code, queued_at=code.asked_at))


def _woken(mail: Mail) -> Mail:
    wake(Task.SEND_MAIL, mail.pk)
    return mail
