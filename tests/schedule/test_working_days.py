"""Working days in Berlin against a calendar written by hand."""

from datetime import date, timedelta

import pytest

from agreements.schedule.working_days import is_working_day
from tests.schedule.berlin_holidays import HOLIDAYS


def test_every_day_of_fourteen_years() -> None:
    day = date(2018, 1, 1)
    while day.year <= 2031:
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
