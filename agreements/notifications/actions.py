"""The wish to try at once what could not be sent."""

from datetime import datetime

from agreements import policy
from agreements.errors import ActionRefused
from agreements.models import Mail
from agreements.notifications.queries import waiting
from agreements.outbox import is_set_up
from districts.models import User


def ask_again(*, by: User, at: datetime) -> int:
    """Ask for the next attempt to send everything that is waiting, and return how much that is. Raises Refused."""
    policy.require(by, "mail.view")
    if not is_set_up():
        raise ActionRefused(
            "Es ist kein E-Mail-Server eingerichtet. Die E-Mails bleiben stehen, bis es einen gibt."
        )
    asked = Mail.objects.filter(pk__in=waiting().order_by().values("pk")).update(asked_at=at)
    if not asked:
        raise ActionRefused(
            "Es wartet keine E-Mail mehr. Laden Sie die Seite neu, um den heutigen Stand zu sehen."
        )
    return asked
