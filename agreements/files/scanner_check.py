"""Asks the scanner whether it is there and how old its signatures are."""

from datetime import UTC, datetime

from agreements.files import scanner
from agreements.job_choices import WatchedService
from agreements.models import ServiceCheck
from agreements.service_checks import note_check

SILENT = "Der Virenscanner antwortet nicht."


def check_scanner(*, at: datetime) -> None:
    """Write down what the scanner says of itself, nothing if none is set up."""
    if not scanner.is_set_up():
        ServiceCheck.objects.filter(service=WatchedService.SCANNER).delete()
        return
    try:
        version = scanner.version()
    except scanner.ScannerUnreachableError:
        note_check(WatchedService.SCANNER, at=at, problem=SILENT)
        return
    note_check(WatchedService.SCANNER, at=at, name=version, told_at=_signatures_from(version))


def _signatures_from(version: str) -> datetime | None:
    """Return the day of the signatures in an answer such as „ClamAV 1.0.7/27474/Tue Nov 26 09:36:08 2026“."""
    try:
        return datetime.strptime(version.rpartition("/")[2], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None
