"""What workers write down of the services that they alone can ask (`WatchedService`)."""

from datetime import datetime

from agreements.job_choices import WatchedService
from agreements.models import ServiceCheck


def note_check(
    service: WatchedService,
    *,
    at: datetime,
    problem: str = "",
    name: str = "",
    told_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> ServiceCheck:
    """Write down what a service answered in place of what it answered before."""
    found = {
        "checked_at": at,
        "problem": problem[:300],
        "name": name[:300],
        "told_at": told_at,
        "expires_at": expires_at,
    }
    return ServiceCheck.objects.update_or_create(service=service, defaults=found)[0]
