"""Days that are due before a contract is signed: the end of a Mitzeichnung, and of a term of office without a signature."""

from datetime import date, timedelta

from django.urls import reverse

from agreements.choices import Side, Status
from agreements.drafting.clearance.actions import open_round
from agreements.mail_topics import Topic
from agreements.models import Reminder
from tests import factories
from tests.invariants.attempts import sql
from tests.notifications.server import MailServer, words
from tests.reminders.year import received, work_on
from tests.scenario import Scenario

DUE = factories.FROZEN_AT.date() + timedelta(days=9)


def test_the_district_is_reminded_of_a_mitzeichnung(reached: Scenario, server: MailServer) -> None:
    review = reached.contracts[Status.REVIEW]
    opened = open_round(
        review, offices=[], names=["Rechtsamt"], due_on=DUE, by=reached.amira, at=factories.FROZEN_AT
    )
    work_on(DUE)
    mail = received(server, reached.people["staff"])[-1]
    assert "Frist der Mitzeichnung" in words(mail)
    assert reverse("clearance_detail", args=[review.pk]) in words(mail)
    assert not Reminder.objects.filter(topic=Topic.CLEARANCE, person=reached.amira).exists()
    assert opened.requests.count() == 1


def test_both_sides_are_reminded_of_a_term_of_office_that_ends_before_the_signature(
    reached: Scenario,
) -> None:
    person = reached.signing.signatories.get(side=Side.DISTRICT)
    ends = date(2025, 4, 30)
    sql("SET LOCAL session_replication_role = replica")
    type(person).objects.filter(pk=person.pk).update(office_ends_on=ends)
    sql("SET LOCAL session_replication_role = origin")
    work_on(ends - timedelta(days=30))
    found = Reminder.objects.filter(topic=Topic.AUTHORITY)
    names = ("coordinator", "staff", "lead")
    assert set(found.values_list("person", flat=True)) == {reached.people[name].pk for name in names}
    factories.sign(reached.signing, Side.DISTRICT, reached.amira)
    work_on(ends)
    assert not found.filter(step=0).exists()
