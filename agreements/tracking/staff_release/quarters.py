"""Calendar quarters, the reporting periods of staff release. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY, add_months


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return add_months(self.first_day, 3) - DAY

    @property
    def next(self) -> "Quarter":
        return Quarter.of(add_months(self.first_day, 3))

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first_day - DAY)

    @property
    def words(self) -> str:
        """The German name: „3. Quartal 2026“."""
        return f"{self.number}. Quartal {self.year}"


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """Yield the quarters between two days, inclusive, in order."""
    quarter = Quarter.of(first)
    while quarter.first_day <= last:
        yield quarter
        quarter = quarter.next
