"""A district's year, day by day, as a real mail server receives it: nobody misses a legal deadline, nobody hears of anything twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage

from agreements.choices import Side, Status
from agreements.drafting.actions.dated_facts import correct_fact, digest
from agreements.drafting.clearance.actions import open_round
from agreements.models import Absence, Instrument, Mail, Milestone, Reminder
from agreements.notifications.bounces import record_bounce
from agreements.notifications.digest_letters import SUBJECT
from agreements.notifications.message import message_id
from agreements.reminders.lead_times import OF_LEGAL_DEADLINES, remind_on
from agreements.schedule.working_days import is_working_day
from districts.models import User
from tests import factories
from tests.dossier.termination_notices import noticed
from tests.invariants.attempts import sql
from tests.notifications.bounce_reports import report
from tests.notifications.server import OK, MailServer
from tests.reminders.test_milestones import planned
from tests.reminders.year import DAY, days, said, seven, work_on
from tests.scenario import Scenario

FIRST, LAST = date(2027, 1, 4), date(2028, 1, 3)
NOTICE, END, AUTHORITY = date(2027, 12, 31), date(2027, 6, 30), date(2027, 4, 30)
CLEARANCE, MILESTONE, MOVED = date(2027, 2, 12), date(2027, 5, 20), date(2027, 6, 10)
BOUNCED_ON = date(2027, 3, 15)
SERVER_DOWN_ON = date(2027, 10, 1)  # a step of the notice
WITHOUT_WORKER = (date(2027, 11, 1), date(2027, 11, 5))  # another one on the Monday
AWAY = (date(2027, 6, 21), date(2027, 7, 2))  # around the end of the other contract
BOTH_AWAY = date(2027, 6, 30)
LEGAL = {
    NOTICE: "letzter Tag für den Zugang einer Kündigung",
    END: "letzter Tag der Laufzeit",
    AUTHORITY: "Amtszeit einer unterzeichnenden Person endet",
}


@dataclass
class Post:
    """What arrived: for each line whom it concerns, in whose e-mail of which day it stood."""

    mails: list[EmailMessage] = field(default_factory=list)
    heard: dict[tuple[str, str], list[tuple[date, str]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, mail: EmailMessage, names: dict[str, str]) -> None:
        self.mails.append(mail)
        if not mail["Subject"].startswith(SUBJECT):
            return
        day = date.fromisoformat("-".join(reversed(mail["Subject"].rpartition(", ")[2].split("."))))
        reader = names[mail["To"]]
        for line in said([mail]):
            instead = re.search(r" \[für (.+)\]$", line)
            self.heard[instead[1] if instead else reader, line].append((day, reader))

    def of(self, person: User, due_on: date, words: str) -> list[tuple[date, str]]:
        """Return the days on which something due on a day was said of a person, and to whom."""
        start = f"{due_on:%d.%m.%Y} ("
        return sorted(
            when
            for (name, line), said_on in self.heard.items()
            for when in said_on
            if name == str(person) and line.startswith(start) and words in line
        )


def test_a_districts_year(reached: Scenario, server: MailServer) -> None:
    bogdan, frieda, amira = (reached.people[name] for name in ("staff", "lead", "coordinator"))
    given_what_is_due_in_the_year(reached)
    post = Post()
    names = {person.email: str(person) for person in reached.people.values()}
    for day in days(FIRST, LAST):
        if WITHOUT_WORKER[0] <= day <= WITHOUT_WORKER[1]:
            continue
        happens(day, reached)
        server.answer, before = "451 Later" if day == SERVER_DOWN_ON else OK, len(server.taken)
        work_on(day)
        for mail in server.mails_from(before) if server.answer == OK else ():
            post.take(mail, names)

    for person in (bogdan, frieda, amira):
        for due_on, words in LEGAL.items():
            assert [day for day, _ in post.of(person, due_on, words)] == steps_of(due_on), (person, words)
        assert post.of(person, MILESTONE, "Fachtag")
        assert (MOVED, str(person)) in post.of(person, MOVED, "Fachtag")
    assert [day for day, _ in post.of(bogdan, CLEARANCE, "Mitzeichnung")] == [
        *(CLEARANCE - timedelta(days=before) for before in (7, 1, 0, -7, -14)),
    ]
    then_others_stood_in(post, bogdan, frieda, amira)
    then_nobody_was_written_to_twice(post)
    assert Mail.objects.filter(digest__isnull=False, sent_at=None).count() == 0
    assert {*Reminder.objects.values_list("not_sent", flat=True)} <= {"", "settled"}


def given_what_is_due_in_the_year(reached: Scenario) -> None:
    """Besides the obligations: a notice, an end, a term of office, a Mitzeichnung, a milestone; absences."""
    ending = factories.signed_contract(reached.place, reached.amira, begins_on=date(2024, 7, 1))
    notice = noticed(ending.agreement, reached.amira, date(2026, 12, 15), at=seven(date(2026, 12, 15)))
    assert notice.ends_on == END
    _term_of_office_ends(reached.signing)
    planned(reached, reached.signed.agreement, MILESTONE)
    frieda = reached.people["lead"]
    for person, substitute, (begins_on, ends_on) in (
        (reached.people["staff"], frieda, AWAY),
        (frieda, None, (BOTH_AWAY, BOTH_AWAY)),
    ):
        Absence.objects.create(person=person, substitute=substitute, begins_on=begins_on, ends_on=ends_on)


def _term_of_office_ends(instrument: Instrument) -> None:
    person = instrument.signatories.get(side=Side.DISTRICT)
    sql("SET LOCAL session_replication_role = replica")
    type(person).objects.filter(pk=person.pk).update(office_ends_on=AUTHORITY)
    sql("SET LOCAL session_replication_role = origin")


def happens(day: date, reached: Scenario) -> None:
    """Do what people and mail servers do on that day before seven."""
    if day == CLEARANCE - 14 * DAY:
        review = reached.contracts[Status.REVIEW]
        open_round(review, offices=[], names=["Rechtsamt"], due_on=CLEARANCE, by=reached.amira, at=seven(day))
    if day == BOUNCED_ON + DAY:
        frieda = reached.people["lead"]
        mail = Mail.objects.filter(person=frieda, sent_at__isnull=False).latest("sent_at")
        assert record_bounce(report(message_id(mail)), at=seven(day))
    if day == MILESTONE - 6 * DAY:
        row = Milestone.objects.get()
        correct_fact(row, seen=digest(row), dated=MOVED, by=reached.amira, at=seven(day))


def steps_of(due_on: date) -> list[date]:
    """Return the days on which a legal deadline is said: each step that the year reaches, or the next day with a worker."""
    found = [remind_on(due_on, step) for step in (*OF_LEGAL_DEADLINES, 0)]
    return [next(_with_worker(max(day, FIRST))) for day in found if day > FIRST - 14 * DAY]


def _with_worker(day: date) -> Iterator[date]:
    while True:
        if is_working_day(day) and not WITHOUT_WORKER[0] <= day <= WITHOUT_WORKER[1]:
            yield day
        day += DAY


def then_others_stood_in(post: Post, bogdan: User, frieda: User, amira: User) -> None:
    end = post.of(bogdan, END, LEGAL[END])
    assert end[-3:] == [
        (END - 7 * DAY, str(frieda)),
        (END - DAY, str(frieda)),
        (END, str(amira)),  # his substitute is away herself
    ]
    assert (END, str(amira)) in post.of(frieda, END, LEGAL[END])
    authority = dict(post.of(frieda, AUTHORITY, LEGAL[AUTHORITY]))
    assert authority[remind_on(AUTHORITY, 30)] == str(amira), "her address had come back"
    assert authority[AUTHORITY] == str(frieda), "after a month it is tried again"


def then_nobody_was_written_to_twice(post: Post) -> None:
    assert max(Counter(mail["Message-ID"] for mail in post.mails).values()) == 1
    digests = [mail for mail in post.mails if mail["Subject"].startswith(SUBJECT)]
    assert max(Counter((mail["To"], mail["Subject"]) for mail in digests).values()) == 1
    assert len(digests) > 100
    for (name, line), said_on in post.heard.items():
        if "seit mehr als drei Wochen überfällig" in line:
            weeks = Counter(day.isocalendar()[:2] for day, _ in said_on)
            assert max(weeks.values()) == 1, (name, line)
        else:
            assert len(said_on) == 1, (name, line)
        assert all(is_working_day(day) for day, _ in said_on)
