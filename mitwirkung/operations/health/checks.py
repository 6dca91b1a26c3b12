"""All checks, one after the other; one that fails by itself is a finding, too."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from mitwirkung.operations.health.backups import backup_checks
from mitwirkung.operations.health.certificates import trust_list_checks
from mitwirkung.operations.health.clock import clock_checks
from mitwirkung.operations.health.database import database_check
from mitwirkung.operations.health.disk import disk_checks, files_check
from mitwirkung.operations.health.mail import mail_check
from mitwirkung.operations.health.result import HealthCheck, HealthState
from mitwirkung.operations.health.services import service_checks
from mitwirkung.operations.health.workers import worker_checks

LOG = logging.getLogger(__name__)
Checks = Callable[[], Iterable[HealthCheck]]


def health_checks(*, at: datetime) -> tuple[HealthCheck, ...]:
    """Return everything that was looked at; without its database only what needs none."""
    database = database_check()
    needing_it: dict[str, Checks] = {
        "workers": lambda: worker_checks(at=at),
        "mail": lambda: [mail_check(at=at)],
        "services": lambda: service_checks(at=at),
        "backups": lambda: backup_checks(at=at),
        "clock": clock_checks,
    }
    others: dict[str, Checks] = {
        "files": lambda: [files_check()],
        "disk": disk_checks,
        "trust": lambda: trust_list_checks(at=at),
    }
    chosen = others if database.is_red else needing_it | others
    return (database, *(check for name, checks in chosen.items() for check in _checked(name, checks)))


def _checked(name: str, checks: Checks) -> Iterator[HealthCheck]:
    try:
        yield from checks()
    except Exception as error:
        LOG.exception("the check %s failed", name)
        yield HealthCheck(
            key=f"check_{name}",
            name=f"Prüfung „{name}“",
            state=HealthState.RED,
            sentence=f"Die Prüfung selbst ist gescheitert ({type(error).__name__}).",
            advice="Näheres steht im Protokoll des Servers.",
        )
