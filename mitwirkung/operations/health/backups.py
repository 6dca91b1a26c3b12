"""Whether there is a fresh backup, and whether one was proved by restoring it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mitwirkung.models import BackupRun, RestoreProof
from mitwirkung.operations.health.result import (
    HealthCheck,
    HealthState,
    Measured,
    day_and_time,
    span_words,
    state_above,
)

HOUR, DAY = 3600.0, 86400.0
BACKUP = {"warn": 26 * HOUR, "red": 50 * HOUR}  # a daily one may take its time; two may not be missing
PROOF = {"warn": 35 * DAY, "red": 70 * DAY}  # likewise, of a monthly one
MAKE = "„manage.py backup“ ausführen und den Zeitplan prüfen (systemctl list-timers)."
PROVE = "„manage.py prove_backup“ ausführen und den Zeitplan prüfen (systemctl list-timers)."


def backup_checks(*, at: datetime) -> list[HealthCheck]:
    runs = BackupRun.objects.order_by("ended_at").values_list("ended_at", "problem")
    proofs = RestoreProof.objects.order_by("proved_at").values_list("proved_at", "problem")
    return [
        _check("backup", "Datensicherung", runs, limits=BACKUP, advice=MAKE, at=at),
        _check("proof", "Probe der Datensicherung", proofs, limits=PROOF, advice=PROVE, at=at),
    ]


def _check(
    key: str,
    name: str,
    attempts: QuerySet[Any, tuple[datetime, str]],
    *,
    limits: dict[str, float],
    advice: str,
    at: datetime,
) -> HealthCheck:
    """Judge by the last of the attempts, each with its moment and problem, and by the last that went well."""
    last, good = attempts.last(), attempts.filter(problem="").last()
    age = (at - good[0]).total_seconds() if good else float("inf")
    state = state_above(age, **limits)
    if last is None:
        sentence = "Es gibt noch keine."
    elif last == good:
        sentence = f"Die letzte ist vom {day_and_time(last[0])}, vor {span_words(age)}."
    else:
        sentence = f"Die letzte ist am {day_and_time(last[0])} gescheitert: {last[1]}"
        state = HealthState.RED
    return HealthCheck(
        key=key,
        name=name,
        state=state,
        sentence=sentence,
        advice="" if state == HealthState.OK else advice,
        measured=(Measured(metric=f"{key}_age_seconds", value=age),),
    )
