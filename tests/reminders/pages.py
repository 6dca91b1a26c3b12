"""The pages about e-mails, reminders and the calendar, for the tests that walk over all pages."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse

from agreements.mail_topics import Topic
from agreements.reminders.actions import write_reminders
from agreements.reminders.unsubscribing import unsubscribe_path
from tests.scenario import Scenario


def reminder_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the pages about reminders, after a day with some, and what people choose about them and their calendar."""
    write_reminders(at=datetime(2025, 9, 10, 7, 0, tzinfo=UTC))
    for who in ("coordinator", "staff", "observer", "nobody"):
        yield who, reverse("mail_choices")
        yield who, reverse("calendar_account")
    yield "coordinator", reverse("mail_list")
    yield "coordinator", reverse("reminder_ledger")
    yield "coordinator", reverse("reminder_list", args=[scenario.signed.agreement_id])
    yield "stranger", unsubscribe_path(scenario.amira, [Topic.OBLIGATION])
