"""Four eyes: the other side confirms a report or asks back; nobody confirms her own."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from agreements.choices import ReportDecision, Side
from agreements.errors import ActionRefused, Outdated
from agreements.models import ReportAnswer
from agreements.tracking.status import TrackedState
from districts.models import Membership
from districts.roles import Role
from tests.scenario import Scenario
from tests.tracking.report_factories import DONE, IMPOSSIBLE, PARTLY, WORKING, owed, reply, say, states

AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
DAY = date(2025, 7, 1)
KEY = "2025-10-01"


def test_the_coordinator_confirms_what_the_district_reports(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-06")
    made = say(duty, DONE, scenario.people["staff"], AT)
    assert states(duty, DAY)[KEY] == TrackedState.WAITING
    told = reply(made, scenario.amira, AT)
    assert (told.side, told.number) == (Side.ASSOCIATION, 1)
    assert states(duty, DAY)[KEY] == TrackedState.DONE
    event = scenario.signed.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["decision"]) == ("report_answered", "confirmed")


def test_the_district_confirms_what_the_coordinator_reports(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-19")
    made = say(duty, DONE, scenario.amira, AT)
    for who in ("coordinator", "observer", "neighbour", "admin"):
        with pytest.raises(ActionRefused):
            reply(made, scenario.people[who], AT)
    assert reply(made, scenario.people["lead"], AT).side == Side.DISTRICT


def test_a_question_stays_open_until_a_new_report(scenario: Scenario) -> None:
    duty, bogdan = owed(scenario.signed, "O-06"), scenario.people["staff"]
    made = say(duty, DONE, bogdan, AT)
    with pytest.raises(ActionRefused, match="was Sie wissen möchten"):
        reply(made, scenario.amira, AT, question=" ")
    reply(made, scenario.amira, AT, question="Wo liegt sie?")
    assert states(duty, DAY)[KEY] == TrackedState.ASKED_BACK
    assert states(duty, date(2026, 7, 1))[KEY] == TrackedState.ASKED_BACK
    second = say(duty, DONE, bogdan, AT, remark="Im Intranet.")
    assert states(duty, DAY)[KEY] == TrackedState.WAITING
    with pytest.raises(ActionRefused, match="neuere Meldung"):
        reply(made, scenario.amira, AT)
    reply(second, scenario.amira, AT)
    assert states(duty, DAY)[KEY] == TrackedState.DONE


def test_a_confirmation_can_be_taken_up_again(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-06")
    made = say(duty, IMPOSSIBLE, scenario.people["staff"], AT, remark="Das Amt ist aufgelöst.")
    reply(made, scenario.amira, AT)
    assert states(duty, DAY)[KEY] == TrackedState.IMPOSSIBLE
    with pytest.raises(Outdated):
        reply(made, scenario.amira, AT, question="Doch noch einmal?", seen=0)
    reply(made, scenario.amira, AT, question="Doch noch einmal?", seen=1)
    assert states(duty, DAY)[KEY] == TrackedState.ASKED_BACK


def test_what_is_only_partly_done_stays_owed_even_when_confirmed(scenario: Scenario) -> None:
    duty = owed(scenario.signed, "O-06")
    reply(say(duty, PARTLY, scenario.people["staff"], AT, remark="Zwei Kapitel fehlen."), scenario.amira, AT)
    assert states(duty, date(2025, 10, 1))[KEY] == TrackedState.DUE
    assert states(duty, date(2025, 10, 2))[KEY] == TrackedState.OVERDUE


def test_work_in_progress_is_not_confirmed_but_may_be_asked_about(scenario: Scenario) -> None:
    made = say(owed(scenario.signed, "O-06"), WORKING, scenario.people["staff"], AT)
    with pytest.raises(ActionRefused, match="Zwischenstand"):
        reply(made, scenario.amira, AT)
    reply(made, scenario.amira, AT, question="Wann ist es so weit?")


def test_nobody_confirms_her_own_report_not_even_with_both_roles(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    made = say(owed(scenario.signed, "O-25"), DONE, bogdan, AT)
    Membership.objects.create(user=bogdan, role=Role.COORDINATOR)
    with pytest.raises(ActionRefused, match="Die eigene Meldung"):
        reply(made, bogdan, AT)
    with pytest.raises(ActionRefused, match="kommt vom Bezirk"):
        reply(made, scenario.people["lead"], AT)


def test_the_database_refuses_it_too(scenario: Scenario) -> None:
    bogdan, amira = scenario.people["staff"], scenario.amira
    made = say(owed(scenario.signed, "O-06"), DONE, bogdan, AT)
    good = {
        "report": made,
        "number": 1,
        "side": Side.ASSOCIATION,
        "decision": ReportDecision.CONFIRMED,
        "answered_at": AT,
        "answered_by": amira,
    }
    for wrong in (
        {"answered_by": bogdan},
        {"side": Side.DISTRICT},
        {"number": 2},
        {"decision": "maybe"},
        {"decision": ReportDecision.ASKED_BACK, "remark": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportAnswer.objects.create(**{**good, **wrong})
    kept = ReportAnswer.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportAnswer.objects.filter(pk=kept.pk).update(decision=ReportDecision.ASKED_BACK)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()
    say(owed(scenario.signed, "O-06"), DONE, bogdan, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportAnswer.objects.create(**{**good, "number": 2})
