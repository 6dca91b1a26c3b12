"""Shortfall and vacancies: a table of cases, and random cases against the reference."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.choices import Sense
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.quarters import Quarter, quarters
from agreements.tracking.staff_release.shortfall import (
    Filling,
    FillingsByQuarter,
    ReleaseStep,
    shortfall,
    steps,
    vacancies,
)
from tests.tracking.staff_release.by_day import every_day, months

COORDINATION, PLANNING = (
    PostPlace("O-01", "Abteilung", "Koordination"),
    PostPlace("O-02", "Jugendamt", "Planung"),
)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
WHOLE = Decimal("0.75")
Q1, Q2, Q3, Q4 = (Quarter(2024, number) for number in (1, 2, 3, 4))


def share(
    place: PostPlace = COORDINATION,
    amount: str = "0.75",
    starts_on: date = FIRST,
    ends_on: date | None = LAST,
) -> AgreedShare:
    return AgreedShare(
        place=place, post=1, share=Decimal(amount), sense=Sense.AT_LEAST, starts_on=starts_on, ends_on=ends_on
    )


def filling(
    filled: str = "0.75", since: date | None = None, until: date | None = None, **more: object
) -> Filling:
    return Filling(filled=Decimal(filled), vacated_on=since, last_vacant_on=until, **more)  # type: ignore[arg-type]  # passed on


def missing(
    reported: FillingsByQuarter, last: date, agreed: tuple[AgreedShare, ...] = (share(),)
) -> tuple[str, ...]:
    found = shortfall(steps(agreed, reported, FIRST, last))
    return tuple(
        str(value) for value in (found.now, found.fte_months, found.months, found.unknown_fte_months)
    )


# what is reported, until which day, and: missing then, in FTE-months, for how many months, unknown FTE-months
CASES = {
    "all there": ({Q1: filling()}, Q1.last_day, ("0", "0.00", "0.00", "0.00")),
    "half of it": ({Q1: filling("0.5")}, Q1.last_day, ("0.25", "0.75", "3.00", "0.00")),
    "more than agreed": ({Q1: filling("1")}, Q1.last_day, ("0", "0.00", "0.00", "0.00")),
    "more now does not make up for less then": (
        {Q1: filling("0.5"), Q2: filling("1")},
        Q2.last_day,
        ("0", "0.75", "3.00", "0.00"),
    ),
    "vacant in February of a leap year": (
        {Q1: filling(since=date(2024, 2, 1), until=date(2024, 2, 29))},
        Q1.last_day,
        ("0", "0.75", "1.00", "0.00"),
    ),
    "vacant on 29 February": (
        {Q1: filling(since=date(2024, 2, 29), until=date(2024, 2, 29))},
        date(2024, 2, 29),
        ("0.75", "0.03", "0.03", "0.00"),
    ),
    "vacant from the middle on": (
        {Q1: filling(since=date(2024, 3, 1))},
        Q1.last_day,
        ("0.75", "0.75", "1.00", "0.00"),
    ),
    "with a substitute": (
        {Q1: filling(since=FIRST, substitute="Planung", substitute_share=Decimal("0.5"))},
        Q1.last_day,
        ("0.25", "0.75", "3.00", "0.00"),
    ),
    "nobody has said anything": ({}, Q1.last_day, ("0", "0.00", "0.00", "2.25")),
    "a gap between two reports": ({Q1: filling(), Q3: filling()}, Q3.last_day, ("0", "0.00", "0.00", "2.25")),
}


@pytest.mark.parametrize("case", CASES)
def test_shortfall_cases(case: str) -> None:
    said, last, expected = CASES[case]
    assert missing({quarter: {COORDINATION: of} for quarter, of in said.items()}, last) == expected


def test_amendment_within_a_quarter() -> None:
    day = date(2024, 2, 1)
    agreed = (share(amount="0.5", ends_on=day - timedelta(days=1)), share(amount="1", starts_on=day))
    found = steps(agreed, {Q1: {COORDINATION: filling("0.5")}}, FIRST, Q1.last_day)
    assert [(step.starts_on, step.agreed, step.short) for step in found] == [
        (FIRST, Decimal("0.5"), Decimal(0)),
        (day, Decimal(1), Decimal("0.5")),
    ]


def test_surplus_does_not_offset_a_shortfall() -> None:
    agreed = (share(), share(PLANNING, "0.15"))
    reported = {Q1: {COORDINATION: filling("1"), PLANNING: filling("0.05")}}
    assert missing(reported, Q1.last_day, agreed) == ("0.10", "0.30", "3.00", "0.00")


def test_upper_limit_is_never_short() -> None:
    limit = AgreedShare(
        place=PLANNING, post=2, share=Decimal("0.15"), sense=Sense.UP_TO, starts_on=FIRST, ends_on=None
    )
    assert missing({Q1: {PLANNING: filling("0", FIRST)}}, Q1.last_day, (limit,)) == (
        "0",
        "0.00",
        "0.00",
        "0.00",
    )


# --- vacancies ----------------------------------------------------------------------------------------------------

MARCH = date(2024, 3, 1)
TOO_LONG = {
    "three months to the day": (
        {Q1: filling(since=MARCH), Q2: filling(since=MARCH, until=date(2024, 5, 31))},
        False,
    ),
    "a day longer": ({Q1: filling(since=MARCH), Q2: filling(since=MARCH, until=date(2024, 6, 1))}, True),
    "open, and nobody has reported since": ({Q1: filling(since=MARCH)}, True),
    "ended by the next report": ({Q1: filling(since=MARCH), Q2: filling()}, False),
    "the next report says it began with its quarter": (
        {Q1: filling(since=MARCH), Q2: filling("0", since=Q2.first_day)},
        True,
    ),
    "filled for a month in between": (
        {Q1: filling(since=MARCH), Q2: filling(since=date(2024, 5, 1), until=date(2024, 6, 30))},
        False,
    ),
}


@pytest.mark.parametrize("case", TOO_LONG)
def test_vacancy_limit_cases(case: str) -> None:
    said, too_long = TOO_LONG[case]
    found = vacancies((share(),), {quarter: {COORDINATION: of} for quarter, of in said.items()}, 3)
    assert any(vacancy.too_long(date(2024, 7, 15)) for vacancy in found) == too_long
    without = vacancies((share(),), {quarter: {COORDINATION: of} for quarter, of in said.items()}, None)
    assert not any(vacancy.too_long(LAST) for vacancy in without)


def test_vacancy_is_limited_to_agreed_days() -> None:
    agreed = (share(starts_on=date(2024, 2, 1), ends_on=date(2024, 8, 31)),)
    [found] = vacancies(agreed, {Q1: {COORDINATION: filling("0", since=date(2023, 6, 1))}}, 3)
    assert (found.starts_on, found.ends_on, found.over_on) == (
        date(2024, 2, 1),
        date(2024, 8, 31),
        date(2024, 5, 1),
    )
    assert [found.too_long(day) for day in (date(2024, 4, 30), date(2024, 5, 1))] == [False, True]


# --- any case, day by day -----------------------------------------------------------------------------------------

days = st.dates(date(2023, 11, 1), date(2026, 2, 28))
amounts = st.integers(0, 1000).map(lambda number: Decimal(number).scaleb(-3))
PLACES = (COORDINATION, PLANNING, PostPlace("O-02", "Sozialamt", "Grundsatz"))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    first, length = draw(days), draw(st.none() | st.integers(0, 500))
    return first, None if length is None else first + timedelta(days=length)


@st.composite
def agreements(draw: st.DrawFn) -> tuple[AgreedShare, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        starts_on, ends_on = draw(spans())
        amount, sense = draw(amounts.filter(bool)), draw(st.sampled_from(Sense))
        place = draw(st.sampled_from(PLACES))
        found.append(
            AgreedShare(place=place, post=1, share=amount, sense=sense, starts_on=starts_on, ends_on=ends_on)
        )
    return tuple(found)


@st.composite
def fillings(draw: st.DrawFn) -> Filling:
    since, until = draw(spans()) if draw(st.booleans()) else (None, None)
    covered = draw(st.none() | amounts) if since else None
    return Filling(
        filled=draw(amounts),
        vacated_on=since,
        last_vacant_on=until,
        substitute="Planung" if covered else "",
        substitute_share=covered or None,
    )


reports = st.dictionaries(
    st.sampled_from(list(quarters(FIRST, LAST))),
    st.dictionaries(st.sampled_from(PLACES), fillings()),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(agreed=agreements(), reported=reports, first=days, length=st.integers(0, 600))
def test_steps_match_the_reference(
    agreed: tuple[AgreedShare, ...],
    reported: dict[Quarter, dict[PostPlace, Filling]],
    first: date,
    length: int,
) -> None:
    last = first + timedelta(days=length)
    found = steps(agreed, reported, first, last)
    slow = every_day(agreed, reported, first, last)
    assert [of_day(found, one.day) for one in slow] == [tuple(one)[1:] for one in slow]
    total = shortfall(found)
    exact = months(slow, "short")
    assert abs(total.fte_months - Decimal(exact.numerator) / exact.denominator) <= Decimal("0.005")
    assert total.now == slow[-1].short
    assert (total.since is None) == (not slow[-1].short)
    if total.since:
        after = [one for one in slow if one.day >= total.since]
        before = [one for one in slow if one.day < total.since]
        assert all(one.short for one in after)
        assert not before or not before[-1].short
    assert total.months <= Decimal(len(slow)) / 28 + 1


def of_day(found: tuple[ReleaseStep, ...], day: date) -> tuple[Decimal, ...]:
    [step] = [step for step in found if step.starts_on <= day <= step.ends_on]
    return step.agreed, step.filled, step.short, step.unknown


@settings(max_examples=60, deadline=None)
@given(agreed=agreements(), reported=reports, amount=amounts)
def test_filling_more_never_increases_the_shortfall(
    agreed: tuple[AgreedShare, ...], reported: dict[Quarter, dict[PostPlace, Filling]], amount: Decimal
) -> None:
    better = {
        quarter: {
            place: Filling(
                filled=max(of.filled, amount),
                vacated_on=of.vacated_on,
                last_vacant_on=of.last_vacant_on,
                substitute=of.substitute,
                substitute_share=of.substitute_share,
            )
            for place, of in said.items()
        }
        for quarter, said in reported.items()
    }
    before, after = (shortfall(steps(agreed, said, FIRST, LAST)) for said in (reported, better))
    assert after.fte_months <= before.fte_months
    assert after.unknown_fte_months == before.unknown_fte_months
