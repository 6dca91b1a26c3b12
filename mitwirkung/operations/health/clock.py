"""Whether the clock is right: beside the database's, and beside the time stamp service's."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from agreements.job_choices import WatchedService
from agreements.models import ServiceCheck
from mitwirkung.operations.health.result import HealthCheck, HealthState, Measured, state_above

WARN, RED = 5.0, 60.0  # seconds
ADVICE = "Die Uhren über NTP stellen lassen (timedatectl). Fristen und Zeitangaben hängen daran."


def clock_checks() -> list[HealthCheck]:
    found = [clock_check("database", "Uhr der Datenbank", _database_ahead())]
    row = ServiceCheck.objects.filter(service=WatchedService.TIME_STAMP, problem="").first()
    if row is not None and row.told_at is not None:
        ahead = (row.told_at - row.checked_at).total_seconds()
        found.append(clock_check("time_stamp", "Uhr des Zeitstempeldienstes", ahead))
    return found


def clock_check(other: str, name: str, ahead: float) -> HealthCheck:
    """Compare our clock with another that is so many seconds ahead."""
    state = state_above(abs(ahead), warn=WARN, red=RED)
    way = "nach" if ahead > 0 else "vor"
    return HealthCheck(
        key=f"clock_{other}",
        name=name,
        state=state,
        sentence="Die Uhren gehen gleich."
        if state == HealthState.OK
        else f"Die Uhr dieses Rechners geht gegenüber dieser um {abs(ahead):.0f} Sekunden {way}.",
        advice="" if state == HealthState.OK else ADVICE,
        measured=(Measured(metric="clock_offset_seconds", value=ahead, labels={"other": other}),),
    )


def _database_ahead() -> float:
    began = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told: datetime = cursor.fetchone()[0]
    return (told - (began + (timezone.now() - began) / 2)).total_seconds()
