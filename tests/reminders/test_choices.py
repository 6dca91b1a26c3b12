"""What people choose: topics, who stands in for them, how early; and that legal deadlines reach somebody all the same."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.errors import ActionRefused
from agreements.mail_topics import OPTIONAL, Topic
from agreements.models import Absence, Bounce, Mail, Reminder, SwitchedOff
from agreements.reminders.actions import choose_topics, set_absence, set_leads
from agreements.reminders.unsubscribing import unsubscribe_path
from districts.models import User
from tests import factories
from tests.notifications.server import MailServer
from tests.page import read
from tests.reminders.year import DAY, received, said, seven, work_on
from tests.scenario import Scenario
from tests.signing.delegates import declined, granted
from tests.tracking.report_factories import DONE, make_report, obligation_of

DUE = date(2025, 9, 10)  # of a resolution that the district owes
NOTICE = date(2027, 12, 31)


def outcome(person: User, **which: object) -> set[tuple[str, str]]:
    """Return to whom a person's reminders went, and why not."""
    rows = Reminder.objects.filter(person=person, **which).select_related("digest__person")
    return {(row.digest.person.first_name if row.digest else "", row.not_sent) for row in rows}


def away(person: User, substitute: User | None, day: date) -> None:
    Absence.objects.create(person=person, substitute=substitute, begins_on=day, ends_on=day)


def test_a_topic_that_is_switched_off_is_in_the_ledger_and_in_no_mail(
    reached: Scenario, server: MailServer
) -> None:
    bogdan = reached.people["staff"]
    choose_topics(wanted=[], by=bogdan, at=seven(DUE))
    work_on(DUE)
    assert received(server, bogdan) == []
    assert outcome(bogdan) == {("", "switched_off")}
    assert received(server, reached.people["lead"])
    work_on(NOTICE)
    [mail] = received(server, bogdan)
    assert len(said([mail])) == 1, "nobody switches a legal deadline off"
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic.is_legal])
def test_the_database_refuses_to_switch_a_legal_deadline_off(topic: Topic, reached: Scenario) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SwitchedOff.objects.create(person=reached.amira, topic=topic, chosen_at=seven(DUE))


def test_other_e_mails_are_switched_off_by_topic_too(reached: Scenario) -> None:
    choose_topics(
        wanted=[topic for topic in OPTIONAL if topic != Topic.REPORT], by=reached.amira, at=seven(DUE)
    )
    make_report(obligation_of(reached.signed, "O-06"), DONE, reached.people["staff"], factories.SIGNED_AT)
    assert not Mail.objects.filter(event__kind="reported").exists()
    declined(reached.signing, factories.coordinator())
    assert Mail.objects.filter(event__kind="signature_declined", person=reached.amira).exists()


def test_one_click_stops_a_topic_without_signing_in_and_opening_the_link_does_not(
    reached: Scenario, server: MailServer
) -> None:
    work_on(DUE)
    [mail] = received(server, reached.people["staff"])
    path = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    assert not SwitchedOff.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(SwitchedOff.objects.values_list("person", "topic")) == [
        (reached.people["staff"].pk, "obligation")
    ]
    assert strict.post(path).status_code == 200, "twice is once"
    assert Client().post(path.replace("obligation", "comment")).status_code == 404, "it is signed"


def test_a_link_never_stops_a_legal_deadline(reached: Scenario) -> None:
    path = unsubscribe_path(reached.amira, [Topic.NOTICE])
    assert Client().post(path).status_code == 404
    assert not SwitchedOff.objects.exists()


def test_the_substitute_is_reminded_and_the_ledger_says_for_whom(
    reached: Scenario, server: MailServer
) -> None:
    bogdan, lead = reached.people["staff"], reached.people["lead"]
    away(bogdan, lead, DUE)
    work_on(DUE)
    assert received(server, bogdan) == []
    [mail] = received(server, lead)
    assert [line for line in said([mail]) if line.endswith(f"[für {bogdan}]")]
    assert outcome(bogdan) == {(lead.first_name, "")}
    page = read(reached.browser("coordinator").get(reverse("reminder_ledger"))).text
    assert f"{bogdan} ging an {lead}" in " ".join(page.split())
    work_on(DUE + DAY)
    assert (
        not Reminder.objects.filter(person=bogdan, noted_at=seven(DUE + DAY))
        .exclude(digest__person=bogdan)
        .exists()
    )


@pytest.mark.parametrize(
    ("who", "absent", "gets"),
    [
        ("staff", {"staff": "lead", "lead": "staff"}, "coordinator"),  # each stands in for the other
        ("lead", {"staff": "lead", "lead": "staff"}, "coordinator"),
        ("staff", {"staff": None}, "coordinator"),
        ("staff", {"staff": None, "coordinator": None}, "lead"),
        ("staff", {"staff": "neighbour"}, "coordinator"),  # who sees nothing of it stands in for nobody
        ("coordinator", {"coordinator": None}, "coordinator"),  # there is nobody else
        ("staff", {"staff": "lead", "lead": "coordinator", "coordinator": "lead"}, "staff"),
    ],
)
def test_a_chain_of_absent_people_ends_with_somebody(
    who: str, absent: dict[str, str | None], gets: str, reached: Scenario
) -> None:
    people = reached.people
    for name, substitute in absent.items():
        away(people[name], people[substitute] if substitute else None, NOTICE)
    work_on(NOTICE)
    assert outcome(people[who], topic=Topic.NOTICE) == {(people[gets].first_name, "")}


def test_another_coordinator_stands_in_for_an_absent_one(reached: Scenario) -> None:
    jonas = factories.coordinator()
    User.objects.filter(pk=jonas.pk).update(email="jonas@example.org", first_name="Jonas")
    away(reached.amira, None, NOTICE)
    work_on(NOTICE)
    assert outcome(reached.amira, topic=Topic.NOTICE) == {("Jonas", "")}


@pytest.mark.parametrize("why", ["no address", "bounced"])
def test_who_cannot_be_reached_is_named_and_the_coordination_is_told(why: str, reached: Scenario) -> None:
    lead = reached.people["lead"]
    if why == "no address":
        User.objects.filter(pk=lead.pk).update(email="")
    else:
        granted(reached.signing, reached.amira)
        mail = Mail.objects.filter(person=lead)[0]
        Bounce.objects.create(
            mail=mail, address=lead.email, status="5.1.1", received_at=seven(NOTICE - 9 * DAY)
        )
    work_on(NOTICE)
    assert outcome(lead, topic=Topic.NOTICE) == {(reached.amira.first_name, "")}


def test_where_nobody_can_be_reached_the_ledger_says_so(reached: Scenario) -> None:
    User.objects.update(email="")
    work_on(NOTICE)
    assert outcome(reached.amira, topic=Topic.NOTICE) == {("", "nobody")}
    page = read(reached.browser("coordinator").get(reverse("reminder_ledger"))).text
    assert "nicht gesendet: niemand ist per E-Mail erreichbar" in page


def test_an_address_that_bounced_long_ago_or_was_changed_is_tried_again(reached: Scenario) -> None:
    lead = reached.people["lead"]
    granted(reached.signing, reached.amira)
    mail = Mail.objects.filter(person=lead)[0]
    bounce = Bounce.objects.create(
        mail=mail, address="old@example.org", status="5.1.1", received_at=seven(NOTICE - DAY)
    )
    work_on(NOTICE - DAY)
    assert outcome(lead, topic=Topic.NOTICE) == {(lead.first_name, "")}
    Bounce.objects.filter(pk=bounce.pk).update(address=lead.email, received_at=seven(NOTICE - 40 * DAY))
    work_on(NOTICE)
    assert outcome(lead, topic=Topic.NOTICE) == {(lead.first_name, "")}


def test_an_agreement_may_have_other_lead_times(reached: Scenario) -> None:
    set_leads(reached.signed.agreement, days=[14], by=reached.amira, at=seven(DUE))
    own = Reminder.objects.filter(
        obligation=obligation_of(reached.signed, "O-16"), person=reached.people["staff"]
    )
    for distance in (30, 14, 7, 1, 0, -7):
        work_on(DUE - timedelta(days=distance))
    assert list(own.order_by("pk").values_list("step", flat=True)) == [14, 0, -7]
    for distance in (30, 7):
        work_on(NOTICE - timedelta(days=distance))
    assert list(
        Reminder.objects.filter(topic=Topic.NOTICE, person=reached.amira)
        .order_by("pk")
        .values_list("step", flat=True)
    ) == [30, 7], "legal deadlines keep theirs"


def test_the_pages_keep_what_people_choose(reached: Scenario) -> None:
    browser, bogdan = reached.browser("staff"), reached.people["staff"]
    today = timezone.localdate()
    browser.post(reverse("mail_choices"), {"topics": ["obligation", "signing"]})
    assert set(bogdan.switched_off.values_list("topic", flat=True)) == {
        "milestone",
        "clearance",
        "report",
        "comment",
    }
    sent = {"begins_on": f"{today:%d.%m.%Y}", "ends_on": f"{today + 9 * DAY:%d.%m.%Y}"}
    browser.post(reverse("absence_set"), {**sent, "substitute": reached.people["lead"].pk})
    assert Absence.objects.get().substitute == reached.people["lead"]
    assert (
        f"gehen Ihre Erinnerungen an {reached.people['lead']}"
        in read(browser.get(reverse("mail_choices"))).text
    )
    assert f"Erinnerungen für {bogdan}" in read(reached.browser("lead").get(reverse("mail_choices"))).text
    browser.post(reverse("absence_end"))
    assert not Absence.objects.exists()
    page = reached.browser("coordinator")
    address = reverse("reminder_list", args=[reached.signed.agreement_id])
    page.post(address, {"days": ["30", "14"]})
    assert reached.signed.agreement.reminder_leads.days == [30, 14]
    assert page.post(address, {"days": ["13"]}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "01.02.2020", "begins_on": "01.01.2020"},
        {"ends_on": "31.12.2029", "begins_on": "01.01.2030"},
        {"ends_on": "31.02.2030", "begins_on": "01.01.2030"},
        {"ends_on": "", "begins_on": "01.01.2030"},
        {"ends_on": "31.12.2030", "begins_on": "01.01.2030", "substitute": "0"},
        {"ends_on": "31.12.2030", "begins_on": "01.01.2030", "substitute": "x" * 5000},
        {},
    ],
)
def test_a_wrong_absence_is_said_and_keeps_nothing(wrong: dict[str, str], reached: Scenario) -> None:
    reply = reached.browser("staff").post(reverse("absence_set"), wrong)
    assert reply.status_code == 422
    assert read(reply).title.startswith("Fehler: ")
    assert not Absence.objects.exists()


def test_nobody_is_stood_in_for_by_herself_or_by_a_stranger(reached: Scenario) -> None:
    bogdan, today = reached.people["staff"], timezone.localdate()
    for other in (bogdan, reached.people["neighbour"]):
        with pytest.raises(ActionRefused):
            set_absence(begins_on=today, ends_on=today, substitute=other, by=bogdan, at=timezone.now())
