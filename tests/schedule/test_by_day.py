"""The schedule against its reference implementation, and properties that hold for all inputs."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from agreements.calendar_months import add_months
from agreements.choices import Anchor, DueShape
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.schedule.building import build_schedule
from agreements.schedule.facts import Events, OccasionFact, Terms
from tests.schedule.by_day import (
    by_days,
    first_day,
    index_in_force,
    recurring_by_day,
    single_by_day,
)
from tests.schedule.terms import count, event, fixed, offset, period, reported, text

DAY = timedelta(days=1)
some_day = st.dates(date(2022, 1, 1), date(2026, 12, 31))
steps = st.sampled_from([1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36])
distances = st.none() | st.builds(
    Offset, amount=st.integers(1, 20), unit=st.sampled_from(OffsetUnit), before=st.booleans()
)
recurring = st.builds(
    replace,
    st.builds(period, steps, st.integers(1, 12), st.integers(1, 31))
    | steps.map(lambda months: DueRule(shape=DueShape.PERIOD, period_months=months))
    | st.builds(count, steps, st.just(UNSET) | st.sampled_from([PeriodYear.SCHOOL, PeriodYear.CONTRACT]))
    | st.builds(offset, st.just(Anchor.BEGIN), distances, steps),
    first_year=st.just(UNSET) | st.integers(2022, 2028),
) | st.just(DueRule(shape=DueShape.CONTINUOUS))
NAMES = {Anchor.FULFILMENT: {"anchor_code": "O-06"}, Anchor.MILESTONE: {"anchor_milestone": "Fachtag"}}
single = some_day.map(fixed) | st.builds(offset, st.sampled_from(Anchor), distances).map(
    lambda rule: replace(rule, **NAMES.get(rule.anchor or Anchor.BEGIN, {}))
)


@st.composite
def contracts(draw: st.DrawFn, rules: st.SearchStrategy[DueRule]) -> tuple[list[Terms], Events]:
    """Generate a contract with up to two amendments, and its events."""
    begin = draw(some_day)
    signed = begin + draw(st.integers(-60, 200)) * DAY
    in_force = max(begin, signed)
    events = Events(
        begins_on=begin,
        signed_on=signed,
        in_force_on=in_force,
        last_day=max(add_months(begin, draw(st.integers(1, 48))), in_force),
        ba_resolution_on=draw(st.none() | some_day),
        fulfilled=draw(st.just({}) | st.builds(dict, **{"O-06": some_day})),
        milestones=draw(st.just({}) | st.builds(dict, Fachtag=some_day)),
    )
    texts = [text(draw(rules), in_force)]
    for number in range(1, draw(st.integers(1, 3))):
        last = texts[-1].effective_from
        assert last
        texts.append(text(draw(rules), last + draw(st.integers(1, 500)) * DAY, number))
    return texts, events


@settings(max_examples=60, deadline=None)
@given(contract=contracts(recurring))
def test_recurring_dates_match_the_reference(contract: tuple[list[Terms], Events]) -> None:
    texts, events = contract
    assert events.last_day
    found = [
        (one.starts_on, one.due_on, one.number)
        for one in build_schedule(texts, events, events.last_day + DAY).occurrences
        if one.due_on
    ]
    assert found == recurring_by_day(texts, events)


@settings(max_examples=60, deadline=None)
@given(contract=contracts(single), as_of=some_day)
def test_single_date_matches_the_reference(contract: tuple[list[Terms], Events], as_of: date) -> None:
    texts, events = contract
    found = [(one.due_on, one.number) for one in build_schedule(texts, events, as_of).occurrences]
    expected = single_by_day(texts, events, as_of)
    assert found == [expected or (None, texts[index_in_force(texts, max(as_of, first_day(texts[0])))].number)]


@settings(deadline=None)  # the first use of a year loads its holidays
@given(
    reactions=st.lists(
        distances.map(event),
        min_size=1,
        max_size=3,
    ),
    days=st.lists(some_day, max_size=4),
    as_of=some_day,
)
def test_occasion_matches_the_reference(reactions: list[DueRule], days: list[date], as_of: date) -> None:
    texts = [text(rule, date(2022, 1, 1) + 400 * place * DAY, place) for place, rule in enumerate(reactions)]
    occasions = tuple(OccasionFact(key, day) for key, day in enumerate(days))
    events = Events(in_force_on=date(2022, 1, 1), occasions=occasions)
    found = {one.key: (one.due_on, one.number) for one in build_schedule(texts, events, as_of).occurrences}
    assert found == {
        f"anlass-{one.key}": (
            by_days(one.day, distance)
            if (distance := texts[index_in_force(texts, one.day)].rule.distance)
            else None,
            index_in_force(texts, one.day),
        )
        for one in occasions
    }


@given(contract=contracts(recurring), as_of=some_day)
def test_past_dates_do_not_depend_on_the_day_of_the_query(
    contract: tuple[list[Terms], Events], as_of: date
) -> None:
    """Everything up to a day and one more; on a later day the same plus what came since."""
    texts, events = contract
    assert events.last_day
    now, whole = (
        [one for one in build_schedule(texts, events, day).occurrences if one.due_on]
        for day in (as_of, events.last_day + DAY)
    )
    assert now == whole[: sum(one.due_on < as_of for one in whole if one.due_on) + 1]


@given(contract=contracts(recurring | single), as_of=some_day)
def test_periods_follow_one_another_and_keys_are_unique(
    contract: tuple[list[Terms], Events], as_of: date
) -> None:
    texts, events = contract
    found = build_schedule(texts, events, as_of).occurrences
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.starts_on is not None
        assert one.due_on is None or events.in_force_on <= one.starts_on <= one.due_on  # type: ignore[operator]


@given(
    contract=contracts(recurring | single),
    changed=contracts(recurring | single),
    as_of=some_day,
    later=st.integers(0, 700),
    data=st.data(),
)
def test_reported_dates_never_change(
    contract: tuple[list[Terms], Events],
    changed: tuple[list[Terms], Events],
    as_of: date,
    later: int,
    data: st.DataObject,
) -> None:
    first = build_schedule(*contract, as_of).occurrences
    reports = [reported(one, settled=data.draw(st.booleans())) for one in first if data.draw(st.booleans())]
    after = build_schedule(*changed, as_of + later * DAY, reported=reports)
    for one in reports:
        found = after.get(one.key)
        assert found is not None
        assert (found.starts_on, found.due_on) == (one.starts_on, one.due_on)
    assert build_schedule(*changed, as_of + later * DAY, reported=reports) == after
    # nothing has changed: nothing is from an older text, and reporting has moved nothing
    again = build_schedule(*contract, as_of, reported=reports).occurrences
    assert again == first
