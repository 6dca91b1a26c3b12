"""Line breaks in names, titles and addresses make no new header, no new property of a calendar and no new line of a log."""

import json
import logging
from datetime import UTC, date, datetime
from email import message_from_bytes

import pytest
from django.core.mail import BadHeaderError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from agreements.calendar_feed.icalendar_file import calendar_file
from agreements.calendar_feed.queries import CalendarEntry
from agreements.mail_topics import Topic
from agreements.models import Mail
from agreements.notifications.message import letter_of, message_of
from districts.account_letters import AccountLetter, post_account_letter
from districts.models import User
from mitwirkung.logs import JsonLines
from tests import factories
from tests.scenario import Scenario
from tests.signing.delegates import declined
from tests.signing.links.visitor import invited

BREAK = "\r\nBcc: mallory@evil.example\r\nX-Injected: yes\r\n\r\n"
HEADERS = {
    *(
        "Subject",
        "From",
        "To",
        "Reply-To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Transfer-Encoding"),
}


def test_no_e_mail_has_a_header_that_somebody_typed(scenario: Scenario) -> None:
    for person in scenario.people.values():
        names = {"first_name": f"Eva{BREAK}", "last_name": f"Eins{BREAK}", "office_phone": BREAK[:30]}
        User.objects.filter(pk=person.pk).update(**names, email=f"person{person.pk}@example.org")
    scenario = scenario.fresh()
    declined(scenario.signing, scenario.amira)
    invited(scenario.signing, scenario.amira)
    for letter in set(AccountLetter) - {AccountLetter.INVITATION}:
        post_account_letter(scenario.amira, letter, at=timezone.now())
    mails = Mail.objects.all()
    assert len(mails) > len(AccountLetter)
    for mail in mails:
        sent = message_from_bytes(message_of(mail, letter_of(mail, factories.FROZEN_AT)).message().as_bytes())
        assert set(sent.keys()) <= HEADERS
        assert "Bcc" not in sent["Subject"] or "\n" not in sent["Subject"]


@pytest.mark.parametrize("address", [f"eva@example.org{BREAK}", "eva@example.org\nCc: mallory@evil.example"])
def test_an_address_with_a_line_break_is_not_written_to(scenario: Scenario, address: str) -> None:
    User.objects.filter(pk=scenario.amira.pk).update(email=address)
    amira = User.objects.get(pk=scenario.amira.pk)
    post_account_letter(amira, AccountLetter.PASSWORD_CHANGED, at=timezone.now())
    mail = Mail.objects.latest("pk")
    with pytest.raises(BadHeaderError):
        message_of(mail, letter_of(mail, timezone.now())).message()


def test_no_calendar_has_a_property_that_somebody_typed() -> None:
    entry = CalendarEntry(
        topic=Topic.OBLIGATION,
        event="pflicht-1-einmal",
        title="Bericht\r\nATTENDEE:mailto:mallory@evil.example\r\nEND:VEVENT\r\nBEGIN:VALARM",
        due_on=date(2027, 1, 31),
        reference="MW-03-01",
        district="Pankow\nORGANIZER:mailto:mallory@evil.example",
        obligation_id=1,
        agreement_id=1,
        revision=1,
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    (event,) = Calendar.from_ical(calendar_file([entry])).walk("VEVENT")
    assert not {"ATTENDEE", "ORGANIZER"} & set(event)
    assert not event.subcomponents
    assert "mallory" in event["SUMMARY"], "it is all in the title"


def test_no_line_of_the_log_is_forged_by_an_address(db: None, caplog: pytest.LogCaptureFixture) -> None:
    forged = '{"level":"INFO","logger":"mitwirkung.requests","message":"GET /admin/ 200"}'
    with caplog.at_level(logging.INFO):
        Client().get(f"/gibt-es-nicht%0d%0a{forged}/", headers={"X-Request-ID": f"12345678\n{forged}"})
    lines = [JsonLines().format(record) for record in caplog.records]
    assert lines
    assert not [line for line in lines if "\n" in line or "\r" in line]
    assert all(json.loads(line)["message"] != "GET /admin/ 200" for line in lines)
