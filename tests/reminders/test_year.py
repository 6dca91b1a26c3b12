"""What people receive, and when; a whole year of it is in test_districts_year."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements.choices import Side
from agreements.dossier.handover.actions import hand_over
from agreements.mail_topics import Topic
from agreements.models import Mail, Reminder, ReminderRun
from agreements.reminders.actions import write_reminders
from agreements.termination_choices import ExtensionChoice
from districts.models import Membership, User
from districts.roles import Role
from tests import factories
from tests.dossier.termination_notices import decided, noticed
from tests.due import send_what_is_due
from tests.notifications.server import MailServer, words
from tests.reminders.year import DAY, days, received, said, seven, work_on
from tests.scenario import Scenario
from tests.signing.corrections import corrected
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of

LAST_NOTICE_ON = date(2027, 12, 31)


def test_what_a_mail_looks_like(reached: Scenario, server: MailServer) -> None:
    day = date(2025, 9, 10)
    work_on(day)
    [mail] = received(server, reached.people["staff"])
    text = words(mail).replace("\r\n", "\n")
    duty = obligation_of(reached.signed, "O-16")
    assert mail["Subject"] == "Fristen und Termine, 10.09.2025"
    assert mail["Reply-To"] == reached.amira.email
    assert f"Heute:\n- 10.09.2025 (heute): BA-Beschluss herbeiführen ({reached.signed.agreement})" in text
    assert reverse("obligation_detail", args=[duty.pk]) in text
    html = mail.get_body(("html",))
    assert html is not None
    page = str(html.get_content())
    assert "BA-Beschluss herbeiführen" in page
    assert not [mark for mark in ("<img", "src=", "url(", "<script", "<style", "http-equiv") if mark in page]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http")
    [other] = received(server, reached.people["lead"])
    assert other["List-Unsubscribe"] != mail["List-Unsubscribe"]


def test_the_step_comes_on_its_day_at_seven_and_once(reached: Scenario) -> None:
    day = date(2025, 9, 10)  # BA-Beschluss
    assert not Reminder.objects.filter(due_on=day, step=0).exists()

    assert write_reminders(at=seven(day) - timedelta(minutes=1)) is None
    assert write_reminders(at=seven(day))
    assert write_reminders(at=seven(day) + timedelta(hours=3)) is None
    assert set(Reminder.objects.filter(due_on=day).values_list("step", flat=True)) == {0}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_seven_is_seven_on_both_sides_of_a_clock_change(day: date, reached: Scenario) -> None:
    for monday in (day - 6 * DAY, day + DAY):
        work_on(monday)
        assert ReminderRun.objects.filter(day_on=monday).exists()
    assert seven(day + DAY).hour != seven(day - DAY).hour


def test_weeks_without_a_worker_flood_nobody(reached: Scenario, server: MailServer) -> None:
    work_on(date(2025, 6, 2))
    before = len(server.taken)
    work_on(date(2026, 3, 2))
    mails = received(server, reached.people["staff"])[before:] or received(server, reached.people["staff"])
    last = mails[-1]
    lines = said([last])
    late = [line for line in lines if "seit mehr als drei Wochen überfällig" in line]
    assert len(late) == 1
    assert "die älteste seit 30.06.2025" in late[0], "what the coordination owes is not counted"
    assert len(lines) < 12
    for topic, due_on in Reminder.objects.filter(
        person=reached.people["staff"], noted_at=seven(date(2026, 3, 2))
    ).values_list("topic", "due_on"):
        assert due_on >= date(2026, 2, 2), topic


def test_what_is_long_overdue_is_one_line_a_week(reached: Scenario) -> None:
    for day in days(date(2026, 3, 2), date(2026, 3, 20)):
        work_on(day)
    weekly = Reminder.objects.filter(person=reached.people["staff"], key=Reminder.OVERDUE)
    assert sorted(weekly.values_list("due_on", flat=True)) == [
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]


def test_a_day_on_which_the_mail_server_is_down_loses_nothing(reached: Scenario, server: MailServer) -> None:
    day = date(2025, 9, 10)
    server.answer = "451 Later"
    work_on(day)
    taken = len(server.taken)
    assert taken
    assert not Mail.objects.filter(sent_at__isnull=False).exists()
    server.answer = "250 Taken"
    work_on(day + DAY)
    lines = said(received(server, reached.people["staff"])[-2:])
    assert f"10.09.2025 (gestern): BA-Beschluss herbeiführen ({reached.signed.agreement})" in lines


def test_a_date_that_moves_is_reminded_of_again(reached: Scenario) -> None:
    duty, bogdan = obligation_of(reached.signed, "O-16"), reached.people["staff"]
    work_on(date(2025, 9, 3))
    own = Reminder.objects.filter(obligation=duty, person=bogdan)
    assert list(own.values_list("step", "due_on")) == [(7, date(2025, 9, 10))]
    for side in (Side.DISTRICT, Side.ASSOCIATION):
        corrected(
            reached.signed, reached.amira, side=side, at=seven(date(2025, 9, 3)), signed_on=date(2025, 3, 7)
        )
    work_on(date(2025, 9, 4))
    assert list(own.order_by("pk").values_list("step", "due_on")) == [
        (7, date(2025, 9, 10)),
        (7, date(2025, 9, 7)),
    ]


def test_what_is_settled_before_it_is_sent_drops_out(reached: Scenario, server: MailServer) -> None:
    day, bogdan = date(2025, 9, 10), reached.people["staff"]
    write_reminders(at=seven(day))
    duty = obligation_of(reached.signed, "O-16")
    answer_report(make_report(duty, DONE, bogdan, seven(day)), reached.amira, seven(day))
    send_what_is_due(at=seven(day))
    assert not [line for line in said(server.mails) if "BA-Beschluss" in line]
    mine = Reminder.objects.get(obligation=duty, person=bogdan, step=0)
    assert mine.not_sent == "settled"


def test_who_has_decided_to_extend_is_left_alone_and_the_district_is_told(reached: Scenario) -> None:
    decided(reached.signed.agreement, reached.amira)
    work_on(LAST_NOTICE_ON)
    people = set(Reminder.objects.filter(topic=Topic.NOTICE).values_list("person", flat=True))
    assert people == {reached.people["staff"].pk, reached.people["lead"].pk}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (None, "Noch nicht entschieden. Kündbar bis 31.12.2027"),
        (ExtensionChoice.TERMINATE, "Entschieden ist: kündigen. Die Kündigung muss bis zum 31.12.2027"),
    ],
)
def test_the_coordinator_is_told_what_is_decided_and_the_district_is_not(
    choice: ExtensionChoice | None, words: str, reached: Scenario, server: MailServer
) -> None:
    if choice:
        decided(reached.signed.agreement, reached.amira, choice)
    work_on(LAST_NOTICE_ON)
    mine, theirs = (received(server, who)[-1] for who in (reached.amira, reached.people["staff"]))
    [line] = [line for line in said([mine]) if "letzter Tag für den Zugang" in line]
    assert f"({reached.signed.agreement}). {words}" in line
    assert not [line for line in said([theirs]) if "ntschieden" in line or "Kündbar" in line]


def test_who_coordinates_and_works_in_the_district_is_reminded_of_what_either_owes(
    reached: Scenario, server: MailServer
) -> None:
    amira, agreement = reached.amira, reached.signed.agreement
    Membership.objects.create(user=amira, role=Role.DISTRICT_STAFF, district=agreement.district)
    work_on(date(2025, 9, 10))
    assert [line for line in said(received(server, amira)) if "BA-Beschluss herbeiführen" in line]


def test_a_handover_before_the_mail_is_sent_loses_no_legal_deadline(
    reached: Scenario, server: MailServer
) -> None:
    write_reminders(at=seven(LAST_NOTICE_ON))
    hand_over(reached.amira, to=factories.coordinator(), by=reached.amira, at=seven(LAST_NOTICE_ON))
    send_what_is_due(at=seven(LAST_NOTICE_ON))
    assert Reminder.objects.get(person=reached.amira, topic=Topic.NOTICE).not_sent == ""
    assert [line for line in said(received(server, reached.amira)) if "letzter Tag für den Zugang" in line]


def test_after_a_notice_the_end_is_what_people_are_reminded_of(reached: Scenario) -> None:
    notice = noticed(reached.signed.agreement, reached.amira)
    assert notice.ends_on is not None
    for day in days(date(2028, 3, 27), notice.ends_on):
        work_on(day)
    legal = Reminder.objects.filter(topic__in=[Topic.NOTICE, Topic.END], person=reached.amira)
    assert list(legal.order_by("pk").values_list("topic", "step")) == [("end", 7), ("end", 1), ("end", 0)]


def test_who_has_no_account_any_more_is_not_reminded(reached: Scenario) -> None:
    User.objects.filter(pk=reached.people["staff"].pk).update(is_active=False)
    work_on(date(2025, 9, 10))
    assert not Reminder.objects.filter(person=reached.people["staff"]).exists()
