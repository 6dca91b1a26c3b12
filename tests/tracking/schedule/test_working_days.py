"""Working days in Berlin against a calendar written by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import ReactionUnit
from agreements.tracking.schedule.working_days import after_reaction, is_working_day

# Feiertagsgesetz Berlin, with Easter from the calendar; every year also 1 January, 1 May, 3 October, 25 and 26 December
MOVABLE = {
    2018: "30.03. 02.04. 10.05. 21.05.",
    2019: "08.03. 19.04. 22.04. 30.05. 10.06.",
    2020: "08.03. 10.04. 13.04. 08.05. 21.05. 01.06.",
    2021: "08.03. 02.04. 05.04. 13.05. 24.05.",
    2022: "08.03. 15.04. 18.04. 26.05. 06.06.",
    2023: "08.03. 07.04. 10.04. 18.05. 29.05.",
    2024: "08.03. 29.03. 01.04. 09.05. 20.05.",
    2025: "08.03. 18.04. 21.04. 08.05. 29.05. 09.06.",
    2026: "08.03. 03.04. 06.04. 14.05. 25.05.",
    2027: "08.03. 26.03. 29.03. 06.05. 17.05.",
    2028: "08.03. 14.04. 17.04. 25.05. 05.06.",  # and 17 June, once, which is a Saturday
    2029: "08.03. 30.03. 02.04. 10.05. 21.05.",
    2030: "08.03. 19.04. 22.04. 30.05. 10.06.",
}
EVERY_YEAR = "01.01. 01.05. 03.10. 25.12. 26.12."
HOLIDAYS = {
    date(year, int(day[3:5]), int(day[:2]))
    for year, days in MOVABLE.items()
    for day in f"{days} {EVERY_YEAR}".split()
}


def test_every_day_of_thirteen_years() -> None:
    day = date(2018, 1, 1)
    while day.year <= 2030:
        assert is_working_day(day) == (day.weekday() < 5 and day not in HOLIDAYS), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2018, 3, 8), True),
        (date(2019, 3, 8), False),
        (date(2024, 5, 8), True),
        (date(2025, 5, 8), False),
        (date(2017, 10, 31), False),  # five hundred years of the Reformation, once
        (date(2024, 10, 31), True),  # a holiday in Brandenburg, not in Berlin
        (date(2024, 12, 24), True),
        (date(2024, 12, 31), True),
    ],
)
def test_special_days(day: date, works: bool) -> None:
    assert is_working_day(day) == works


@given(event=st.dates(date(2018, 1, 1), date(2030, 6, 1)), amount=st.integers(1, 60))
def test_working_days_are_counted_one_by_one(event: date, amount: int) -> None:
    due_on = after_reaction(event, amount, ReactionUnit.WORKING_DAYS)
    between = [event + timedelta(days=n) for n in range(1, (due_on - event).days + 1)]
    assert sum(day.weekday() < 5 and day not in HOLIDAYS for day in between) == amount
    assert due_on.weekday() < 5
    assert due_on not in HOLIDAYS
