"""What is yet to be sent, asked of the table each time: since when, what was missing, when it is tried again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from agreements.models import Mail
from agreements.pausing import pause

NEWS = timedelta(
    days=14
)  # what happened longer ago is no news, and a flood of it after an outage helps nobody


def is_set_up() -> bool:
    """Say whether there is a way to send e-mails at all."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")


def waiting() -> QuerySet[Mail]:
    """Return what is neither sent nor overtaken, the longest waiting first, with all that is needed to send it."""
    return (
        Mail.objects.filter(sent_at=None, dropped_at=None)
        .select_related("event__agreement__district", "event__agreement__coordinator", "person")
        .order_by("queued_at", "pk")
    )


def due_at(mail: Mail) -> datetime:
    """Return when the next attempt is due; at once if somebody has asked since the last one."""
    if mail.tried_at is None:
        return mail.queued_at
    if mail.asked_at and mail.asked_at > mail.tried_at:
        return mail.asked_at
    return mail.tried_at + pause(mail.tries)


def is_overtaken(mail: Mail, at: datetime) -> bool:
    """Say whether an e-mail would tell nothing any more, or reach nobody."""
    person = mail.person
    return at - mail.queued_at > NEWS or person is None or not person.is_active or not person.email
