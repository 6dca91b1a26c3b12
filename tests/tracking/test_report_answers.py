"""Answers: the other side confirms a report or asks back; nobody confirms her own."""

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
from tests.tracking.report_factories import (
    DONE,
    IMPOSSIBLE,
    PARTLY,
    WORKING,
    answer_report,
    make_report,
    obligation_of,
    states,
)

AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
DAY = date(2025, 7, 1)
KEY = "2025-10-01"


def test_coordinator_confirms_reports_of_the_district(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-06")
    made = make_report(obligation, DONE, scenario.people["staff"], AT)
    assert states(obligation, DAY)[KEY] == TrackedState.WAITING
    told = answer_report(made, scenario.amira, AT)
    assert (told.side, told.number) == (Side.ASSOCIATION, 1)
    assert states(obligation, DAY)[KEY] == TrackedState.DONE
    event = scenario.signed.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["decision"]) == ("report_answered", "confirmed")


def test_district_confirms_reports_of_the_coordinator(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-19")
    made = make_report(obligation, DONE, scenario.amira, AT)
    for who in ("coordinator", "observer", "neighbour", "admin"):
        with pytest.raises(ActionRefused):
            answer_report(made, scenario.people[who], AT)
    assert answer_report(made, scenario.people["lead"], AT).side == Side.DISTRICT


def test_query_stays_open_until_a_new_report(scenario: Scenario) -> None:
    obligation, bogdan = obligation_of(scenario.signed, "O-06"), scenario.people["staff"]
    made = make_report(obligation, DONE, bogdan, AT)
    with pytest.raises(ActionRefused, match="was Sie wissen möchten"):
        answer_report(made, scenario.amira, AT, question=" ")
    answer_report(made, scenario.amira, AT, question="Wo liegt sie?")
    assert states(obligation, DAY)[KEY] == TrackedState.ASKED_BACK
    assert states(obligation, date(2026, 7, 1))[KEY] == TrackedState.ASKED_BACK
    second = make_report(obligation, DONE, bogdan, AT, remark="Im Intranet.")
    assert states(obligation, DAY)[KEY] == TrackedState.WAITING
    with pytest.raises(ActionRefused, match="neuere Meldung"):
        answer_report(made, scenario.amira, AT)
    answer_report(second, scenario.amira, AT)
    assert states(obligation, DAY)[KEY] == TrackedState.DONE


def test_confirmation_can_be_followed_by_a_query(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-06")
    made = make_report(obligation, IMPOSSIBLE, scenario.people["staff"], AT, remark="Das Amt ist aufgelöst.")
    answer_report(made, scenario.amira, AT)
    assert states(obligation, DAY)[KEY] == TrackedState.IMPOSSIBLE
    with pytest.raises(Outdated):
        answer_report(made, scenario.amira, AT, question="Doch noch einmal?", seen=0)
    answer_report(made, scenario.amira, AT, question="Doch noch einmal?", seen=1)
    assert states(obligation, DAY)[KEY] == TrackedState.ASKED_BACK


def test_partly_fulfilled_stays_owed_when_confirmed(scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-06")
    answer_report(
        make_report(obligation, PARTLY, scenario.people["staff"], AT, remark="Zwei Kapitel fehlen."),
        scenario.amira,
        AT,
    )
    assert states(obligation, date(2025, 10, 1))[KEY] == TrackedState.DUE
    assert states(obligation, date(2025, 10, 2))[KEY] == TrackedState.OVERDUE


def test_work_in_progress_can_be_queried_but_not_confirmed(scenario: Scenario) -> None:
    made = make_report(obligation_of(scenario.signed, "O-06"), WORKING, scenario.people["staff"], AT)
    with pytest.raises(ActionRefused, match="Zwischenstand"):
        answer_report(made, scenario.amira, AT)
    answer_report(made, scenario.amira, AT, question="Wann ist es so weit?")


def test_own_report_cannot_be_confirmed_even_with_both_roles(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    made = make_report(obligation_of(scenario.signed, "O-25"), DONE, bogdan, AT)
    Membership.objects.create(user=bogdan, role=Role.COORDINATOR)
    with pytest.raises(ActionRefused, match="Die eigene Meldung"):
        answer_report(made, bogdan, AT)
    with pytest.raises(ActionRefused, match="kommt vom Bezirk"):
        answer_report(made, scenario.people["lead"], AT)


def test_database_refuses_own_confirmation(scenario: Scenario) -> None:
    bogdan, amira = scenario.people["staff"], scenario.amira
    made = make_report(obligation_of(scenario.signed, "O-06"), DONE, bogdan, AT)
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
    make_report(obligation_of(scenario.signed, "O-06"), DONE, bogdan, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportAnswer.objects.create(**{**good, "number": 2})
