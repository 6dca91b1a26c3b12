"""What the pages say about the same obligations agrees: the numbers everywhere, and staff release with its posts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from agreements.choices import ReportDecision
from agreements.parties import ReportingSide
from agreements.tracking.agreement_duties import agreement_duties
from agreements.tracking.forms import chosen_filter
from agreements.tracking.overview.presenters import overview
from agreements.tracking.presenters.obligation_list import obligation_list
from agreements.tracking.presenters.obligation_page import obligation_page
from agreements.tracking.queries.obligations import terms_of
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.start.brief import brief_of
from agreements.tracking.start.district import CONFIRM, DistrictStart, district_start
from agreements.tracking.status import PRESSING, TrackedState
from tests.scenario import Scenario
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    Q3,
    answer_quarter_report,
    make_quarter_report,
)

AT = datetime(2025, 10, 2, 10, 0, tzinfo=UTC)
HALF = Filling(filled=Decimal("0.25"))


def report_from_both_sides(scenario: Scenario) -> None:
    """Let each side report what it owes alone and what both owe, and each have a question to answer."""
    amira, bogdan = scenario.amira, scenario.people["staff"]
    for code, who in (("O-03", bogdan), ("O-19", amira), ("O-25", amira), ("O-18", bogdan)):
        make_report(obligation_of(scenario.signed, code), DONE, who, AT)
    shared = make_report(obligation_of(scenario.signed, "O-06"), DONE, bogdan, AT)
    answer_report(shared, amira, AT, question="Für welches Jahr?")


def listed(scenario: Scenario, who: str, query: str, day: date) -> dict[TrackedState, int]:
    user = scenario.people[who]
    _, choice = chosen_filter(QueryDict(query), user)
    tallies = {one.state: one.number for one in obligation_list(user, choice, None, day).tallies}
    return {state: tallies.get(state, 0) for state in PRESSING}


def started(start: DistrictStart) -> dict[str, int]:
    return {one.key: one.total for one in start.sections}


@pytest.mark.parametrize("day", [date(2025, 10, 15), date(2026, 3, 10), date(2027, 1, 5)])
def test_every_page_shows_the_same_numbers(scenario: Scenario, day: date) -> None:
    report_from_both_sides(scenario)
    brief = brief_of(scenario.people["lead"], scenario.signed.agreement, day)
    assert brief is not None
    figures = {side: dict(zip(PRESSING, numbers, strict=True)) for side, numbers in brief.figures}
    ours, theirs = figures["Bezirk"], figures["MitWirkung"]
    assert ours[TrackedState.WAITING]
    assert theirs[TrackedState.WAITING]
    assert ours[TrackedState.ASKED_BACK]

    assert listed(scenario, "coordinator", "wer=district", day) == ours
    assert listed(scenario, "coordinator", "wer=association", day) == theirs
    assert listed(scenario, "staff", "", day) == ours
    [row] = overview(scenario.amira, "", day).rows
    assert dict(row.count.figures) == ours
    duties = agreement_duties(scenario.signed.agreement, day)
    theirs_alone = f"wer=alle&vertrag={scenario.signed.agreement.reference}"
    assert dict(duties.count.figures) == listed(scenario, "observer", theirs_alone, day)
    assert duties.waiting == {
        side: figures[label][TrackedState.WAITING]
        for side, label in zip(ReportingSide, ("Bezirk", "MitWirkung"), strict=True)
    }
    start = started(district_start(scenario.people["staff"], day))
    assert start == {
        **{state.value: ours[state] for state in PRESSING},
        CONFIRM: theirs[TrackedState.WAITING],
    }


def test_section_shows_as_many_rows_as_it_counts(scenario: Scenario) -> None:
    report_from_both_sides(scenario)
    for section in district_start(scenario.people["staff"], date(2025, 10, 15)).sections:
        assert len(section.rows) + section.more == section.total
        assert bool(section.rows) == bool(section.total)


def state_of(scenario: Scenario, code: str, day: date) -> tuple[TrackedState, str]:
    terms = terms_of(obligation_of(scenario.signed, code), day)
    assert terms is not None
    row = obligation_page(scenario.amira, terms, day).occurrences[-1].row
    return row.state, row.state_words.replace("\N{NO-BREAK SPACE}", " ")


def test_vacant_post_reopens_what_was_confirmed_as_done(scenario: Scenario) -> None:
    day = AT.date()
    made = make_report(obligation_of(scenario.signed, "O-01"), DONE, scenario.people["staff"], AT)
    answer_report(made, scenario.amira, AT)
    assert state_of(scenario, "O-01", day)[0] == TrackedState.DONE
    make_quarter_report(scenario.signed.agreement, Q3, scenario.people["staff"], AT, but={COORDINATION: HALF})
    assert state_of(scenario, "O-01", day) == (TrackedState.SHORT, "0,50 VZÄ unbesetzt")
    start = district_start(scenario.people["staff"], day)
    assert started(start)["short"] == 1
    [promise] = [one for one in start.promises if one.code == "O-01"]
    assert promise.words.replace("\N{NO-BREAK SPACE}", " ") == "0,50 VZÄ unbesetzt"


def test_filled_posts_settle_the_release_when_both_sides_say_so(scenario: Scenario) -> None:
    day = AT.date()
    assert state_of(scenario, "O-01", day)[0] == TrackedState.OVERDUE
    made = make_quarter_report(scenario.signed.agreement, Q3, scenario.people["staff"], AT)
    assert state_of(scenario, "O-01", day)[0] == TrackedState.OVERDUE
    answer_quarter_report(made, scenario.amira, AT)
    assert made.answers.get().decision == ReportDecision.CONFIRMED
    assert state_of(scenario, "O-01", day)[0] == TrackedState.DONE
    assert state_of(scenario, "O-03", day)[0] == TrackedState.OVERDUE, "a letter is no post"
