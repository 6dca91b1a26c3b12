"""Calendar quarters, in which staff release is reported. Pure."""

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
        """Return the quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return add_months(self.first_day, 3) - DAY

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter.of(add_months(self.first_day, 3))

    @property
    def previous(self) -> "Quarter":
        """The one before it."""
        return Quarter.of(self.first_day - DAY)

    @property
    def words(self) -> str:
        """What people call it: „3. Quartal 2026“."""
        return f"{self.number}. Quartal {self.year}"


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """Yield the quarters that have a day between two days, those included, in their order."""
    quarter = Quarter.of(first)
    while quarter.first_day <= last:
        yield quarter
        quarter = quarter.next
