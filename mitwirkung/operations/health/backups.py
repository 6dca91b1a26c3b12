"""Whether there is a fresh backup, and whether one was proved by restoring it."""

from datetime import datetime

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
    last_run = BackupRun.objects.order_by("ended_at").last()
    good_run = BackupRun.objects.filter(problem="").order_by("ended_at").last()
    last_proof = RestoreProof.objects.order_by("proved_at").last()
    good_proof = RestoreProof.objects.filter(problem="").order_by("proved_at").last()
    return [
        _check(
            key="backup",
            name="Datensicherung",
            last=(last_run.ended_at, last_run.problem) if last_run else None,
            good_at=good_run.ended_at if good_run else None,
            limits=BACKUP,
            advice=MAKE,
            at=at,
        ),
        _check(
            key="proof",
            name="Probe der Datensicherung",
            last=(last_proof.proved_at, last_proof.problem) if last_proof else None,
            good_at=good_proof.proved_at if good_proof else None,
            limits=PROOF,
            advice=PROVE,
            at=at,
        ),
    ]


def _check(
    *,
    key: str,
    name: str,
    last: tuple[datetime, str] | None,
    good_at: datetime | None,
    limits: dict[str, float],
    advice: str,
    at: datetime,
) -> HealthCheck:
    age = (at - good_at).total_seconds() if good_at else float("inf")
    state = state_above(age, **limits)
    problem = last[1] if last else ""
    if last and problem:
        sentence = f"Die letzte ist am {day_and_time(last[0])} gescheitert: {problem}"
        state = HealthState.RED
    elif good_at is None:
        sentence = "Es gibt noch keine."
    else:
        sentence = f"Die letzte ist vom {day_and_time(good_at)}, vor {span_words(age)}."
    return HealthCheck(
        key=key,
        name=name,
        state=state,
        sentence=sentence,
        advice="" if state == HealthState.OK else advice,
        measured=(Measured(metric=f"{key}_age_seconds", value=age),),
    )
