"""What waits for a district besides its obligations: each thing is a row with its button, and goes when it is done."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import Addressee, Side, Status
from agreements.drafting.comments.actions import CommentTarget, answer_thread, open_thread
from agreements.drafting.comments.thread_lists import pending_counts
from agreements.models import Comment, Mention, Thread
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.start.district import district_start
from agreements.worklist import remarks
from agreements.worklist.district_work import DistrictWork, district_work
from agreements.worklist.items import Urgency, WorkItem
from districts.models import User
from tests import factories
from tests.dossier.termination_notices import LAST_NOTICE_ON, noticed
from tests.drafting.clearance.conftest import DUE_ON, answer, start_round
from tests.page import page_queries, read
from tests.scenario import Scenario
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    Q3,
    answer_quarter_report,
    make_quarter_report,
)

TODAY = date(2025, 3, 20)
AT = datetime(2025, 3, 18, 10, 0, tzinfo=UTC)


def work_of(user: User, day: date = TODAY) -> DistrictWork:
    start = district_start(user, day)
    return district_work(user, start.outlooks, start.releases, day)


def rows(user: User, start: str, day: date = TODAY) -> list[WorkItem]:
    work = work_of(user, day)
    return [item for item in (*work.first, *work.later) if item.title.startswith(start)]


def mentioned(scenario: Scenario, who: User, text: str = "@{} Reicht <b>eine</b> Person?") -> None:
    open_thread(
        scenario.contracts[Status.REVIEW],
        target=CommentTarget(clause="p03-1"),
        text=text.format(who.first_name),
        addressee=Addressee.DISTRICT,
        by=scenario.amira,
        at=AT,
    )


def test_a_mention_waits_with_its_button_until_it_is_answered(scenario: Scenario) -> None:
    lead = scenario.people["lead"]
    mentioned(scenario, lead)
    [item] = rows(lead, "Sie sind angesprochen")
    assert (item.button, item.urgency, item.when) == (
        "Antworten",
        Urgency.WEEK,
        "seit 2\N{NO-BREAK SPACE}Tagen",
    )
    page = scenario.browser("lead").get(reverse("whats_due")).content.decode()
    assert f'href="{item.button_url}"' in page
    assert "<b>eine</b>" not in page
    thread = scenario.contracts[Status.REVIEW].threads.get()
    answer_thread(thread, text="Ja.", by=lead, at=AT + timedelta(hours=1))
    assert rows(lead, "Sie sind") == []


def test_of_400_mentions_the_newest_are_rows_and_the_rest_is_counted(scenario: Scenario) -> None:
    lead, number = scenario.people["lead"], 400
    mentioned(scenario, lead, "@{} Frage")
    first = scenario.contracts[Status.REVIEW].threads.get()
    threads = Thread.objects.bulk_create(
        Thread(
            instrument=first.instrument,
            clause_key=first.clause_key,
            addressee=first.addressee,
            quote=first.quote,
            opened_at=AT,
            opened_by=scenario.amira,
        )
        for _ in range(number - 1)
    )
    comments = Comment.objects.bulk_create(
        Comment(thread=thread, text="Frage", made_at=AT, made_by=scenario.amira) for thread in threads
    )
    Mention.objects.bulk_create(Mention(comment=comment, person=lead) for comment in comments)
    assert len(rows(lead, "Sie sind angesprochen")) == remarks.REMARK_ROWS
    [rest] = rows(lead, f"{number - remarks.REMARK_ROWS}\N{NO-BREAK SPACE}weitere Anmerkungen")
    assert rest.button_url == reverse("pending_comments")
    counts = pending_counts(lead)
    assert counts is not None
    assert counts.mentions == number
    page = scenario.browser("lead").get(reverse("whats_due")).content
    assert len(page) < 100_000


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (DUE_ON - timedelta(days=8), Urgency.LATER),
        (DUE_ON - timedelta(days=1), Urgency.WEEK),
        (DUE_ON + timedelta(days=1), Urgency.NOW),
    ],
)
def test_a_mitzeichnung_asked_of_the_district(scenario: Scenario, day: date, urgency: Urgency) -> None:
    review, staff = scenario.contracts[Status.REVIEW], scenario.people["staff"]
    round_ = start_round(review, scenario.amira)
    [item] = rows(staff, "Mitzeichnung", day)
    assert (item.urgency, item.button) == (urgency, "Antworten")
    assert item.button_url == reverse("clearance_detail", args=[review.pk])
    assert rows(scenario.people["neighbour"], "Mitzeichnung", day) == []
    first, second = round_.requests.all()
    answer(review, first, staff)
    [item] = rows(staff, "Mitzeichnung", day)
    assert item.title.endswith("1 von 2 Stellen fehlt")
    answer(review, second, staff)
    assert rows(staff, "Mitzeichnung", day) == []


def test_a_missing_signature_is_looked_at_and_not_recorded(scenario: Scenario) -> None:
    [item] = rows(scenario.people["lead"], "Unterschrift fehlt")
    assert (item.button, item.button_url) == (
        "Ansehen",
        f"{scenario.signing.get_absolute_url()}#unterzeichnende",
    )
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert rows(scenario.people["lead"], "Unterschrift fehlt") == []


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (LAST_NOTICE_ON - timedelta(days=100), Urgency.LATER),
        (LAST_NOTICE_ON - timedelta(days=7), Urgency.WEEK),
        (LAST_NOTICE_ON, Urgency.NOW),
    ],
)
def test_the_decision_on_the_extension_comes_first_among_what_is_as_urgent(
    scenario: Scenario, day: date, urgency: Urgency
) -> None:
    [item] = rows(scenario.people["lead"], "Verlängern lassen oder kündigen?", day)
    assert (item.urgency, item.on) == (urgency, LAST_NOTICE_ON)
    work = work_of(scenario.people["lead"], day)
    same = [one for one in (*work.first, *work.later) if one.urgency == urgency]
    assert same[0] == item


def test_after_a_notice_the_end_is_announced_until_it_has_come(scenario: Scenario) -> None:
    ends_on = noticed(scenario.signed.agreement, scenario.amira).ends_on
    assert ends_on is not None
    staff = scenario.people["staff"]
    [item] = rows(staff, "Der Vertrag endet", ends_on)
    assert (item.urgency, item.on) == (Urgency.NOW, ends_on)
    assert rows(staff, "Der Vertrag endet", ends_on + timedelta(days=1)) == []


def test_quarters_to_report_and_questions_about_them(scenario: Scenario) -> None:
    staff, day = scenario.people["staff"], date(2025, 10, 15)
    [item] = rows(staff, "Besetzung melden", day)
    assert item.button_url == reverse("release_report", args=[scenario.signed.agreement_id, 2025, 3])
    at = datetime(2025, 10, 2, 10, 0, tzinfo=UTC)
    report = make_quarter_report(
        scenario.signed.agreement, Q3, staff, at, but={COORDINATION: Filling(filled=Decimal("0.25"))}
    )
    assert rows(staff, "Besetzung melden", day) == []
    answer_quarter_report(report, scenario.amira, at, question="Wer vertritt?")
    [asked] = rows(staff, "MitWirkung fragt zur Freistellung nach", day)
    assert "3. Quartal 2025" in asked.detail


def test_every_row_of_the_page_has_one_button_and_costs_no_more(scenario: Scenario) -> None:
    browser, lead = scenario.browser("lead"), scenario.people["lead"]
    mentioned(scenario, lead)
    start_round(scenario.contracts[Status.REVIEW], scenario.amira)
    page_queries(browser, reverse("whats_due"))  # where agreements stand is remembered
    few = page_queries(browser, reverse("whats_due"))
    for number in range(4):
        mentioned(scenario, lead, f"@{{}} Frage {number}")
    assert page_queries(browser, reverse("whats_due")) == few
    page = read(browser.get(reverse("whats_due")))
    buttons = [
        said.get("href") for tag, said in page.tags if tag == "a" and "btn" in (said.get("class") or "")
    ]
    work = work_of(lead, timezone.localdate())
    assert len(work.first) >= 6
    assert {item.button_url for item in (*work.first, *work.later)} <= set(buttons)
