"""Action that requests an immediate attempt to send e-mails."""

from datetime import datetime

from django.db import transaction

from agreements import policy
from agreements.errors import ActionRefused
from agreements.job_queue import Task, wake
from agreements.notifications.queries import due_mails, unsent
from agreements.outbox import is_set_up
from districts.models import User


@transaction.atomic
def ask_again(*, by: User, at: datetime) -> int:
    """Request an attempt for all unsent e-mails and return their number. Raises ActionRefused."""
    policy.require(by, "mail.view")
    if not is_set_up():
        raise ActionRefused(
            "Es ist kein E-Mail-Server eingerichtet. Die E-Mails bleiben stehen, bis es einen gibt."
        )
    asked = unsent().update(asked_at=at)
    if not asked:
        raise ActionRefused(
            "Es wartet keine E-Mail mehr. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    for pk in due_mails(at=at):
        wake(Task.SEND_MAIL, pk)
    return asked
