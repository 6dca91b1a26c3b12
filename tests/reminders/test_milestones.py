"""Planned milestones with a day: both sides hear of them until they are done or dropped."""

from datetime import date

from django.urls import reverse

from agreements.choices import MilestoneKind
from agreements.drafting.actions.dated_facts import correct_fact, digest, record_fact
from agreements.fact_states import MilestoneState
from agreements.mail_topics import Topic
from agreements.models import Agreement, Milestone, Reminder
from tests import factories
from tests.notifications.server import MailServer, words
from tests.reminders.year import DAY, received, said, work_on
from tests.scenario import Scenario

ON = date(2025, 9, 18)


def planned(scenario: Scenario, agreement: Agreement, day: date = ON) -> Milestone:
    return record_fact(
        Milestone,
        agreement,
        kind=MilestoneKind.EVENT,
        title="Fachtag",
        state=MilestoneState.PLANNED,
        dated=day,
        source="Absprache",
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )


def test_both_sides_are_reminded_of_a_planned_milestone(reached: Scenario, server: MailServer) -> None:
    planned(reached, reached.signed.agreement)
    work_on(ON)
    for person in (reached.people["staff"], reached.amira):
        [mail] = received(server, person)
        line = f"18.09.2025 (heute): Meilenstein „Fachtag“ ({reached.signed.agreement})"
        assert line in said([mail])
        assert reverse("agreement_detail", args=[reached.signed.agreement_id]) in words(mail)
    assert not Reminder.objects.filter(topic=Topic.MILESTONE, person=reached.people["neighbour"]).exists()


def test_a_milestone_that_moves_is_reminded_of_again_and_a_dropped_one_is_not(reached: Scenario) -> None:
    row = planned(reached, reached.signed.agreement)
    own = Reminder.objects.filter(topic=Topic.MILESTONE, person=reached.amira)
    work_on(ON - 7 * DAY)
    correct_fact(row, seen=digest(row), dated=ON + 5 * DAY, by=reached.amira, at=factories.SIGNED_AT)
    work_on(ON - 2 * DAY)
    row.refresh_from_db()
    assert list(own.order_by("pk").values_list("step", "due_on")) == [(7, ON), (7, ON + 5 * DAY)]
    correct_fact(
        row, seen=digest(row), state=MilestoneState.DROPPED, by=reached.amira, at=factories.SIGNED_AT
    )
    work_on(ON + 5 * DAY)
    assert own.count() == 2


def test_of_a_draft_nobody_is_reminded(reached: Scenario) -> None:
    planned(reached, reached.draft.agreement)
    work_on(ON)
    assert not Reminder.objects.filter(topic=Topic.MILESTONE).exists()
