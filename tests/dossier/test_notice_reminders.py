"""Reminders of the last day for a notice: when they are due, that each is sent once, and to whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Status
from agreements.dossier.termination.reminder_days import reminder_days
from agreements.dossier.termination.reminders import remind_of_notice_days
from agreements.jobs import remind
from agreements.models import Event, Mail, NoticeReminder
from agreements.notifications.sending import send_mail
from agreements.schedule.working_days import is_working_day
from agreements.state import NextExtension
from agreements.termination_choices import ExtensionChoice, ReminderOccasion
from districts.models import User
from tests.dossier.termination_notices import ENDS_ON, LAST_NOTICE_ON, NEXT_END, decided, noticed, retracted
from tests.page import read
from tests.recording.recorded import known, recorded
from tests.scenario import Scenario

DAY = timedelta(days=1)
DECISION, MONTH, LAST_WORKING_DAY = ReminderOccasion
# the last day of the scenario's contract, 31.12.2027, is a Friday
DECIDE_FROM, MONTH_BEFORE, DAY_BEFORE = date(2027, 6, 30), date(2027, 11, 30), date(2027, 12, 30)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def remind_on(day: date) -> list[str]:
    return [row.occasion for row in remind_of_notice_days(at=moment(day))]


def extension(last_notice_on: str) -> NextExtension:
    last = date.fromisoformat(last_notice_on)
    return NextExtension(ends_on=last + 90 * DAY, last_notice_on=last, extended_until=last + 455 * DAY)


@pytest.mark.parametrize(
    ("last", "decision", "month", "working_day"),
    [
        ("2026-09-30", "2026-03-31", "2026-08-31", "2026-09-29"),
        ("2027-02-28", "2026-08-31", "2027-01-31", "2027-02-26"),  # a Sunday
        ("2027-05-15", "2026-11-15", "2027-04-15", "2027-05-14"),  # a Saturday
        ("2027-03-29", "2026-09-29", "2027-02-28", "2027-03-25"),  # Easter Monday
        ("2027-01-01", "2026-07-01", "2026-12-01", "2026-12-31"),
        ("2029-01-01", "2028-07-01", "2028-12-01", "2028-12-29"),  # New Year after a weekend
    ],
)
def test_days_of_the_reminders(last: str, decision: str, month: str, working_day: str) -> None:
    days = reminder_days(extension(last))
    assert [days[one].isoformat() for one in ReminderOccasion] == [decision, month, working_day]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_last_reminder_comes_on_a_working_day_with_none_between(last: date) -> None:
    days = reminder_days(extension(last.isoformat()))
    day = days[LAST_WORKING_DAY]
    assert is_working_day(day)
    assert day < last
    assert not any(is_working_day(day + n * DAY) for n in range(1, (last - day).days))
    assert days[DECISION] < days[MONTH] < day


def test_each_is_recorded_once_and_late_rather_than_never(scenario: Scenario) -> None:
    assert remind_on(DECIDE_FROM - DAY) == []
    assert remind_on(DECIDE_FROM + 3 * DAY) == [DECISION]  # the worker was down on the day
    assert remind_on(DECIDE_FROM + 4 * DAY) == []
    assert remind_on(MONTH_BEFORE) == [MONTH]
    assert remind_on(DAY_BEFORE) == [LAST_WORKING_DAY]
    assert remind_on(LAST_NOTICE_ON) == []
    assert Event.objects.filter(kind="notice_reminded").count() == len(ReminderOccasion)


def test_after_a_long_pause_only_the_latest_is_sent(scenario: Scenario) -> None:
    assert remind_on(LAST_NOTICE_ON) == [LAST_WORKING_DAY]
    assert remind_on(LAST_NOTICE_ON) == []


def test_after_the_last_day_there_is_nothing_to_remind_of_until_the_next_term(scenario: Scenario) -> None:
    assert remind_on(LAST_NOTICE_ON + DAY) == []
    assert remind_on(ENDS_ON) == []
    assert remind_on(date(2028, 7, 1)) == [DECISION]
    assert NoticeReminder.objects.get().ends_on == NEXT_END


def test_who_has_given_notice_is_not_reminded_unless_it_is_taken_back(scenario: Scenario) -> None:
    received = DECIDE_FROM - DAY
    notice = noticed(scenario.signed.agreement, scenario.amira, received, written_on=received)
    assert remind_on(MONTH_BEFORE) == []
    retracted(notice, scenario.amira)
    assert remind_on(MONTH_BEFORE + DAY) == [MONTH]


def test_a_decision_to_extend_ends_the_reminders(scenario: Scenario) -> None:
    decided(scenario.signed.agreement, scenario.amira)
    assert remind_on(MONTH_BEFORE) == []


def test_of_an_unknown_period_nobody_is_reminded_of_a_day(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, notice_months=None, ends=known(ENDS_ON))
    assert contract.status == Status.SIGNED
    assert remind_on(ENDS_ON) == []


def test_the_coordinator_gets_the_mail_and_the_history_says_so(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    User.objects.filter(pk=agreement.coordinator_id).update(email="amira@mitwirkung.example")
    assert remind(moment(MONTH_BEFORE)) == f"reminded: agreement {agreement.pk}"
    [row] = Mail.objects.filter(event__kind="notice_reminded")
    assert (row.person, row.sent_at) == (scenario.amira, None)
    assert send_mail(row.pk, at=moment(MONTH_BEFORE))
    [sent] = mail.outbox
    assert sent.subject == f"{agreement}: kündbar bis 31.12.2027"
    assert "verlängert sich von selbst, wenn bis zum 31.12.2027 keine Kündigung zugeht" in sent.body
    assert "sonst Verlängerung bis 31.03.2029" in sent.body
    address = reverse("agreement_detail", args=[agreement.pk])
    assert address in sent.body
    assert "An die Frist zur Kündigung erinnert" in read(scenario.browser("coordinator").get(address)).text
    assert "An die Frist zur Kündigung erinnert" not in read(scenario.browser("staff").get(address)).text


def waiting_mail(scenario: Scenario) -> Mail:
    agreement = scenario.signed.agreement
    User.objects.filter(pk=agreement.coordinator_id).update(email="amira@mitwirkung.example")
    assert remind_on(MONTH_BEFORE) == [MONTH]
    return Mail.objects.get(event__kind="notice_reminded")


def give_notice(scenario: Scenario) -> None:
    noticed(scenario.signed.agreement, scenario.amira, MONTH_BEFORE)


def take_notice_back(scenario: Scenario) -> None:
    notice = noticed(scenario.signed.agreement, scenario.amira, MONTH_BEFORE)
    retracted(notice, scenario.amira)


def let_it_extend(scenario: Scenario) -> None:
    decided(scenario.signed.agreement, scenario.amira)


def to_renegotiate(scenario: Scenario) -> None:
    decided(scenario.signed.agreement, scenario.amira, ExtensionChoice.RENEGOTIATE)


@pytest.mark.parametrize(
    ("happens", "is_sent"),
    [(give_notice, False), (let_it_extend, False), (take_notice_back, True), (to_renegotiate, True)],
)
def test_a_reminder_that_waits_is_sent_only_while_it_is_true(
    happens: Callable[[Scenario], object], is_sent: bool, scenario: Scenario
) -> None:
    waiting = waiting_mail(scenario)
    happens(scenario)
    at = moment(MONTH_BEFORE + DAY)
    assert send_mail(waiting.pk, at=at) == is_sent
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.dropped_at) == ((at, None) if is_sent else (None, at))
    assert len(mail.outbox) == is_sent


@pytest.mark.parametrize(("day", "is_sent"), [(LAST_NOTICE_ON, True), (LAST_NOTICE_ON + DAY, False)])
def test_a_reminder_is_not_sent_after_the_day_it_names(day: date, is_sent: bool, scenario: Scenario) -> None:
    waiting = waiting_mail(scenario)
    Mail.objects.filter(pk=waiting.pk).update(queued_at=moment(day - DAY))
    assert send_mail(waiting.pk, at=moment(day)) == is_sent


def test_two_workers_remind_once(scenario: Scenario) -> None:
    remind_on(MONTH_BEFORE)
    row = NoticeReminder.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeReminder.objects.create(
            agreement=row.agreement, ends_on=row.ends_on, occasion=row.occasion, recorded_at=row.recorded_at
        )
