"""The state of an occurrence: from its due date, its last report and the answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import DueShape, Progress, ReportDecision, Sense
from agreements.due_rule import DueRule
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import OccasionFact, Occurrence, Terms
from agreements.tracking.status import LastReport, TrackedState, listed, occurrence_state, occurrence_statuses
from tests.schedule.terms import PANKOW, event, fixed, period, text
from tests.tracking.report_factories import DONE, IMPOSSIBLE, NOT, PARTLY, WORKING

CONFIRMED, ASKED_BACK = ReportDecision.CONFIRMED, ReportDecision.ASKED_BACK
ONE = Occurrence(key="2024-06-30", starts_on=date(2024, 1, 1), due_on=date(2024, 6, 30), number=0)
BEFORE, SOON, ON_THE_DAY, AFTER = date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 30), date(2024, 7, 1)


def last_report(progress: Progress, answer: ReportDecision | None = None) -> LastReport:
    return LastReport(progress=progress, answer=answer)


@pytest.mark.parametrize(
    ("as_of", "last", "state"),
    [
        (BEFORE, None, TrackedState.UPCOMING),
        (SOON, None, TrackedState.DUE),
        (ON_THE_DAY, None, TrackedState.DUE),
        (AFTER, None, TrackedState.OVERDUE),
        (BEFORE, last_report(WORKING), TrackedState.IN_PROGRESS),
        (BEFORE, last_report(PARTLY), TrackedState.IN_PROGRESS),
        (BEFORE, last_report(PARTLY, CONFIRMED), TrackedState.IN_PROGRESS),
        (BEFORE, last_report(NOT), TrackedState.UPCOMING),
        (SOON, last_report(WORKING), TrackedState.DUE),
        (AFTER, last_report(WORKING), TrackedState.OVERDUE),
        (AFTER, last_report(NOT, CONFIRMED), TrackedState.OVERDUE),
        (BEFORE, last_report(DONE), TrackedState.WAITING),
        (AFTER, last_report(DONE), TrackedState.WAITING),
        (AFTER, last_report(DONE, CONFIRMED), TrackedState.DONE),
        (AFTER, last_report(IMPOSSIBLE), TrackedState.WAITING),
        (AFTER, last_report(IMPOSSIBLE, CONFIRMED), TrackedState.IMPOSSIBLE),
        (BEFORE, last_report(DONE, ASKED_BACK), TrackedState.ASKED_BACK),
        (AFTER, last_report(PARTLY, ASKED_BACK), TrackedState.ASKED_BACK),
    ],
)
def test_state_of_one_occurrence(as_of: date, last: LastReport | None, state: TrackedState) -> None:
    assert occurrence_state(ONE, last, rests_in=None, as_of=as_of) == state


def test_lapsed_occurrence_is_never_overdue() -> None:
    gone = Occurrence(
        key="x", starts_on=None, due_on=date(2024, 6, 30), number=0, superseded=True, owed=False
    )
    for last, state in (
        (last_report(PARTLY), TrackedState.LAPSED),
        (last_report(NOT), TrackedState.LAPSED),
        (last_report(DONE), TrackedState.WAITING),
        (last_report(DONE, CONFIRMED), TrackedState.DONE),
    ):
        assert occurrence_state(gone, last, rests_in=None, as_of=AFTER) == state


@given(
    last=st.none() | st.builds(LastReport, progress=st.sampled_from(Progress), answer=st.none()),
    as_of=st.dates(date(2023, 1, 1), date(2026, 1, 1)),
)
def test_upper_limit_is_never_due(last: LastReport | None, as_of: date) -> None:
    state = occurrence_state(ONE, last, rests_in=TrackedState.AS_NEEDED, as_of=as_of)
    assert state not in {TrackedState.OVERDUE, TrackedState.DUE}


@given(
    last=st.none()
    | st.builds(
        LastReport, progress=st.sampled_from(Progress), answer=st.none() | st.sampled_from(ReportDecision)
    ),
    as_of=st.dates(date(2023, 1, 1), date(2026, 1, 1)),
)
def test_overdue_means_past_and_not_settled(last: LastReport | None, as_of: date) -> None:
    state = occurrence_state(ONE, last, rests_in=None, as_of=as_of)
    asked = last is not None and last.answer == ASKED_BACK
    settled = last is not None and last.progress in {DONE, IMPOSSIBLE}
    assert (state == TrackedState.OVERDUE) == (as_of > date(2024, 6, 30) and not settled and not asked)


@given(as_of=st.dates(date(2023, 1, 1), date(2030, 1, 1)))
def test_what_is_owed_continuously_is_never_due(as_of: date) -> None:
    texts = [text(DueRule(shape=DueShape.CONTINUOUS))]
    statuses = occurrence_statuses(texts, build_schedule(texts, PANKOW, as_of), {}, as_of)
    assert {one.state for one in statuses} == {TrackedState.CONTINUOUS}
    years = [one.due_on.year for one in statuses if one.due_on]
    assert years == [*range(2023, min(as_of.year, 2025) + 1)]  # looked at once a year, until the term ends


def test_occasion_without_reaction_time_is_due_and_never_overdue() -> None:
    occasion = Occurrence(key="anlass-1", starts_on=date(2024, 1, 1), due_on=None, number=0)
    assert occurrence_state(occasion, None, rests_in=None, as_of=date(2026, 1, 1)) == TrackedState.DUE


def listed_states(texts: list[Terms], as_of: date, **words: LastReport) -> list[tuple[str, TrackedState]]:
    """Return the listed occurrences of an obligation with their states; last reports by year."""
    last = {f"{year[1:]}-01-31": one for year, one in words.items()}
    status = occurrence_statuses(texts, build_schedule(texts, PANKOW, as_of), last, as_of)
    return [(one.occurrence.key if one.occurrence else "", one.state) for one in listed(status, as_of)]


def test_list_shows_open_and_next_occurrences() -> None:
    yearly, confirmed = [text(period(12, 1, 31))], last_report(DONE, CONFIRMED)
    assert listed_states(yearly, date(2025, 6, 1)) == [
        ("2024-01-31", TrackedState.OVERDUE),
        ("2025-01-31", TrackedState.OVERDUE),
        ("2026-01-31", TrackedState.UPCOMING),
    ]
    assert listed_states(yearly, date(2025, 6, 1), y2024=confirmed, y2025=last_report(DONE)) == [
        ("2025-01-31", TrackedState.WAITING),
        ("2026-01-31", TrackedState.UPCOMING),
    ]
    everything = dict.fromkeys(("y2024", "y2025", "y2026"), confirmed)
    assert listed_states(yearly, date(2026, 1, 1), **everything) == [("2026-01-31", TrackedState.DONE)]
    assert listed_states(yearly, date(2030, 1, 1), **everything) == [("2026-01-31", TrackedState.DONE)]


def test_list_shows_obligations_that_wait_for_an_occasion() -> None:
    texts, day = [text(event())], date(2024, 6, 1)
    assert listed_states(texts, day) == [("", TrackedState.ON_EVENT)]
    schedule = build_schedule(texts, replace(PANKOW, occasions=(OccasionFact(3, date(2024, 5, 1)),)), day)
    status = occurrence_statuses(texts, schedule, {}, day)
    assert [one.state for one in listed(status, day)] == [TrackedState.DUE, TrackedState.ON_EVENT]
    done = occurrence_statuses(texts, schedule, {"anlass-3": last_report(DONE, CONFIRMED)}, day)
    assert [one.state for one in listed(done, day)] == [TrackedState.ON_EVENT]


def test_past_upper_limits_are_not_listed() -> None:
    limit = Terms(
        number=0,
        effective_from=PANKOW.in_force_on,
        rule=period(12, 1, 31),
        quantity=Decimal(12),
        unit="Tage",
        sense=Sense.UP_TO,
    )
    assert listed_states([limit], date(2025, 6, 1)) == [("2026-01-31", TrackedState.AS_NEEDED)]


def test_obligation_without_occurrences_is_undated() -> None:
    unsigned = [text(fixed(date(2024, 1, 1)), None)]
    assert listed_states(unsigned, date(2024, 6, 1)) == [("", TrackedState.UNDATED)]
