"""Whether e-mails go out."""

from datetime import datetime

from django.db.models import Count, Min

from agreements.notifications.queries import held_up
from agreements.outbox import is_set_up
from mitwirkung.operations.health.result import (
    HealthCheck,
    HealthState,
    Measured,
    day_and_time,
    state_above,
)

WARN, RED = 300.0, 1800.0  # seconds; one refused address is no fault of the server
NAME = "E-Mails"


def mail_check(*, at: datetime) -> HealthCheck:
    failing = held_up().aggregate(number=Count("pk"), oldest=Min("queued_at"))
    number, oldest = failing["number"], failing["oldest"]
    measured = (Measured(metric="mails_held_up", value=number),)
    if not is_set_up():
        return HealthCheck(
            key="mail",
            name=NAME,
            state=HealthState.RED,
            sentence=f"Der Versand von E-Mails ist nicht eingerichtet; es warten {number}.",
            advice="MITWIRKUNG_EMAIL_HOST und die weiteren Einstellungen setzen, für Web und Dienst.",
            measured=measured,
        )
    if not number:
        return HealthCheck(
            key="mail",
            name=NAME,
            state=HealthState.OK,
            sentence="Alle E-Mails gehen hinaus.",
            measured=measured,
        )
    problem = held_up().exclude(problem="").order_by("-tried_at").values_list("problem", flat=True).first()
    return HealthCheck(
        key="mail",
        name=NAME,
        state=state_above((at - oldest).total_seconds(), warn=WARN, red=RED),
        sentence=f"{number} nicht gesendet, die älteste wartet seit {day_and_time(oldest)}. {problem or ''}".strip(),
        advice="Den E-Mail-Server und die Zugangsdaten prüfen; unter „E-Mails“ steht, was fehlte. Es wird von selbst wieder "
        "versucht.",
        measured=measured,
    )
