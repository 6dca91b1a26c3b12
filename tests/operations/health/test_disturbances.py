"""What is wrong is red, with a sentence and what to do; what is well is not."""

import errno
import re
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from pyhanko.sign.timestamps import DummyTimeStamper

from agreements.errors import DiskFull, FilesUnreachable
from agreements.files import store
from agreements.files.scanner_check import check_scanner
from agreements.job_choices import Queue
from agreements.models import Heartbeat, Mail, ServiceCheck
from agreements.sealing.service_check import check_seal
from mitwirkung.operations.health import checks, disk, workers
from mitwirkung.operations.health.clock import clock_check
from mitwirkung.operations.health.disk import GIGABYTE, Space, space_check
from mitwirkung.operations.health.result import HealthState, span_words
from mitwirkung.operations.health.workers import Waiting, waiting_check
from tests.due import freeze_what_is_due, send_what_is_due
from tests.jobs.test_queue import asked, queue_mail
from tests.notifications.server import mail_server
from tests.operations.health.well import backed_up, found, proved, red, trusted, worked
from tests.ports import free_port
from tests.project.test_public_pages import database_at
from tests.scenario import Scenario
from tests.sealing.association import SealSetup, write_key
from tests.signing.pki import entity
from tests.signing.signer import store as certificate_store

OK, WARN, RED = HealthState.OK, HealthState.WARN, HealthState.RED
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_nothing_is_red_where_all_is_well(well: datetime) -> None:
    assert red(at=well) == set()
    out = StringIO()
    call_command("health", stdout=out)
    assert "in Ordnung: Datenbank: Die Datenbank antwortet und passt zum Programm." in out.getvalue()
    assert "gestört" not in out.getvalue().casefold()


def test_a_stopped_worker_is_red_after_a_minute(well: datetime) -> None:
    later = well + MINUTE
    assert red(at=later - timedelta(seconds=1)) == set()
    assert red(at=later) == {*(f"queue_{queue}" for queue in Queue), "worker_rechner-1"}
    assert "arbeitet niemand daran" in found("queue_mail", at=later).sentence
    assert "angehalten oder abgestürzt" in found("worker_rechner-1", at=later).sentence


def test_one_of_two_workers_is_missed_though_the_other_works(well: datetime) -> None:
    later = well + MINUTE
    worked(later, worker="rechner-2")
    assert red(at=later) == {"worker_rechner-1"}
    check = found("worker_rechner-1", at=later)
    assert "E-Mails, Zeichnungsfassungen" in check.sentence
    assert "Neu starten" in check.advice


def test_a_worker_that_lives_but_takes_nothing_is_red_in_its_queue(well: datetime) -> None:
    Heartbeat.objects.update(seen_at=well + HOUR)
    assert red(at=well + HOUR) == {f"queue_{queue}" for queue in Queue}


def test_a_queue_nobody_ever_worked_on_is_red(well: datetime) -> None:
    Heartbeat.objects.filter(queue=Queue.SEAL).delete()
    assert red(at=well) == {"queue_seal"}
    assert "noch nie" in found("queue_seal", at=well).sentence


def test_what_waits_too_long_is_told_by_kind(scenario: Scenario, well: datetime) -> None:
    request = asked(scenario)
    queue_mail(scenario)
    for kind, minutes in (("freeze", 60), ("mail", 60), ("seal", 24 * 60)):
        worked(well + minutes * MINUTE)
        check = found(f"waiting_{kind}", at=well + minutes * MINUTE + MINUTE)
        assert (check.state, "Es warten" in check.sentence) == (RED, True), kind
    freeze_what_is_due(at=request.asked_at)
    assert found("waiting_freeze", at=well + DAY).sentence == "Nichts wartet."
    assert found("waiting_table", at=well + DAY).state == OK


@pytest.mark.parametrize(
    ("seconds", "number", "state"),
    [(0, 0, OK), (9, 1, OK), (10, 1, WARN), (99, 1, WARN), (100, 2, RED), (-50, 1, OK), (10**6, 0, OK)],
)
def test_how_long_is_too_long(now: datetime, seconds: int, number: int, state: HealthState) -> None:
    one = Waiting(
        kind="x", name="X", number=number, oldest=now - timedelta(seconds=seconds), warn=10, red=100
    )
    assert waiting_check(one, now).state == state


@pytest.mark.parametrize(("free", "state"), [(5.0, OK), (4.99, WARN), (1.0, WARN), (0.99, RED), (0.0, RED)])
def test_a_full_disk_is_red(free: float, state: HealthState) -> None:
    check = space_check(Space("files", int(free * GIGABYTE), 50 * GIGABYTE))
    assert check.state == state
    assert "von 50,0 GB" in check.sentence
    assert bool(check.advice) == (state != OK)


def test_a_disk_is_measured_once(well: datetime) -> None:
    with override_settings(S3_BUCKET="elsewhere"):
        assert "files" not in {space.place for space in disk.spaces()}
    assert next(disk.spaces()).place == "files"


def test_a_folder_that_cannot_be_written_is_red(well: datetime, client: Client) -> None:
    with override_settings(FILES_ROOT="/sys/mitwirkung"):  # not even root may
        check = found("files", at=well)
        assert client.get("/bereit/").status_code == 503
    assert check.state == RED
    assert "lässt sich nicht schreiben (Operation not permitted)" in check.sentence
    assert "schreibgeschützt" in check.advice


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DiskFull(), "Der Datenträger der Dateien ist voll."),
        (FilesUnreachable(), "Die Ablage der Dateien antwortet nicht."),
        (store.DamagedFileError("?"), "Eine Probe kam verändert zurück."),
        (OSError(errno.EROFS, "Read-only file system"), "nicht schreiben (Read-only file system)"),
    ],
)
def test_every_way_in_which_files_cannot_be_kept_has_its_sentence(
    well: datetime, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(store, "check_writable", fail)
    check = found("files", at=well)
    assert (check.state, words in check.sentence, bool(check.advice)) == (RED, True, True)


def test_mails_that_cannot_be_sent_are_red(scenario: Scenario, well: datetime) -> None:
    queue_mail(scenario)
    with override_settings(
        EMAIL_PORT=free_port(), EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"
    ):
        send_what_is_due(at=well + MINUTE)
    assert found("mail", at=well + MINUTE).state == OK
    check = found("mail", at=well + HOUR)
    assert check.state == RED
    assert "Der E-Mail-Server antwortet nicht." in check.sentence
    with mail_server() as server, override_settings(**server.settings):
        Mail.objects.update(tried_at=None)
        send_what_is_due(at=well + MINUTE)
    assert found("mail", at=well + HOUR).sentence == "Alle E-Mails gehen hinaus."


@override_settings(EMAIL_HOST="", EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")
def test_mail_that_is_not_set_up_is_red(well: datetime) -> None:
    check = found("mail", at=well)
    assert (check.state, "nicht eingerichtet" in check.sentence) == (RED, True)


@pytest.mark.parametrize(("days", "state"), [(-1, RED), (29, WARN), (31, OK)])
def test_the_certificate_of_the_seal_is_told_before_it_expires(
    well: datetime, seal_setup: SealSetup, tmp_path: Path, days: int, state: HealthState
) -> None:
    seal = entity("MitWirkung", seal_setup.authority, days=(-100, days))
    with override_settings(SEAL_FILE=write_key(tmp_path, seal, seal_setup.authority)):
        check_seal(at=well)
    check = found("seal", at=well)
    assert check.state == state
    assert ("abgelaufen" in check.sentence) == (days < 0)
    assert bool(check.advice) == (state != OK)


@override_settings(SEAL_FILE="", SEAL_MODULE="")
def test_a_seal_that_is_not_there_is_red(well: datetime) -> None:
    check_seal(at=well)
    assert found("seal", at=well).sentence.startswith("Es ist kein Siegel hinterlegt.")
    assert red(at=well) == {"seal"}


def test_a_time_stamp_service_that_is_away_is_red_until_it_is_back(
    well: datetime, seal_setup: SealSetup
) -> None:
    with override_settings(TIME_STAMP_URL=f"http://127.0.0.1:{free_port()}/"):
        check_seal(at=well + HOUR)
        assert ServiceCheck.objects.get(service="time_stamp").problem == "", "it is asked once a day"
        check_seal(at=well + DAY + MINUTE)
    assert red(at=well) == {"time_stamp"}
    assert "Zeitstempeldienst antwortet nicht" in found("time_stamp", at=well).sentence
    check_seal(at=well + DAY + HOUR)  # it was asked again before its next day
    assert red(at=well) == set()


@pytest.mark.parametrize(("days", "state"), [(-1, RED), (10, WARN), (500, OK)])
def test_the_certificate_of_the_time_stamp_service_is_told_before_it_expires(
    well: datetime, seal_setup: SealSetup, days: int, state: HealthState
) -> None:
    ServiceCheck.objects.filter(service="time_stamp").update(expires_at=well + timedelta(days=days, hours=1))
    check = found("time_stamp", at=well)
    assert (check.state, "„Test Zeitstempeldienst" in check.sentence) == (state, True)


def test_a_wrong_clock_is_red(well: datetime, seal_setup: SealSetup) -> None:
    """Our clock is an hour slow beside the service that stamps."""
    ServiceCheck.objects.filter(service="time_stamp").update(checked_at=well - 2 * DAY)
    fast = DummyTimeStamper(
        seal_setup.clock.asn1,
        seal_setup.clock.asn1_key,
        certs_to_embed=certificate_store(seal_setup.times),
        fixed_dt=well + HOUR,
    )
    service = seal_setup.service()
    service.clock = fast
    with service.open() as url, override_settings(TIME_STAMP_URL=url):
        check_seal(at=well)
    assert red(at=well) == {"clock_time_stamp"}
    assert re.search(r"um 3\d{3} Sekunden nach\.", found("clock_time_stamp", at=well).sentence)


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0.5, OK, "gleich"),
        (-30, WARN, "um 30 Sekunden vor."),
        (61, RED, "um 61 Sekunden nach."),
        (-3600, RED, "um 3600 Sekunden vor."),
    ],
)
def test_how_wrong_a_clock_may_be(ahead: float, state: HealthState, words: str) -> None:
    check = clock_check("database", "Uhr", ahead)
    assert (check.state, words in check.sentence) == (state, True)


def test_certificates_in_trust_lists_are_told_before_they_expire(
    well: datetime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(TRUST_ANCHORS=tmp_path):
        assert found("trust", at=well).state == WARN
        trusted(tmp_path, 700)
        assert found("trust_qualifiziert", at=well).state == OK
        trusted(tmp_path, 700, 20)
        assert "gilt noch 19 Tage" in found("trust_qualifiziert", at=well).sentence
        trusted(tmp_path, -2, -3, -4, -5)
        check = found("trust_qualifiziert", at=well)
        assert check.state == RED
        assert (check.sentence.count("abgelaufen"), "Und 2 weitere." in check.sentence) == (3, True)
        (tmp_path / "qualifiziert" / "kaputt.pem").write_text("kein Zertifikat")
        assert "ist kein Zertifikat" in found("trust", at=well).sentence
        assert "qualifiziert/kaputt.pem" in caplog.text
        assert red(at=well) == {"trust"}


def test_a_scanner_that_is_away_is_red(well: datetime) -> None:
    assert found("scanner", at=well).state == WARN
    with override_settings(CLAMD=f"127.0.0.1:{free_port()}"):
        assert found("scanner", at=well).sentence.startswith("Danach hat noch kein Dienst")
        check_scanner(at=well)
        assert red(at=well) == {"scanner"}
        ServiceCheck.objects.filter(service="scanner").update(
            problem="", name="ClamAV", told_at=well - 4 * DAY
        )
        check = found("scanner", at=well)
        assert (check.state, "Signaturen sind vom" in check.sentence) == (WARN, True)
        ServiceCheck.objects.filter(service="scanner").update(told_at=well)
        assert found("scanner", at=well).state == OK


def test_a_backup_and_its_proof_are_missed(well: datetime) -> None:
    states = {hours: found("backup", at=well + hours * HOUR).state for hours in (0, 24, 26, 48, 50)}
    assert list(states.values()) == [OK, OK, WARN, WARN, RED]
    assert [found("proof", at=well + days * DAY).state for days in (0, 33, 35, 70)] == [OK, OK, WARN, RED]


def test_a_failed_backup_and_a_failed_proof_are_red_though_older_ones_were_good(well: datetime) -> None:
    backed_up(well, problem="Das Ziel ist voll.")
    proved(well, problem="Eine Datei fehlt.")
    assert red(at=well) == {"backup", "proof"}
    assert found("backup", at=well).sentence.endswith("gescheitert: Das Ziel ist voll.")
    backed_up(well + MINUTE)
    proved(well + MINUTE)
    assert red(at=well) == set()


@pytest.mark.django_db
def test_no_backup_at_all_is_red(now: datetime) -> None:
    assert {"backup", "proof"} <= red(at=now)
    assert found("backup", at=now).sentence == "Es gibt noch keine."


def test_a_migration_that_is_not_applied_is_red_and_not_ready(well: datetime, client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="agreements").delete()
    check = found("database", at=well)
    assert (check.state, "agreements.0001_initial" in check.sentence) == (RED, True)
    assert "manage.py migrate" in check.advice
    assert client.get("/bereit/").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_rest_is_told(client: Client, now: datetime) -> None:
    with database_at(PORT="1"):
        keys = {check.key for check in checks.health_checks(at=now)}
        assert (client.get("/bereit/").status_code, client.get("/gesund/").status_code) == (503, 200)
        out = StringIO()
        with pytest.raises(CommandError, match=r"Gestört: \d"):
            call_command("health", stdout=out)
    assert {"database", "files"} <= keys
    assert not any(key.startswith("queue") for key in keys)
    assert "GESTÖRT: Datenbank: Die Datenbank antwortet nicht." in out.getvalue()


def test_a_check_that_fails_by_itself_is_red_and_the_others_are_made(
    well: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(workers, "outstanding", fail)
    assert red(at=well) == {"check_workers"}
    assert found("backup", at=well).state == OK


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 Sekunden"),
        (1, "1 Sekunde"),
        (61, "1 Minute"),
        (7300, "2 Stunden"),
        (86400, "1 Tag"),
        (1e6, "11 Tagen"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(seconds: float, words: str) -> None:
    assert span_words(seconds) == words
