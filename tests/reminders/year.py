"""Walks through days as the worker does, and reads what arrives at a mail server."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from agreements.reminders.actions import write_reminders
from districts.models import User
from tests.due import send_what_is_due
from tests.notifications.server import MailServer, words

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def seven(day: date) -> datetime:
    """Return seven o'clock in Berlin."""
    return datetime.combine(day, time(7), tzinfo=BERLIN).astimezone(UTC)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def work_on(day: date) -> int | None:
    """Remind and send, as the worker does at seven."""
    lines = write_reminders(at=seven(day))
    send_what_is_due(at=seven(day))
    return lines


def received(server: MailServer, person: User) -> list[EmailMessage]:
    return [mail for mail in server.mails if mail["To"] == person.email]


def said(mails: list[EmailMessage]) -> list[str]:
    """Return the lines of e-mails, each with the day before it in which it was said."""
    return [
        line.removeprefix("- ")
        for mail in mails
        for line in words(mail).splitlines()
        if line.startswith("- ") and not re.match(r"-- ?$", line)
    ]
