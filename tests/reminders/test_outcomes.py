"""The Versandprotokoll by what became of each reminder: exactly one outcome each, with the words of its row."""

from datetime import date

from django.urls import reverse

from agreements.models import Bounce, Mail, Reminder
from agreements.models.reminder import NotSent
from agreements.reminders.actions import write_reminders
from agreements.reminders.outcomes import ReminderOutcome
from agreements.reminders.presenters import ledger_row
from agreements.reminders.queries import ledger
from tests.page import read
from tests.reminders.year import seven
from tests.scenario import Scenario

DAY = date(2025, 9, 10)
WORDS = {
    ReminderOutcome.SENT: "gesendet ",
    ReminderOutcome.PENDING: "noch nicht gesendet",
    ReminderOutcome.BOUNCED: "zurückgekommen",
    ReminderOutcome.NOT_SENT: "nicht gesendet:",
}


def test_each_reminder_has_exactly_one_outcome_and_its_row_says_it(reached: Scenario) -> None:
    staff = reached.people["staff"]
    write_reminders(at=seven(DAY))
    Reminder.objects.filter(person=staff, step=0).update(not_sent=NotSent.SETTLED)
    Mail.objects.filter(person=staff).update(sent_at=seven(DAY))
    Mail.objects.filter(person=reached.people["lead"]).update(sent_at=seven(DAY))
    gone = Mail.objects.get(person=reached.people["lead"])
    Bounce.objects.create(mail=gone, address="lead@example.org", status="5.1.1", received_at=seven(DAY))
    found = {outcome: list(ledger(reached.amira, outcome)) for outcome in ReminderOutcome}
    assert all(found.values())
    assert sorted(row.pk for rows in found.values() for row in rows) == sorted(
        ledger(reached.amira).values_list("pk", flat=True)
    )
    for outcome, rows in found.items():
        assert {ledger_row(row).outcome.startswith(WORDS[outcome]) for row in rows} == {True}, outcome
    Mail.objects.filter(sent_at=None).update(dropped_at=seven(DAY))
    assert not ledger(reached.amira, ReminderOutcome.PENDING).exists()


def test_the_address_filters_and_what_it_does_not_know_filters_nothing(reached: Scenario) -> None:
    write_reminders(at=seven(DAY))
    browser, here = reached.browser("coordinator"), reverse("reminder_ledger")
    assert "noch nicht gesendet" in read(browser.get(f"{here}?stand=offen")).text
    assert "Mit dieser Auswahl gibt es keine" in read(browser.get(f"{here}?stand=zurueck")).text
    assert "noch nicht gesendet" in read(browser.get(f"{here}?stand=%00x")).text
