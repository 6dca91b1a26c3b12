"""E-mails that come back, as mail servers report them."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse

from agreements.models import Bounce, Mail
from agreements.notifications.bounces import record_bounce
from agreements.notifications.message import message_id
from tests import factories
from tests.due import send_what_is_due
from tests.notifications.bounce_reports import WHOLE, report
from tests.notifications.server import MailServer
from tests.page import read
from tests.reminders.year import work_on
from tests.scenario import Scenario
from tests.signing.delegates import granted

AT = factories.SIGNED_AT + timedelta(hours=1)


def sent_mail(reached: Scenario) -> Mail:
    granted(reached.signing, reached.amira)
    send_what_is_due(at=AT)
    return Mail.objects.filter(person=reached.people["lead"], sent_at__isnull=False)[0]


@pytest.mark.parametrize("kind", [WHOLE, "text/rfc822-headers", "text/rfc822-headers; charset=unknown-8bit"])
def test_a_report_finds_its_e_mail_and_counts_once(kind: str, reached: Scenario, server: MailServer) -> None:
    mail = sent_mail(reached)
    for _ in range(2):
        record_bounce(report(message_id(mail), kind=kind), at=AT)
    bounce = Bounce.objects.get()
    assert (bounce.mail, bounce.address, bounce.status) == (mail, "lead@example.org", "5.1.1")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"status": "4.2.2"},
        {"status": "x" * 5000},
        {"identity": "<mail-1-1@localhost>"},
        {"identity": "<mail-999999999999999999-1@localhost>"},
        {"identity": "<other@example.org>"},
    ],
)
def test_what_is_no_permanent_failure_of_ours_changes_nothing(
    change: dict[str, str], reached: Scenario, server: MailServer
) -> None:
    mail = sent_mail(reached)
    assert record_bounce(report(**{"identity": message_id(mail), **change}), at=AT) is None  # type: ignore[arg-type]
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"a" * 2_000_000, b"Content-Type: multipart/report; boundary=b\n\n--b"]
)
def test_anything_else_changes_nothing(raw: bytes, db: None) -> None:
    assert record_bounce(raw, at=AT) is None


def test_who_got_an_e_mail_cannot_report_that_of_another(reached: Scenario, server: MailServer) -> None:
    mail = sent_mail(reached)
    other = Mail.objects.exclude(pk=mail.pk).filter(sent_at__isnull=False, queued_at=mail.queued_at)[0]
    guessed = message_id(mail).replace(f"-{mail.pk}-", f"-{other.pk}-")
    assert record_bounce(report(guessed), at=AT) is None


def test_an_e_mail_that_was_not_sent_yet_cannot_come_back(reached: Scenario) -> None:
    granted(reached.signing, reached.amira)
    assert record_bounce(report(message_id(Mail.objects.all()[0])), at=AT) is None


def test_the_command_reads_stdin_and_the_ledger_says_it_without_the_address(
    reached: Scenario, server: MailServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2025, 9, 10)
    work_on(day)
    mail = Mail.objects.get(person=reached.people["lead"], digest__isnull=False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(report(message_id(mail)))))
    call_command("record_bounce")
    assert capsys.readouterr().out == f"bounced: E-Mail {mail.pk}\n"
    page = read(reached.browser("coordinator").get(reverse("reminder_ledger"))).text
    assert "zurückgekommen (5.1.1)" in page
    assert "lead@example.org" not in page
