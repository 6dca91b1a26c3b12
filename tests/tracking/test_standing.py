"""Where an obligation stands: what was said counts for what was due then, and for nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.content import DueRule
from agreements.tracking.due import ContractDates
from agreements.tracking.standing import Said, Tracked, TrackedState, track
from agreements.vocabulary import Anchor, DueShape, Progress

CONTRACT = ContractDates(
    begins_on=date(2023, 1, 1),
    signed_on=date(2022, 12, 1),
    in_force_on=date(2023, 1, 1),
    last_day=date(2027, 12, 31),
    ba_resolution_on=None,
)
ONCE = DueRule(shape=DueShape.FIXED, due_on=date(2024, 6, 30))
YEARLY = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=12, due_day=31)
ON_OCCASION = DueRule(shape=DueShape.EVENT, trigger="bei jeder Änderung")
AFTER_RESOLUTION = DueRule(shape=DueShape.OFFSET, anchor=Anchor.BA_RESOLUTION, offset_months=3)

FULFILLED, PARTLY, NOT, IMPOSSIBLE, WORKING = (
    Progress.FULFILLED,
    Progress.PARTLY,
    Progress.NOT_FULFILLED,
    Progress.IMPOSSIBLE,
    Progress.IN_PROGRESS,
)


def told(*reports: tuple[date, Progress]) -> list[Said]:
    return [Said(day, progress) for day, progress in reports]


def look(rule: DueRule, as_of: date, *reports: tuple[date, Progress], up_to: bool = False) -> Tracked:
    return track(rule, CONTRACT, told(*reports), up_to=up_to, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "reports", "state"),
    [
        (date(2024, 5, 30), [], TrackedState.UPCOMING),
        (date(2024, 5, 31), [], TrackedState.DUE),
        (date(2024, 6, 30), [], TrackedState.DUE),
        (date(2024, 7, 1), [], TrackedState.OVERDUE),
        (date(2024, 5, 1), [(date(2024, 4, 1), WORKING)], TrackedState.IN_PROGRESS),
        (date(2024, 5, 1), [(date(2024, 4, 1), PARTLY)], TrackedState.IN_PROGRESS),
        (date(2024, 5, 1), [(date(2024, 4, 1), NOT)], TrackedState.UPCOMING),
        (date(2024, 6, 1), [(date(2024, 4, 1), WORKING)], TrackedState.DUE),
        (date(2024, 7, 1), [(date(2024, 4, 1), WORKING)], TrackedState.OVERDUE),
        (date(2024, 7, 1), [(date(2024, 4, 1), PARTLY)], TrackedState.OVERDUE),
        (date(2024, 5, 1), [(date(2024, 4, 1), FULFILLED)], TrackedState.DONE),
        (date(2026, 5, 1), [(date(2024, 4, 1), FULFILLED)], TrackedState.DONE),
        (date(2026, 5, 1), [(date(2024, 8, 1), FULFILLED)], TrackedState.DONE),
        (date(2024, 7, 1), [(date(2024, 4, 1), IMPOSSIBLE)], TrackedState.IMPOSSIBLE),
        (date(2024, 9, 1), [(date(2024, 4, 1), FULFILLED), (date(2024, 8, 1), NOT)], TrackedState.OVERDUE),
    ],
)
def test_what_is_owed_once(as_of: date, reports: list[tuple[date, Progress]], state: TrackedState) -> None:
    assert look(ONCE, as_of, *reports).state == state


@pytest.mark.parametrize(
    ("as_of", "reports", "state", "due_on"),
    [
        pytest.param(
            date(2024, 3, 1), [], TrackedState.OVERDUE, date(2023, 12, 31), id="nobody said anything"
        ),
        pytest.param(
            date(2023, 11, 1),
            [(date(2023, 10, 1), FULFILLED)],
            TrackedState.DONE,
            date(2023, 12, 31),
            id="done early stays done until its day",
        ),
        pytest.param(
            date(2024, 1, 1),
            [(date(2023, 10, 1), FULFILLED)],
            TrackedState.UPCOMING,
            date(2024, 12, 31),
            id="a new period starts open",
        ),
        pytest.param(
            date(2024, 3, 1),
            [(date(2024, 2, 1), FULFILLED)],
            TrackedState.UPCOMING,
            date(2024, 12, 31),
            id="a late report settles what it was late for, not the next one",
        ),
        pytest.param(
            date(2025, 1, 1),
            [(date(2024, 2, 1), FULFILLED)],
            TrackedState.OVERDUE,
            date(2024, 12, 31),
            id="and the next one is overdue in its turn",
        ),
        pytest.param(
            date(2024, 3, 1),
            [(date(2024, 2, 1), FULFILLED), (date(2024, 2, 15), FULFILLED)],
            TrackedState.DONE,
            date(2024, 12, 31),
            id="a second one counts for the next",
        ),
        pytest.param(
            date(2024, 3, 1),
            [(date(2024, 2, 1), FULFILLED), (date(2024, 2, 1), FULFILLED)],
            TrackedState.UPCOMING,
            date(2024, 12, 31),
            id="said twice on one day counts once",
        ),
        pytest.param(
            date(2024, 11, 16),
            [(date(2024, 11, 15), FULFILLED)],
            TrackedState.DONE,
            date(2024, 12, 31),
            id="in November one speaks of the year that is ending",
        ),
        pytest.param(
            date(2025, 1, 1),
            [(date(2024, 11, 15), FULFILLED)],
            TrackedState.UPCOMING,
            date(2025, 12, 31),
            id="and that year stays done",
        ),
        pytest.param(
            date(2024, 11, 16),
            [(date(2024, 11, 15), WORKING)],
            TrackedState.OVERDUE,
            date(2023, 12, 31),
            id="work on the next one does not settle the last one",
        ),
        pytest.param(
            date(2024, 3, 1),
            [(date(2024, 2, 1), FULFILLED), (date(2024, 2, 1), NOT)],
            TrackedState.OVERDUE,
            date(2023, 12, 31),
            id="put right on the same day",
        ),
        pytest.param(
            date(2024, 6, 1),
            [(date(2023, 10, 1), FULFILLED), (date(2024, 5, 1), WORKING)],
            TrackedState.IN_PROGRESS,
            date(2024, 12, 31),
            id="work on this year's",
        ),
        pytest.param(
            date(2024, 12, 1),
            [(date(2023, 10, 1), FULFILLED), (date(2024, 5, 1), WORKING)],
            TrackedState.DUE,
            date(2024, 12, 31),
            id="thirty days before",
        ),
        pytest.param(
            date(2024, 2, 1),
            [(date(2023, 10, 1), IMPOSSIBLE)],
            TrackedState.UPCOMING,
            date(2024, 12, 31),
            id="impossible in one year is not impossible for ever",
        ),
        pytest.param(
            date(2030, 1, 1),
            [(date(2027, 12, 1), FULFILLED)],
            TrackedState.DONE,
            date(2027, 12, 31),
            id="done for good when the term is over",
        ),
    ],
)
def test_what_comes_back_every_year(
    as_of: date, reports: list[tuple[date, Progress]], state: TrackedState, due_on: date
) -> None:
    tracked = look(YEARLY, as_of, *reports)
    assert (tracked.state, tracked.due_on) == (state, due_on)


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2024, 1, 1), date(2026, 7, 1), date(2029, 1, 1)])
@pytest.mark.parametrize("rule", [ONCE, YEARLY])
def test_an_upper_limit_is_never_overdue_or_due(rule: DueRule, as_of: date) -> None:
    assert look(rule, as_of, up_to=True).state == TrackedState.AS_NEEDED
    assert look(rule, as_of, (date(2023, 2, 1), NOT), up_to=True).state == TrackedState.AS_NEEDED


def test_an_upper_limit_can_be_reported() -> None:
    assert (
        look(YEARLY, date(2023, 6, 1), (date(2023, 5, 1), FULFILLED), up_to=True).state == TrackedState.DONE
    )
    assert (
        look(YEARLY, date(2023, 6, 1), (date(2023, 5, 1), WORKING), up_to=True).state
        == TrackedState.IN_PROGRESS
    )
    assert (
        look(YEARLY, date(2024, 6, 1), (date(2023, 5, 1), FULFILLED), up_to=True).state
        == TrackedState.AS_NEEDED
    )


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        (WORKING, TrackedState.IN_PROGRESS),
        (FULFILLED, TrackedState.ON_EVENT),
        (NOT, TrackedState.ON_EVENT),
    ],
)
def test_an_occasion_can_come_again(progress: Progress, state: TrackedState) -> None:
    assert look(ON_OCCASION, date(2024, 1, 1)).state == TrackedState.ON_EVENT
    assert look(ON_OCCASION, date(2024, 1, 1), (date(2023, 5, 1), progress)).state == state


def test_what_waits_for_a_date_can_be_done_all_the_same() -> None:
    assert look(AFTER_RESOLUTION, date(2024, 1, 1)).state == TrackedState.UNDATED
    assert look(AFTER_RESOLUTION, date(2024, 1, 1), (date(2023, 5, 1), FULFILLED)).state == TrackedState.DONE


def test_the_last_report_of_a_day_counts_in_the_order_given() -> None:
    first, second = (date(2023, 5, 1), WORKING), (date(2023, 5, 1), FULFILLED)
    assert look(ONCE, date(2024, 1, 1), first, second).state == TrackedState.DONE
    assert look(ONCE, date(2024, 1, 1), second, first).state == TrackedState.IN_PROGRESS


@pytest.mark.parametrize(
    ("as_of", "reports", "due_on"),
    [
        (date(2024, 1, 10), [], date(2023, 12, 31)),
        (date(2024, 7, 1), [], date(2023, 12, 31)),
        (date(2024, 7, 2), [], date(2024, 12, 31)),
        (date(2024, 1, 10), [(date(2024, 1, 9), FULFILLED)], date(2024, 12, 31)),
    ],
)
def test_a_report_says_what_it_would_count_for(
    as_of: date, reports: list[tuple[date, Progress]], due_on: date
) -> None:
    tracked = look(YEARLY, as_of, *reports)
    assert tracked.counts_for
    assert tracked.counts_for.due_on == due_on


days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
told_so = st.lists(st.tuples(days, st.sampled_from(Progress)), max_size=8)


@given(rule=st.sampled_from([ONCE, YEARLY, ON_OCCASION, AFTER_RESOLUTION]), reports=told_so, as_of=days)
def test_overdue_is_only_what_lies_behind_us_and_was_not_settled(
    rule: DueRule, reports: list[tuple[date, Progress]], as_of: date
) -> None:
    tracked = look(rule, as_of, *reports)
    late = tracked.due_on is not None and tracked.due_on < as_of
    assert (tracked.state == TrackedState.OVERDUE) == (
        late and tracked.state not in {TrackedState.DONE, TrackedState.IMPOSSIBLE}
    )
    assert tracked.state != TrackedState.UNDATED or tracked.due_on is None
    if tracked.state == TrackedState.DONE:
        assert FULFILLED in {progress for _, progress in reports}


@given(rule=st.sampled_from([ONCE, YEARLY]), reports=told_so, as_of=days)
def test_an_upper_limit_never_alarms(
    rule: DueRule, reports: list[tuple[date, Progress]], as_of: date
) -> None:
    state = look(rule, as_of, *reports, up_to=True).state
    assert state not in {TrackedState.OVERDUE, TrackedState.DUE}
