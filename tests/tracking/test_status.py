"""Where an occurrence stands: by its day, what was said of it last, and how that was answered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Progress, ReportDecision, Sense
from agreements.tracking.schedule.building import build_schedule
from agreements.tracking.schedule.facts import OccasionFact, Occurrence, Terms
from agreements.tracking.status import TrackedState, Word, occurrence_state, track, worth_showing
from tests.tracking.report_factories import DONE, IMPOSSIBLE, NOT, PARTLY, WORKING
from tests.tracking.schedule.rules import PANKOW, event, fixed, period, text

CONFIRMED, ASKED = ReportDecision.CONFIRMED, ReportDecision.ASKED_BACK
ONE = Occurrence(key="2024-06-30", starts_on=date(2024, 1, 1), due_on=date(2024, 6, 30), number=0)
BEFORE, SOON, ON_THE_DAY, AFTER = date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 30), date(2024, 7, 1)


def word(progress: Progress, answer: ReportDecision | None = None) -> Word:
    return Word(progress=progress, answer=answer)


@pytest.mark.parametrize(
    ("as_of", "said", "state"),
    [
        (BEFORE, None, TrackedState.UPCOMING),
        (SOON, None, TrackedState.DUE),
        (ON_THE_DAY, None, TrackedState.DUE),
        (AFTER, None, TrackedState.OVERDUE),
        (BEFORE, word(WORKING), TrackedState.IN_PROGRESS),
        (BEFORE, word(PARTLY), TrackedState.IN_PROGRESS),
        (BEFORE, word(PARTLY, CONFIRMED), TrackedState.IN_PROGRESS),
        (BEFORE, word(NOT), TrackedState.UPCOMING),
        (SOON, word(WORKING), TrackedState.DUE),
        (AFTER, word(WORKING), TrackedState.OVERDUE),
        (AFTER, word(NOT, CONFIRMED), TrackedState.OVERDUE),
        (BEFORE, word(DONE), TrackedState.WAITING),
        (AFTER, word(DONE), TrackedState.WAITING),
        (AFTER, word(DONE, CONFIRMED), TrackedState.DONE),
        (AFTER, word(IMPOSSIBLE), TrackedState.WAITING),
        (AFTER, word(IMPOSSIBLE, CONFIRMED), TrackedState.IMPOSSIBLE),
        (BEFORE, word(DONE, ASKED), TrackedState.ASKED_BACK),
        (AFTER, word(PARTLY, ASKED), TrackedState.ASKED_BACK),
    ],
)
def test_where_one_occurrence_stands(as_of: date, said: Word | None, state: TrackedState) -> None:
    assert occurrence_state(ONE, said, up_to=False, as_of=as_of) == state


def test_what_no_text_owes_any_more_is_never_late() -> None:
    gone = Occurrence(key="x", starts_on=None, due_on=date(2024, 6, 30), number=0, older=True, owed=False)
    for said, state in (
        (word(PARTLY), TrackedState.LAPSED),
        (word(NOT), TrackedState.LAPSED),
        (word(DONE), TrackedState.WAITING),
        (word(DONE, CONFIRMED), TrackedState.DONE),
    ):
        assert occurrence_state(gone, said, up_to=False, as_of=AFTER) == state


@given(
    said=st.none() | st.builds(Word, progress=st.sampled_from(Progress), answer=st.none()),
    as_of=st.dates(date(2023, 1, 1), date(2026, 1, 1)),
)
def test_an_upper_limit_never_alarms(said: Word | None, as_of: date) -> None:
    state = occurrence_state(ONE, said, up_to=True, as_of=as_of)
    assert state not in {TrackedState.OVERDUE, TrackedState.DUE}


@given(
    said=st.none()
    | st.builds(Word, progress=st.sampled_from(Progress), answer=st.none() | st.sampled_from(ReportDecision)),
    as_of=st.dates(date(2023, 1, 1), date(2026, 1, 1)),
)
def test_overdue_is_only_what_lies_behind_us_and_was_not_settled(said: Word | None, as_of: date) -> None:
    state = occurrence_state(ONE, said, up_to=False, as_of=as_of)
    asked = said is not None and said.answer == ASKED
    settled = said is not None and said.progress in {DONE, IMPOSSIBLE}
    assert (state == TrackedState.OVERDUE) == (as_of > date(2024, 6, 30) and not settled and not asked)


def test_an_occasion_without_a_time_is_due_at_once_and_never_late() -> None:
    occasion = Occurrence(key="anlass-1", starts_on=date(2024, 1, 1), due_on=None, number=0)
    assert occurrence_state(occasion, None, up_to=False, as_of=date(2026, 1, 1)) == TrackedState.DUE


def shown(texts: list[Terms], as_of: date, **words: Word) -> list[tuple[str, TrackedState]]:
    """Return what the list shows of an obligation; words by year."""
    said = {f"{year[1:]}-01-31": one for year, one in words.items()}
    tracked = track(texts, build_schedule(texts, PANKOW, as_of), said, as_of)
    return [
        (one.occurrence.key if one.occurrence else "", one.state) for one in worth_showing(tracked, as_of)
    ]


def test_a_list_shows_what_is_open_and_what_comes_next() -> None:
    yearly, confirmed = [text(period(12, 1, 31))], word(DONE, CONFIRMED)
    assert shown(yearly, date(2025, 6, 1)) == [
        ("2024-01-31", TrackedState.OVERDUE),
        ("2025-01-31", TrackedState.OVERDUE),
        ("2026-01-31", TrackedState.UPCOMING),
    ]
    assert shown(yearly, date(2025, 6, 1), y2024=confirmed, y2025=word(DONE)) == [
        ("2025-01-31", TrackedState.WAITING),
        ("2026-01-31", TrackedState.UPCOMING),
    ]
    everything = dict.fromkeys(("y2024", "y2025", "y2026"), confirmed)
    assert shown(yearly, date(2026, 1, 1), **everything) == [("2026-01-31", TrackedState.DONE)]
    assert shown(yearly, date(2030, 1, 1), **everything) == [("2026-01-31", TrackedState.DONE)]


def test_a_list_shows_where_an_occasion_can_be_reported() -> None:
    texts, day = [text(event())], date(2024, 6, 1)
    assert shown(texts, day) == [("", TrackedState.ON_EVENT)]
    schedule = build_schedule(texts, replace(PANKOW, occasions=(OccasionFact(3, date(2024, 5, 1)),)), day)
    tracked = track(texts, schedule, {}, day)
    assert [one.state for one in worth_showing(tracked, day)] == [TrackedState.DUE, TrackedState.ON_EVENT]
    done = track(texts, schedule, {"anlass-3": word(DONE, CONFIRMED)}, day)
    assert [one.state for one in worth_showing(done, day)] == [TrackedState.ON_EVENT]


def test_a_limit_of_years_past_is_not_shown() -> None:
    limit = Terms(
        number=0,
        holds_from=PANKOW.in_force_on,
        rule=period(12, 1, 31),
        quantity=Decimal(12),
        unit="Tage",
        sense=Sense.UP_TO,
    )
    assert shown([limit], date(2025, 6, 1)) == [("2026-01-31", TrackedState.AS_NEEDED)]


def test_what_has_no_occurrence_says_so() -> None:
    unsigned = [text(fixed(date(2024, 1, 1)), None)]
    assert shown(unsigned, date(2024, 6, 1)) == [("", TrackedState.UNDATED)]
