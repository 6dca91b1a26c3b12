"""What the workers were told by seal, time stamp service and scanner (`agreements.service_checks`)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from agreements.files import scanner
from agreements.job_choices import WatchedService
from agreements.models import ServiceCheck
from mitwirkung.operations.health.certificates import Expiring, days_left, expiry_state, expiry_words
from mitwirkung.operations.health.result import HealthCheck, HealthState, day_and_time

OLD_SIGNATURES = timedelta(days=3)
NOT_ASKED = "Danach hat noch kein Dienst im Hintergrund gesehen."
ADVICE = {
    WatchedService.SEAL: "Ein gültiges Siegel hinterlegen (MITWIRKUNG_SEAL_…) und den Dienst neu starten, der siegelt.",
    WatchedService.TIME_STAMP: "Den Zeitstempeldienst, seine Adresse (MITWIRKUNG_TIME_STAMP_URL) und sein Zertifikat prüfen.",
    WatchedService.SCANNER: "clamd starten und MITWIRKUNG_CLAMD prüfen; bis dahin werden Nachweise zurückgehalten.",
}


def service_checks(*, at: datetime) -> Iterator[HealthCheck]:
    rows = {row.service: row for row in ServiceCheck.objects.all()}
    for service in (WatchedService.SEAL, WatchedService.TIME_STAMP):
        yield certificate_check(service, rows.get(service), at)
    yield scanner_check(rows.get(WatchedService.SCANNER), at, is_set_up=scanner.is_set_up())


def certificate_check(service: WatchedService, row: ServiceCheck | None, at: datetime) -> HealthCheck:
    """Say whether seal or time stamp service answered, and until when its certificate holds."""
    if row is None:
        return _check(service, HealthState.WARN, NOT_ASKED, "Den Dienst starten, der siegelt.")
    if row.problem:
        return _check(service, HealthState.RED, row.problem)
    if row.expires_at is None:
        return _check(service, HealthState.OK, "Es hat geantwortet.")
    expiring = Expiring(row.name, row.expires_at)
    days = expiring.days_left(at)
    sentence = f"{expiry_words(expiring, at)} Zuletzt gefragt am {day_and_time(row.checked_at)}."
    return replace(_check(service, expiry_state(days), sentence), measured=(days_left(service, days),))


def scanner_check(row: ServiceCheck | None, at: datetime, *, is_set_up: bool) -> HealthCheck:
    """Say whether the scanner answered, and how old its signatures are."""
    service = WatchedService.SCANNER
    if not is_set_up:
        return _check(
            service,
            HealthState.WARN,
            "Es ist keiner eingerichtet: Uploads werden nicht auf Viren geprüft.",
            "clamav-daemon einrichten und MITWIRKUNG_CLAMD setzen.",
        )
    if row is None:
        return _check(service, HealthState.WARN, NOT_ASKED, "Den Dienst für „laufende Pflege“ starten.")
    if row.problem:
        return _check(service, HealthState.RED, row.problem)
    if row.told_at is not None and row.told_at < at - OLD_SIGNATURES:
        return _check(
            service,
            HealthState.WARN,
            f"Seine Signaturen sind vom {row.told_at:%d.%m.%Y}; neue Viren kennt er nicht.",
            "clamav-freshclam prüfen.",
        )
    return _check(service, HealthState.OK, f"Er antwortet ({row.name}).")


def _check(service: WatchedService, state: HealthState, sentence: str, advice: str = "") -> HealthCheck:
    return HealthCheck(
        key=service,
        name=service.label,
        state=state,
        sentence=sentence,
        advice="" if state == HealthState.OK else advice or ADVICE[service],
    )
