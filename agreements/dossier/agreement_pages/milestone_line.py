"""Geometry of the line of time of one agreement: its terms as bars, its days as flags above and below. Pure.

A flag has a place for its words where none overlap; a day without one is only a point, and is said in the list below the
picture. Shapes differ in form, not only in colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY
from agreements.texts.wording import date_words

WIDTH, EDGE = 960, 20
LETTER = 7.6  # average width of a letter
GAP = 7  # between a flag and its words, and between the words of two flags
ABOVE, BELOW = (24, 56, 88), (282, 250)  # where the words of a row stand, the outermost row first
SHORT_BAR = 90  # narrower ones bear no words


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDay:
    """A day and what happens on it; `shape` is „flag“ above the bars, or „point“, „late“ or „due“ on the axis."""

    day: date
    words: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpan:
    """A term: `shape` is „term“, „more“ for what was extended, „maybe“ for what may follow."""

    first: date
    last: date
    words: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDay:
    """A day on the picture; `y` is that of its words, 0 if there is no room for them. Lengths are SVG numbers."""

    mark: LineDay
    x: str
    y: int
    words_x: str
    anchor: str

    @property
    def date_words(self) -> str:
        return date_words(self.mark.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSpan:
    """A term on the picture, with its words if they have room."""

    span: LineSpan
    x: str
    width: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    years: tuple[tuple[int, str], ...]
    spans: tuple[PlacedSpan, ...]
    days: tuple[PlacedDay, ...]
    today: str
    width: int = WIDTH


def milestone_line(spans: Sequence[LineSpan], days: Sequence[LineDay], today: date) -> MilestoneLine | None:
    """Return the picture, None if the agreement has no term whose days are known."""
    if not spans:
        return None
    known = [today, *(day.day for day in days), *(day for span in spans for day in (span.first, span.last))]
    scale = _Scale(min(known), max(known))
    above, below = _Rows(ABOVE), _Rows(BELOW)
    placed = [
        _placed(day, scale.x(day.day), above if day.shape == "flag" else below)
        for day in sorted(days, key=lambda one: one.day)
    ]
    return MilestoneLine(
        years=tuple((day.year, f"{scale.x(day):g}") for day in scale.years()),
        spans=tuple(_bar(span, scale) for span in spans),
        days=tuple(placed),
        today=f"{scale.x(today):g}",
    )


def _bar(span: LineSpan, scale: "_Scale") -> PlacedSpan:
    x, width = scale.x(span.first), scale.width(span.first, span.last)
    words = span.words if width >= SHORT_BAR else ""
    return PlacedSpan(span=span, x=f"{x:g}", width=f"{width:g}", words=words)


def _placed(mark: LineDay, x: float, rows: "_Rows") -> PlacedDay:
    """Return a day with the outermost free row for its words, to the right of its flag or else to the left."""
    length = LETTER * (len(mark.words) + 1 + len(date_words(mark.day)))
    for row, y in enumerate(rows.places):
        for anchor, start in (("start", x + GAP), ("end", x - GAP - length)):
            if rows.take(row, x, start, start + length):
                words_x = start if anchor == "start" else x - GAP
                return PlacedDay(mark=mark, x=f"{x:g}", y=y, words_x=f"{words_x:.1f}", anchor=anchor)
    return PlacedDay(mark=mark, x=f"{x:g}", y=0, words_x="0", anchor="start")


class _Rows:
    """Rows of words, the outermost one first; a flag reaches from its row over all inner ones to the axis."""

    def __init__(self, places: tuple[int, ...]) -> None:
        self.places = places
        self.words: list[tuple[int, float, float]] = []
        self.flags: list[tuple[int, float]] = []

    def take(self, row: int, x: float, start: float, end: float) -> bool:
        """Put words and their flag into a row, unless they leave the picture, overlap others or cross a flag."""
        if start < 0 or end > WIDTH:
            return False
        overlaps = any(
            at == row and start < last + GAP and first - GAP < end for at, first, last in self.words
        )
        crosses = any(at >= row and first - GAP < x < last + GAP for at, first, last in self.words)
        crossed = any(at <= row and start - GAP < flag < end + GAP for at, flag in self.flags)
        if overlaps or crosses or crossed:
            return False
        self.words.append((row, start, end))
        self.flags.append((row, x))
        return True


class _Scale:
    """Days between the edges of the picture, a little time around them."""

    def __init__(self, first: date, last: date) -> None:
        around = max((last - first) // 30, DAY)
        self.first, self.last = first - around, last + around
        self.days = (self.last - self.first).days

    def x(self, day: date) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (day - self.first).days / self.days, 1)

    def width(self, first: date, last: date) -> float:
        return round(max(self.x(last + DAY) - self.x(first), 2), 1)

    def years(self) -> list[date]:
        """Return when years begin on the line, so many that their numbers have room."""
        years = [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)]
        return years[:: 1 + len(years) * 48 // (WIDTH - 2 * EDGE)]
