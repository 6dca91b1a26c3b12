"""The findings as Prometheus reads them. Computed for each request, so that any process gives the same answer."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from mitwirkung.operations.health.result import HealthCheck, Measured

PREFIX = "mitwirkung"
HELP = {
    "unapplied_migrations": "Migrations that the database lacks",
    "disk_free_bytes": "Free space of a disk",
    "disk_size_bytes": "Size of a disk",
    "queue_idle_seconds": "Time since a worker took a job from a queue",
    "waiting": "Rows that wait for a worker",
    "oldest_waiting_seconds": "How long the oldest of them has been waiting",
    "mails_held_up": "E-mails that could not be sent so far",
    "certificate_days_left": "Days until a certificate expires, the first of a list",
    "backup_age_seconds": "Time since the last good backup",
    "proof_age_seconds": "Time since a backup was last restored and proved",
    "clock_offset_seconds": "How far another clock is ahead of ours",
    "check_state": "0 well, 1 soon to do, 2 red",
}


def metrics(checks: Iterable[HealthCheck]) -> bytes:
    """Return the text format of Prometheus."""
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    for one in _all(checks):
        if one.metric not in gauges:
            gauges[one.metric] = Gauge(
                f"{PREFIX}_{one.metric}", HELP[one.metric], sorted(one.labels), registry=registry
            )
        gauge = gauges[one.metric]
        (gauge.labels(**one.labels) if one.labels else gauge).set(one.value)
    return generate_latest(registry)


def _all(checks: Iterable[HealthCheck]) -> Iterable[Measured]:
    for check in checks:
        yield Measured(metric="check_state", value=check.state.value, labels={"check": check.key})
        yield from check.measured
