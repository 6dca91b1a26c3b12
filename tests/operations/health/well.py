"""An operation in which nothing is red, to be disturbed by the tests one thing at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings

from agreements.files.scanner_check import check_scanner
from agreements.job_choices import Queue
from agreements.models import Heartbeat
from agreements.sealing.service_check import check_seal
from mitwirkung.models import BackupRun, RestoreProof
from mitwirkung.operations.health.checks import health_checks
from mitwirkung.operations.health.result import HealthCheck
from tests.sealing.association import SealSetup
from tests.signing.pki import entity


def worked(at: datetime, worker: str = "rechner-1") -> None:
    """Let a worker have shown itself in all queues."""
    for queue in Queue:
        Heartbeat.objects.update_or_create(
            worker=worker, queue=queue, defaults={"seen_at": at, "beat_at": at}
        )


def backed_up(at: datetime, problem: str = "") -> BackupRun:
    return BackupRun.objects.create(
        name="sicherung", target="/sicherung", program="1", begun_at=at, ended_at=at, problem=problem
    )


def proved(at: datetime, problem: str = "") -> RestoreProof:
    return RestoreProof.objects.create(
        name="sicherung", source="/sicherung", program="1", proved_at=at, problem=problem
    )


def trusted(folder: Path, *days: int, name: str = "qualifiziert") -> None:
    """Lay certificates into a trust list that expire after some days."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    for number in days:
        certificate = entity(f"Aussteller {number}", authority=True, days=(-400, number)).certificate
        (folder / name / f"{number}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


@contextmanager
def all_well(setup: SealSetup, port: int, at: datetime) -> Iterator[None]:
    """Run seal, time and e-mail server, with a worker, a backup and its proof; the scanner is not set up."""
    worked(at)
    backed_up(at - timedelta(hours=1))
    proved(at - timedelta(days=1))
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    with setup.running(), override_settings(**mail, CLAMD=""):
        check_seal(at=at)
        check_scanner(at=at)
        yield


def found(key: str, *, at: datetime) -> HealthCheck:
    """Return what the check of this name finds."""
    return next(check for check in health_checks(at=at) if check.key == key)


def red(*, at: datetime) -> set[str]:
    return {check.key for check in health_checks(at=at) if check.is_red}
