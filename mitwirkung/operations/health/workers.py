"""Whether somebody works in the background, and what waits how long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.db.models.functions import Coalesce

from agreements.files import scanner
from agreements.job_choices import Queue
from agreements.job_queue import ALIVE
from agreements.models import Evidence, FreezeRequest, Heartbeat
from agreements.notifications.queries import unsent
from agreements.sealing.queries import outstanding
from agreements.spreadsheets.actions import open_imports
from agreements.tracking.evidence.malware import unchecked_files
from mitwirkung.operations.health.result import (
    HealthCheck,
    HealthState,
    Measured,
    day_and_time,
    span_words,
    state_above,
)

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
START = (
    "Den Dienst starten (systemctl restart 'mitwirkung-worker-*') und sein Protokoll lesen (journalctl -u)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many of a kind wait for a worker, and since when the oldest; from `warn` and `red` seconds on it is too long."""

    kind: str
    name: str
    number: int
    oldest: datetime | None
    warn: float
    red: float


def worker_checks(*, at: datetime) -> list[HealthCheck]:
    rows = list(Heartbeat.objects.all())
    queues = [queue_check(queue, [row for row in rows if row.queue == queue], at) for queue in Queue]
    return [*queues, *missing_workers(rows, at), *(waiting_check(one, at) for one in waiting())]


def queue_check(queue: Queue, rows: Iterable[Heartbeat], at: datetime) -> HealthCheck:
    """Say whether somebody has taken a job from a queue within the last minute."""
    last = max((row.beat_at for row in rows if row.beat_at), default=None)
    works = last is not None and last > at - ALIVE
    if works:
        sentence = "Der Dienst im Hintergrund arbeitet."
    elif last is None:
        sentence = "Daran hat noch nie ein Dienst im Hintergrund gearbeitet. Was zu tun ist, wartet und geht nicht verloren."
    else:
        sentence = f"Seit {day_and_time(last)} arbeitet niemand daran. Was zu tun ist, wartet und geht nicht verloren."
    age = (at - last).total_seconds() if last else float("inf")
    return HealthCheck(
        key=f"queue_{queue}",
        name=f"Dienst: {queue.label}",
        state=HealthState.OK if works else HealthState.RED,
        sentence=sentence,
        advice="" if works else START,
        measured=(Measured(metric="queue_idle_seconds", value=age, labels={"queue": queue}),),
    )


def missing_workers(rows: Iterable[Heartbeat], at: datetime) -> Iterator[HealthCheck]:
    """Name each worker that is not seen any more and has not said that it ends: stopped, frozen or killed."""
    by_worker: dict[str, list[Heartbeat]] = defaultdict(list)
    for row in rows:
        by_worker[row.worker].append(row)
    for worker, its in sorted(by_worker.items()):
        seen = max(row.seen_at for row in its)
        if seen <= at - ALIVE:
            queues = ", ".join(row.get_queue_display() for row in its)
            yield HealthCheck(
                key=f"worker_{worker}",
                name=f"Dienst auf {worker or 'einem Rechner ohne Namen'}",
                state=HealthState.RED,
                sentence=f"Er hat sich zuletzt am {day_and_time(seen)} gemeldet ({queues}): angehalten oder abgestürzt.",
                advice="Neu starten, oder, wenn es ihn nicht mehr gibt, einen Tag warten. Was er begonnen hatte, übernimmt "
                "ein anderer Dienst nach ein bis zwei Minuten.",
            )


def waiting_check(one: Waiting, at: datetime) -> HealthCheck:
    seconds = max((at - one.oldest).total_seconds(), 0.0) if one.oldest else 0.0
    state = state_above(seconds, warn=one.warn, red=one.red) if one.number else HealthState.OK
    labels = {"kind": one.kind}
    return HealthCheck(
        key=f"waiting_{one.kind}",
        name=f"Wartend: {one.name}",
        state=state,
        sentence=f"Es warten {one.number}, am längsten seit {span_words(seconds)}."
        if one.number
        else "Nichts wartet.",
        advice="Bei der Sache selbst steht, was fehlte. Arbeitet der Dienst und antworten die anderen Programme?"
        if state != HealthState.OK
        else "",
        measured=(
            Measured(metric="waiting", value=one.number, labels=labels),
            Measured(metric="oldest_waiting_seconds", value=seconds, labels=labels),
        ),
    )


def waiting() -> Iterator[Waiting]:
    """Yield what waits, by kind, in a fixed number of queries."""
    asked = FreezeRequest.objects.filter(ended_at=None).aggregate(number=Count("pk"), oldest=Min("asked_at"))
    yield Waiting(kind="freeze", name="Zeichnungsfassungen", **asked, warn=10 * MINUTE, red=HOUR)
    seals = [row.since for row in outstanding()]
    yield Waiting(
        kind="seal", name="Siegel", number=len(seals), oldest=min(seals, default=None), warn=HOUR, red=DAY
    )
    mails = unsent().aggregate(number=Count("pk"), oldest=Min("queued_at"))
    yield Waiting(kind="mail", name="E-Mails", **mails, warn=15 * MINUTE, red=HOUR)
    tables = open_imports().aggregate(number=Count("pk"), oldest=Min(Coalesce("confirmed_at", "uploaded_at")))
    yield Waiting(kind="table", name="Tabellen", **tables, warn=15 * MINUTE, red=HOUR)
    if scanner.is_set_up():
        files = Evidence.objects.filter(file__in=unchecked_files()).aggregate(
            number=Count("file", distinct=True), oldest=Min("added_at")
        )
        yield Waiting(kind="malware", name="Prüfung auf Viren", **files, warn=HOUR, red=DAY)
