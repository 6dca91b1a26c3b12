"""Tells the admins by e-mail what is red: once a day, as long as it is."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone

from agreements.outbox import is_set_up
from districts.contacts import administrators
from mitwirkung.models import HealthReport
from mitwirkung.operations.health.checks import health_checks
from mitwirkung.operations.health.result import HealthCheck

FROM_HOUR = 7  # nobody reads before


def report_red(*, at: datetime) -> HealthReport | None:
    """Send today's e-mail if something is red; None if nothing is, or it has been sent.

    The row comes first: rather none than two. What the server refuses is tried again.
    """
    day = timezone.localdate(at)
    reachable = [person.email for person in administrators() if person.email]
    if not is_set_up() or not reachable or timezone.localtime(at).hour < FROM_HOUR:
        return None
    if HealthReport.objects.filter(day_on=day).exists():
        return None
    red = [check for check in health_checks(at=at) if check.is_red]
    if not red:
        return None
    keys = [check.key for check in red]
    report, is_new = HealthReport.objects.get_or_create(day_on=day, defaults={"red": keys})
    if not is_new:
        return None
    try:
        get_connection().send_messages([_letter(reachable, red)])
    except Exception:
        report.delete()
        raise
    report.sent_at = at
    report.save(update_fields=["sent_at"])
    return report


def _letter(to: list[str], red: Sequence[HealthCheck]) -> EmailMessage:
    """Write one letter to all: it goes out even if the server refuses some of the addresses."""
    subject = "eine Störung" if len(red) == 1 else f"{len(red)} Störungen"
    lines = [f"{check.name}: {check.sentence}\nWas zu tun ist: {check.advice}\n" for check in red]
    body = "\n".join(
        [
            "Guten Tag,",
            "",
            "beim Betrieb von MitWirkung ist etwas gestört:",
            "",
            *lines,
            f"Der Stand von jetzt: {settings.PUBLIC_URL}{reverse('admin:health')}",
            "",
            "Diese Nachricht kommt einmal am Tag, solange etwas gestört ist.",
        ]
    )
    return EmailMessage(subject=f"MitWirkung: {subject}", body=body, to=to)
