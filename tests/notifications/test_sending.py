"""Sending over real SMTP: messages, recorded problems and retries."""

import logging
import socket
from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox_of_django
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Mail
from agreements.notifications import sending
from agreements.notifications.letter import Letter
from agreements.notifications.message import body, header, message_of
from agreements.notifications.queries import MAX_AGE, due_at, sendable
from agreements.retries import pause
from districts.models import User
from tests import factories
from tests.due import send_what_is_due
from tests.notifications.server import MailServer, words
from tests.scenario import Scenario
from tests.signing.delegates import declined

AT = factories.SIGNED_AT
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def queue_one(scenario: Scenario) -> Mail:
    """Queue one e-mail to the district's head."""
    declined(scenario.signing, scenario.amira)
    Mail.objects.exclude(person=scenario.people["lead"], event__kind="signature_declined").delete()
    return Mail.objects.get()


def test_an_e_mail_arrives_over_smtp(reached: Scenario, server: MailServer) -> None:
    lead = reached.people["lead"]
    lead.first_name, lead.last_name = "Gülşah 🌻", "Groß-Ołowska"
    lead.save()
    User.objects.filter(pk=reached.amira.pk).update(office_phone="030 90295-17")
    due_mail = queue_one(reached)
    assert send_what_is_due(at=AT) == [due_mail.pk]
    (arrived,) = server.mails
    assert arrived["To"] == "lead@example.org"
    assert arrived["Subject"] == f"{reached.signing.agreement}: Unterzeichnung abgelehnt"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    text = words(arrived)
    assert "Guten Tag Gülşah 🌻 Groß-Ołowska," in text
    assert "Rosa Rathaus hat am 10.03.2025 abgelehnt, Fassung 1 zu unterzeichnen." in text
    assert f"/vertraege/{reached.signing.agreement_id}/" in text
    whom = "zuständige Koordination, Telefon 030 90295-17, coordinator@example.org"
    assert f"{reached.amira}, {whom}" in " ".join(text.split())
    assert "Stellenanteil" not in text, "the reason is told on the page"
    due_mail.refresh_from_db()
    assert (due_mail.sent_at, due_mail.tries) == (AT, 0)
    assert send_what_is_due(at=AT + timedelta(days=1)) == []
    assert len(server.taken) == 1


def test_a_server_that_does_not_answer_is_seen_and_tried_again(reached: Scenario, server: MailServer) -> None:
    declined(reached.signing, reached.amira)
    with socket.socket() as shut:
        shut.bind(("127.0.0.1", 0))
        with override_settings(EMAIL_PORT=shut.getsockname()[1]):
            assert send_what_is_due(at=AT) == []
    due_mail = list(sendable())
    assert {(mail.problem, mail.tries) for mail in due_mail} == {(sending.SILENT, 1)}
    assert {due_at(mail) for mail in due_mail} == {AT + pause(1)}
    assert send_what_is_due(at=AT + timedelta(seconds=59)) == []
    assert len(send_what_is_due(at=AT + pause(1))) == len(due_mail) == len(server.taken)


def test_a_server_that_hangs_is_given_up_and_each_e_mail_is_sent_once(
    reached: Scenario, server: MailServer
) -> None:
    declined(reached.signing, reached.amira)
    with (
        socket.create_server(("127.0.0.1", 0)) as hanging,  # it takes the call and says nothing
        override_settings(EMAIL_PORT=hanging.getsockname()[1], EMAIL_TIMEOUT=0.5),
    ):
        assert send_what_is_due(at=AT) == []
    due_mail = list(sendable())
    assert {(mail.problem, mail.tries) for mail in due_mail} == {(sending.SILENT, 1)}
    assert len(send_what_is_due(at=AT + pause(1))) == len(due_mail) == len(server.taken)
    assert send_what_is_due(at=AT + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("refusal", "problem"),
    [
        ({"on_rcpt": "550 lead@example.org unknown"}, sending.REFUSED_ADDRESS),
        ({"answer": "554 lead@example.org is on a list"}, sending.REFUSED),
    ],
)
def test_a_refusal_is_told_without_the_address(
    refusal: dict[str, str],
    problem: str,
    reached: Scenario,
    server: MailServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    due_mail = queue_one(reached)
    for name, value in refusal.items():
        setattr(server, name, value)
    with caplog.at_level(logging.DEBUG):
        assert send_what_is_due(at=AT) == []
    due_mail.refresh_from_db()
    assert (due_mail.problem, due_mail.sent_at) == (problem, None)
    assert f"mail {due_mail.pk} was not sent" in caplog.text
    ours = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "lead@example.org" not in ours, "the test's own server may say it"
    assert str(reached.people["lead"]) not in ours


def test_pauses_double(reached: Scenario) -> None:
    due_mail = queue_one(reached)
    moments = []
    for tries in range(1, 12):
        due_mail.tries, due_mail.tried_at = tries, AT
        moments.append((due_at(due_mail) - AT) // timedelta(minutes=1))
    assert moments == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_without_a_server_nothing_is_tried_and_nothing_lost(reached: Scenario) -> None:
    due_mail = queue_one(reached)
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST=""):
        assert send_what_is_due(at=AT) == []
    due_mail.refresh_from_db()
    assert (due_mail.tries, due_mail.problem) == (0, "")
    assert send_what_is_due(at=AT) == [due_mail.pk]
    assert len(outbox_of_django.outbox) == 1


@pytest.mark.parametrize("change", ["old news", "no address", "no account"])
def test_what_reaches_nobody_is_overtaken_and_says_so(
    change: str, reached: Scenario, server: MailServer
) -> None:
    due_mail, lead, at = queue_one(reached), reached.people["lead"], AT
    if change == "old news":
        at = AT + MAX_AGE + timedelta(seconds=1)
    elif change == "no address":
        lead.email = ""
    else:
        lead.is_active = False
    lead.save()
    assert send_what_is_due(at=at) == []
    due_mail.refresh_from_db()
    assert (due_mail.dropped_at, due_mail.sent_at) == (at, None)
    assert server.taken == []


nasty = st.text(max_size=300) | st.sampled_from(
    ["a\r\nBcc: mallory@example.org", "a\nb", "a\u2028b", "a\x00b", "\u202egnirts", "ß" * 300]
)


@given(nasty, nasty)
def test_no_text_gets_into_the_headers(subject: str, name: str) -> None:
    letter = Letter(
        address="rosa@example.org",
        name=name,
        subject=subject,
        paragraphs=("Es ist etwas geschehen.",),
        link_words="Zur Seite:",
        link="http://127.0.0.1/",
        why="beteiligt sind",
        contact=name,
    )
    message = message_of(Mail(pk=1, queued_at=datetime.fromtimestamp(0, tz=AT.tzinfo)), letter).message()
    ours = {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"}
    assert {*message.keys()} == ours | {"Content-Type", "MIME-Version"}
    assert message["To"] == "rosa@example.org"
    assert len(header(subject)) <= 150
    assert body(letter).splitlines()[0].startswith("Guten Tag")
