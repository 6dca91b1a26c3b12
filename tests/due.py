"""Does what the worker does: everything that is due at a moment at once, and says that somebody works."""

from datetime import datetime

from agreements.job_choices import Queue
from agreements.models import Edition, FreezeRequest, Heartbeat
from agreements.notifications.queries import due_mails
from agreements.notifications.sending import send_mail
from agreements.sealing.actions import due_versions, seal_version
from agreements.signing.freezing.rendering import due_requests, try_request


def freeze_what_is_due(*, at: datetime) -> list[FreezeRequest]:
    """Try every request once and return what has ended now."""
    tried = [try_request(pk, at=at) for pk in due_requests(at=at)]
    return [request for request in tried if request is not None]


def seal_what_is_due(*, at: datetime) -> list[Edition]:
    """Try every version once and return what is sealed now."""
    return [edition for pk in due_versions(at=at) for edition in seal_version(pk, at=at)]


def send_what_is_due(*, at: datetime) -> list[int]:
    """Try every e-mail once and return the keys of what is sent now."""
    return [pk for pk in due_mails(at=at) if send_mail(pk, at=at)]


def somebody_works(queue: Queue, *, at: datetime) -> None:
    """Let a worker have shown itself at a moment."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"seen_at": at, "beat_at": at})
