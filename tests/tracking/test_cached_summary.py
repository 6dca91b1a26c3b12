"""The cached summary equals a computed one on every day of its validity, and is never outdated."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements import situation_cache
from agreements.choices import ResolutionKind
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import Resolution, ScheduleCache
from agreements.parties import ReportingSide
from agreements.tracking.actions import report_occasion
from agreements.tracking.counts import count_states
from agreements.tracking.list_entries import entries_on
from agreements.tracking.overview.cached_summary import (
    cached_summaries,
    read_cached,
    rebuild_summaries,
    store_summaries,
)
from agreements.tracking.overview.presenters import overview
from agreements.tracking.queries.obligations import (
    ObligationFilter,
    TrackedObligation,
    newest_terms,
    tracked_obligations,
)
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.status import PRESSING
from tests import factories
from tests.scenario import Scenario
from tests.tracking.report_factories import DONE, PARTLY, WORKING, answer_report, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import PLANNING, Q3, make_quarter_report

DAY = timedelta(days=1)
AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)


def computed(as_of: date) -> list[TrackedObligation]:
    """Return the occurrences without the cache."""
    return tracked_obligations(newest_terms(), as_of)


def pressing_numbers(found: list[TrackedObligation]) -> dict[str, int]:
    """Count the pressing occurrences of the districts."""
    numbers = Counter(tracked.status.state for tracked in found if ReportingSide.DISTRICT in tracked.whose)
    return {state: numbers[state] for state in PRESSING}


def signed() -> set[int]:
    return set(newest_terms().order_by().values_list("instrument__agreement", flat=True))


def report_in_every_state(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    make_report(obligation_of(scenario.signed, "O-01"), DONE, bogdan, AT)
    answer_report(
        make_report(obligation_of(scenario.signed, "O-03"), DONE, bogdan, AT),
        scenario.amira,
        AT,
        question="Wer?",
    )
    answer_report(make_report(obligation_of(scenario.signed, "O-25"), DONE, bogdan, AT), scenario.amira, AT)
    make_report(obligation_of(scenario.signed, "O-06"), PARTLY, bogdan, AT, remark="Es fehlt ein Amt.")
    make_report(obligation_of(scenario.signed, "O-11"), WORKING, bogdan, AT)
    report_occasion(
        obligation_of(scenario.signed, "O-27"), happened_on=date(2025, 6, 1), note="Plakat", by=bogdan, at=AT
    )


def test_summary_is_valid_until_its_last_day(scenario: Scenario) -> None:
    report_in_every_state(scenario)
    pk, day, end = scenario.signed.agreement_id, date(2025, 7, 1), date(2027, 1, 1)
    rebuilds = 0
    while day < end:
        summary = rebuild_summaries([pk], day)[pk]
        assert summary.valid_until >= day
        last = min(summary.valid_until, end)
        for as_of in {day, day + (last - day) // 2, last}:
            counted = count_states(
                entries_on(summary.entries, as_of), ObligationFilter(owed_by=ReportingSide.DISTRICT)
            )
            found = computed(as_of)
            assert {state: counted.of(state) for state in PRESSING} == pressing_numbers(found), (day, as_of)
            entries = {
                (one.obligation_id, one.key, one.state.value) for one in entries_on(summary.entries, as_of)
            }
            listed = {(one.obligation_id, one.key, one.status.state.value) for one in found}
            assert entries == listed, (day, as_of)
        day, rebuilds = last + DAY, rebuilds + 1
    assert rebuilds > 10


def test_worker_fills_the_cache_and_the_page_reads_it(
    scenario: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report_in_every_state(scenario)
    ScheduleCache.objects.all().delete()
    day = AT.date()
    fresh = overview(scenario.amira, "", day)
    assert [line.split(",")[0] for line in store_summaries(AT)] == [
        f"cached: agreement {scenario.signed.agreement_id}"
    ]
    assert list(store_summaries(AT)) == []
    known = signed()
    with django_assert_num_queries(1):
        summary = cached_summaries(known, day)
    situation_cache.forget()
    with django_assert_num_queries(4):  # agreements, what is kept of them, people, districts
        kept = overview(scenario.amira, "", day)
    assert kept == fresh
    assert summary == rebuild_summaries(known, day)


@pytest.mark.parametrize("what", ["report", "answer", "occasion", "resolution", "day"])
def test_every_change_is_visible_immediately(scenario: Scenario, what: str) -> None:
    report_in_every_state(scenario)
    bogdan, day = scenario.people["staff"], AT.date()
    waiting = obligation_of(scenario.signed, "O-01").reports.get()
    list(store_summaries(AT))
    before = pressing_numbers(computed(day))
    match what:
        case "report":
            make_report(obligation_of(scenario.signed, "O-06"), DONE, bogdan, AT)
        case "answer":
            answer_report(waiting, scenario.amira, AT)
        case "occasion":
            report_occasion(
                obligation_of(scenario.signed, "O-27"), happened_on=day, note="Film", by=bogdan, at=AT
            )
        case "resolution":
            record_fact(
                Resolution,
                scenario.signed.agreement,
                kind=ResolutionKind.BA_RESOLUTION,
                dated=date(2025, 3, 20),
                number="BA 1",
                source="Protokoll",
                by=scenario.amira,
                at=AT,
            )
        case "day":
            day = date(2027, 2, 1)
    after = pressing_numbers(computed(day))
    assert after != before
    shown = overview(scenario.amira, "", day)
    [row] = shown.rows
    assert {state: row.count.of(state) for state in PRESSING} == after


def test_release_problems_are_valid_until_the_last_day(
    scenario: Scenario,
) -> None:
    agreement, bogdan = scenario.signed.agreement, scenario.people["staff"]
    vacant = Filling(filled=Decimal("0.15"), vacated_on=date(2025, 8, 1))
    make_quarter_report(agreement, Q3, bogdan, datetime(2025, 8, 2, tzinfo=UTC), but={PLANNING: vacant})
    day, said = date(2025, 8, 2), set()
    while day < date(2026, 8, 1):
        summary = rebuild_summaries([agreement.pk], day)[agreement.pk]
        for as_of in {day + (summary.valid_until - day) // 2, summary.valid_until}:
            assert rebuild_summaries([agreement.pk], as_of)[agreement.pk].release == summary.release, (
                day,
                as_of,
            )
        assert summary.release is not None
        said |= set(summary.release.words)
        day = summary.valid_until + DAY
    short = "Freistellung: 0,15\N{NO-BREAK SPACE}VZÄ unbesetzt seit 01.08.2025"
    missing = "Freistellung nicht gemeldet: 4. Quartal 2025, 1. Quartal 2026, 2. Quartal 2026"
    assert {short, missing} <= said
    assert short in overview(scenario.amira, "", date(2025, 10, 1)).rows[0].why


def test_day_before_it_was_built_is_computed(scenario: Scenario) -> None:
    report_in_every_state(scenario)
    list(store_summaries(AT + 300 * DAY))
    assert read_cached(signed(), AT.date()) == {}
    assert cached_summaries(signed(), AT.date()) == rebuild_summaries(signed(), AT.date())


def test_worker_queries_per_batch(scenario: Scenario) -> None:
    factories.signed_contract(factories.district("08"), scenario.amira)
    assert len(list(store_summaries(AT))) == 2
    assert len(cached_summaries(signed(), AT.date())) == 2
