"""The admins are told once a day what is red."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connections
from django.test import override_settings

from agreements import jobs
from agreements.job_choices import Queue, RecurringTask
from agreements.models import Heartbeat
from agreements.recurring import due_tasks
from districts.models import User
from districts.roles import Role
from mitwirkung.models import HealthReport
from mitwirkung.operations.health.reports import report_red
from tests.notifications.server import mail_server
from tests.operations.health.well import backed_up, worked
from tests.project.conftest import person

__all__ = ["person"]  # a fixture
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def morning(moment: datetime, hour: int = 9) -> datetime:
    return moment.astimezone(BERLIN).replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def dana(person: Callable[..., User]) -> User:
    dana = person(Role.ADMIN, name="dana")
    dana.email = "dana@example.org"
    dana.save()
    person(Role.COORDINATOR)
    return dana


def test_what_is_red_is_mailed_once_a_day_for_as_long_as_it_is(dana: User, now: datetime) -> None:
    first = morning(now)
    assert report_red(at=first) is not None
    (letter,) = mail.outbox
    assert letter.to == ["dana@example.org"]
    assert "Störungen" in letter.subject
    assert "Datensicherung: Es gibt noch keine." in letter.body
    assert "Was zu tun ist: „manage.py backup“" in letter.body
    assert "/admin/betrieb/" in letter.body
    backed_up(first)  # less is red, and something else
    for hour in (10, 23):
        assert report_red(at=morning(now, hour)) is None
    second = morning(now + DAY)
    report = report_red(at=second)
    assert report is not None
    assert "backup" not in report.red
    assert HealthReport.objects.get(day_on=first.date()).red != report.red
    assert len(mail.outbox) == 2


def test_nobody_is_told_where_nothing_is_red(dana: User, well: datetime) -> None:
    at = morning(well)
    worked(at)
    assert report_red(at=at) is None
    assert not HealthReport.objects.exists()
    Heartbeat.objects.all().delete()
    report = report_red(at=at + timedelta(hours=1))
    assert report is not None
    assert set(report.red) == {f"queue_{queue}" for queue in Queue}


@pytest.mark.parametrize("why", ["night", "no address", "not set up"])
def test_nothing_is_sent_where_nobody_would_read_it(dana: User, now: datetime, why: str) -> None:
    if why == "no address":
        User.objects.update(email="")
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    without = {"EMAIL_BACKEND": smtp, "EMAIL_HOST": ""} if why == "not set up" else {}
    with override_settings(**without):
        assert report_red(at=morning(now, 6 if why == "night" else 9)) is None
    assert not HealthReport.objects.exists()


def test_an_address_that_is_refused_brings_nobody_a_second_letter(
    dana: User, person: Callable[..., User], now: datetime
) -> None:
    wrong = person(Role.ADMIN, name="wanda")
    wrong.email = "wanda@falsch.example"
    wrong.save()
    with mail_server() as server:
        server.unknown.add(wrong.email)
        assert report_red(at=morning(now)) is not None
        assert report_red(at=morning(now)) is None
    (letter,) = server.mails
    assert letter["To"] == "dana@example.org, wanda@falsch.example"


def test_what_the_server_refuses_is_tried_again(
    dana: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def send_messages(self, letters: object) -> int:
            raise SMTPException("away")

    at = morning(now)
    with monkeypatch.context() as patch:
        patch.setattr("mitwirkung.operations.health.reports.get_connection", Refusing)
        with pytest.raises(SMTPException):
            report_red(at=at)
    assert not HealthReport.objects.exists()
    assert report_red(at=at) is not None


def test_a_report_whose_sender_was_killed_is_not_sent_twice(dana: User, now: datetime) -> None:
    HealthReport.objects.create(day_on=morning(now).date(), red=["backup"])
    assert report_red(at=morning(now)) is None
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_report(dana: User, now: datetime) -> None:
    at, together = morning(now), Barrier(2)

    def report() -> None:
        together.wait()
        report_red(at=at)
        connections.close_all()

    threads = [Thread(target=report) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(mail.outbox), HealthReport.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_only_the_worker_that_can_send_is_asked(now: datetime) -> None:
    assert RecurringTask.REPORT_HEALTH in due_tasks(at=now, queue=Queue.MAIL)
    assert due_tasks(at=now, queue=Queue.SEAL) == [RecurringTask.CHECK_SEAL]
    assert RecurringTask.REPORT_HEALTH not in due_tasks(at=now)
    assert jobs.recur(key=RecurringTask.REPORT_HEALTH) == ""
