"""The start pages and what can be done there."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.choices import ReportDecision
from agreements.models import Report
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.start.district import ROWS_IN_A_SECTION, DistrictStart, district_start
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.tracking.report_factories import (
    DONE,
    NOT,
    PARTLY,
    WORKING,
    answer_report,
    make_report,
    obligation_of,
)
from tests.tracking.staff_release.quarter_reports import PLANNING, Q3, make_quarter_report

AS_OF = date(2025, 10, 15)
AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
# session, reader, memberships, agreements and their histories, instruments, promises of the offices, districts with several
# contracts (twice), Mitzeichnungen, threads; of what is out for signing instruments, signatures, declinings, people, ceremonies
QUERIES_OF_DISTRICT = 17
# the same and what this process does not know: summaries that nobody has cached, occurrences, texts, reports, staff release
QUERIES_ANEW = 58


def section(start: DistrictStart, key: str) -> tuple[int, list[str]]:
    """Return the total of a section, and the codes of its rows."""
    [found] = [one for one in start.sections if one.key == key]
    return found.total, [row.code for row in found.rows]


def report_and_answer(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    make_report(obligation_of(scenario.signed, "O-01"), DONE, bogdan, AT)
    answer_report(
        make_report(obligation_of(scenario.signed, "O-03"), DONE, bogdan, AT),
        scenario.amira,
        AT,
        question="Wer ist es?",
    )
    make_report(obligation_of(scenario.signed, "O-06"), PARTLY, bogdan, AT, remark="Es fehlt ein Amt.")
    make_report(obligation_of(scenario.signed, "O-19"), DONE, scenario.amira, AT)


def test_sections_ordered_by_urgency(scenario: Scenario) -> None:
    report_and_answer(scenario)
    start = district_start(scenario.people["staff"], AS_OF)
    assert [one.key for one in start.sections] == [
        *("overdue", "short", "asked_back", "due", "confirm", "waiting")
    ]
    overdue, codes = section(start, "overdue")
    assert overdue == len(codes) <= ROWS_IN_A_SECTION
    assert "O-06" in codes
    assert section(start, "asked_back") == (1, ["O-03"])
    assert section(start, "confirm") == (1, ["O-19"])
    assert section(start, "waiting") == (1, ["O-01"])
    assert not start.nothing_open


def test_obligations_of_the_association_are_not_listed(scenario: Scenario) -> None:
    late = date(2027, 6, 1)
    assert "MitWirkung" not in {row.owed_by for row in district_start(scenario.people["staff"], late).rows}
    total, codes = section(district_start(scenario.people["staff"], late), "overdue")
    assert total > len(codes) == ROWS_IN_A_SECTION


def test_promises_by_office(scenario: Scenario) -> None:
    report_and_answer(scenario)
    found = district_start(scenario.people["staff"], AS_OF).promises
    assert [one.office for one in found] == sorted(one.office for one in found)
    told = {(one.office, one.code): one for one in found}
    planning, coordination = told["Jugendamt", "O-02"], told["Abteilung Jugend und Familie", "O-01"]
    assert planning.share == "mindestens 0,15\N{NO-BREAK SPACE}VZÄ (15\N{NO-BREAK SPACE}%)"
    assert coordination.words == "wartet auf Bestätigung"


def test_staff_release_with_open_tasks(scenario: Scenario) -> None:
    staff = scenario.people["staff"]
    [before] = district_start(staff, AS_OF).releases
    assert before.missing == ("3. Quartal 2025",)
    vacant = Filling(filled=Decimal("0.15"), vacated_on=date(2025, 8, 1))
    make_quarter_report(
        scenario.signed.agreement, Q3, staff, datetime(2025, 10, 2, tzinfo=UTC), but={PLANNING: vacant}
    )
    [row] = district_start(staff, AS_OF).releases
    assert (row.missing, row.waiting) == ((), ("3. Quartal 2025",))
    assert (row.short, row.since) == ("0,15\N{NO-BREAK SPACE}VZÄ", date(2025, 8, 1))
    page = read(scenario.browser("staff").get(reverse("whats_due")))
    assert reverse("release_detail", args=[row.agreement_id]) in {tag.get("href") for _, tag in page.tags}
    assert district_start(scenario.people["neighbour"], AS_OF).releases == ()


def test_other_districts_see_nothing(scenario: Scenario) -> None:
    start = district_start(scenario.people["neighbour"], AS_OF)
    assert start.nothing_signed
    assert not start.rows
    page = scenario.browser("neighbour").get(reverse("whats_due")).content.decode()
    assert "Noch kein unterzeichneter Vertrag" in page


def test_reporting_and_confirming_on_the_start_page(scenario: Scenario) -> None:
    report_and_answer(scenario)
    browser, obligation = scenario.browser("staff"), obligation_of(scenario.signed, "O-06")
    opened = f"{reverse('obligation_report', args=[obligation.pk])}?liste=start&termin=2025-10-01"
    shown = read(browser.get(opened))
    assert "Was steht an" in shown.title
    key = shown.fields["occurrence"]
    refused = browser.post(
        f"{reverse('obligation_report', args=[obligation.pk])}?liste=start",
        {"occurrence": key, "progress": "partly", "done_on": "2025-07-02"},
    )
    assert refused.status_code == 422
    assert "Bitte begründen" in refused.content.decode()
    sent = browser.post(
        f"{reverse('obligation_report', args=[obligation.pk])}?liste=start",
        {"occurrence": key, "progress": "fulfilled", "done_on": "2025-07-02"},
    )
    assert (sent.status_code, sent.headers["Location"]) == (302, reverse("whats_due"))
    ours = Report.objects.get(obligation__code="O-19")
    confirmed = browser.post(
        f"{reverse('report_answer', args=[ours.obligation_id, ours.pk])}?liste=start",
        {"decision": "confirmed", "seen": "0"},
    )
    assert confirmed.headers["Location"] == reverse("whats_due")
    assert ours.answers.get().decision == ReportDecision.CONFIRMED


def test_more_districts_and_reports_cost_no_more_queries(
    scenario: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bogdan = scenario.people["staff"]
    staff = scenario.browser("staff")
    answer_report(
        make_report(obligation_of(scenario.signed, "O-03"), WORKING, bogdan, AT),
        scenario.amira,
        AT,
        question="Wer?",
    )
    answer_report(
        make_report(obligation_of(scenario.signed, "O-25"), DONE, bogdan, AT),
        scenario.amira,
        AT,
        question="Wann?",
    )
    for number in (QUERIES_ANEW, QUERIES_OF_DISTRICT):
        with django_assert_num_queries(number):
            staff.get(reverse("whats_due"))
    factories.signed_contract(factories.district("08"), factories.coordinator())
    for code in ("O-01", "O-06", "O-11", "O-12", "O-23"):
        answer_report(
            make_report(obligation_of(scenario.signed, code), NOT, bogdan, AT, remark="Nein."),
            scenario.amira,
            AT,
            question="Warum?",
        )
    for number in (QUERIES_ANEW, QUERIES_OF_DISTRICT):
        with django_assert_num_queries(number):
            staff.get(reverse("whats_due"))


@pytest.mark.parametrize(
    ("who", "goal"), [("staff", "whats_due"), ("lead", "whats_due"), ("coordinator", "work")]
)
def test_home_redirects_to_the_start_page(scenario: Scenario, who: str, goal: str) -> None:
    browser = scenario.browser(who)
    assert browser.get(reverse("start")).headers["Location"] == reverse(goal)
    page = read(browser.get(reverse(goal)))
    assert any(tag == "a" and said.get("aria-current") == "page" for tag, said in page.tags)
