"""Spans and days on a line of time that all rows of a table share. Pure; the template draws the shapes.

Shapes differ in form, not only in colour: a day is a stroke, a span a bar, a day that is not known exactly an outlined bar,
open where nobody knows, and a gap is hatched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY

LENGTH = 1000  # of the line, in its own unit
SHORTEST = 4  # of a bar that can be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """What is drawn: from and until when, None where nobody knows; `shape` is „day“, „span“, „about“ or „gap“."""

    first: date | None
    last: date | None
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMark:
    """A shape in units of the line; `x` and `width` are SVG numbers."""

    shape: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """Whole years on a line: where each begins, and where today is, if it is on it."""

    first_year: int
    last_year: int
    years: tuple[str, ...]
    today: str
    marks: tuple[TimeMark | None, ...]

    @property
    def shapes(self) -> frozenset[str]:
        """The shapes that its legend explains."""
        return frozenset(mark.shape for mark in self.marks if mark)


def time_line(spans: Sequence[TimeSpan | None], today: date) -> TimeLine | None:
    """Return the line of all spans, and the mark of each whose days are known; None if there is none."""
    drawn = [span if span and (span.first or span.last) else None for span in spans]
    days = [day for span in drawn if span for day in (span.first, span.last or today) if day]
    if not days:
        return None
    scale = _Scale(min(days).year, max(days).year)
    return TimeLine(
        first_year=scale.first_year,
        last_year=scale.last_year,
        years=tuple(scale.place(date(year, 1, 1)) for year in scale.inner_years),
        today=scale.place(today) if scale.first_year <= today.year <= scale.last_year else "",
        marks=tuple(scale.mark(span) if span else None for span in drawn),
    )


class _Scale:
    def __init__(self, first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        self.first = date(first_year, 1, 1)
        self.days = (date(last_year, 12, 31) - self.first).days + 1

    @property
    def inner_years(self) -> Iterable[int]:
        return range(self.first_year + 1, self.last_year + 1)

    def place(self, day: date) -> str:
        return f"{self._at(day):g}"

    def mark(self, span: TimeSpan) -> TimeMark:
        begins = self._at(span.first) if span.first else 0
        ends = self._at(span.last + DAY) if span.last and span.last < date.max else LENGTH
        width = max(ends - begins, SHORTEST)
        return TimeMark(shape=span.shape, x=f"{min(begins, LENGTH - width):g}", width=f"{width:g}")

    def _at(self, day: date) -> float:
        return round(LENGTH * (day - self.first).days / self.days, 1)
