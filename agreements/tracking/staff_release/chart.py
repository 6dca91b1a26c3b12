"""Geometry of the chart of agreed and filled shares over time. Pure; the template draws the shapes.

Four styles that differ in shape, not only in colour: agreed is a dashed line, filled a solid line above a plain area,
missing is hatched, and unreported is dotted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from agreements.calendar_months import DAY
from agreements.texts.wording import fte_words, number
from agreements.tracking.staff_release.quarters import quarters
from agreements.tracking.staff_release.shortfall import ReleaseStep

LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 30
LABEL = 74  # width of the name of a quarter
WORDS = 32  # minimum width of a block with „−0,25“
STEPS = tuple(Decimal(step) for step in ("0.05", "0.1", "0.25", "0.5", "1", "2", "5", "10", "25"))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a picture: wide for desktop and print, narrow for phones."""

    name: str
    width: int
    height: int


SIZES = (Size("wide", 860, 260), Size("narrow", 340, 230))


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A label on an axis."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A rectangle, with a label if it fits."""

    x: str
    y: str
    width: str
    height: str
    words: str = ""
    words_x: str = ""
    words_y: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All shapes in one size; lengths are SVG numbers with a decimal point."""

    size: Size
    left: int
    right: int
    top: int
    bottom: int
    agreed: str
    filled: str
    area: tuple[ChartBlock, ...]
    short: tuple[ChartBlock, ...]
    unknown: tuple[ChartBlock, ...]
    rows: tuple[ChartMark, ...]
    columns: tuple[ChartMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart in every size; `steps` is its data table."""

    key: str
    title: str
    description: str
    pictures: tuple[Picture, ...]
    steps: tuple[ReleaseStep, ...]


def draw(key: str, title: str, steps: Sequence[ReleaseStep]) -> Chart:
    """Return the chart of at least one step; `key` makes its element ids unique."""
    return Chart(
        key=key,
        title=title,
        description=describe(steps),
        pictures=tuple(_Drawing(steps, size).picture() for size in SIZES),
        steps=tuple(steps),
    )


def describe(steps: Sequence[ReleaseStep]) -> str:
    """Return the description for screen readers."""
    last = steps[-1]
    words = f"Vom {steps[0].starts_on:%d.%m.%Y} bis zum {last.ends_on:%d.%m.%Y}. Zuletzt vereinbart: {fte_words(last.agreed)}"
    if last.unknown and last.unknown == last.agreed:
        return f"{words}; für diese Zeit ist noch nichts gemeldet."
    missing = f"es fehlen {fte_words(last.short)}" if last.short else "es fehlt nichts"
    return f"{words}, besetzt: {fte_words(last.filled)}, {missing}."


class _Drawing:
    """Maps days and shares to coordinates in one size."""

    def __init__(self, steps: Sequence[ReleaseStep], size: Size) -> None:
        self.steps, self.size = steps, size
        self.first, self.after = steps[0].starts_on, steps[-1].ends_on + DAY
        highest = max(max(step.agreed, step.filled) for step in steps) or Decimal("0.1")
        self.row = next((step for step in STEPS if highest <= 4 * step), STEPS[-1])
        self.top = self.row * ceil(highest / self.row)

    def picture(self) -> Picture:
        return Picture(
            size=self.size,
            left=LEFT,
            right=self.size.width - RIGHT,
            top=TOP,
            bottom=self.size.height - BOTTOM,
            agreed=self._line([(step, step.agreed) for step in self.steps]),
            filled=self._line([(step, step.filled if self._known(step) else None) for step in self.steps]),
            area=tuple(
                self._block(step, Decimal(0), step.filled)
                for step in self.steps
                if step.filled and self._known(step)
            ),
            short=tuple(
                self._block(step, step.agreed - step.short, step.agreed, f"−{number(step.short, places=2)}")
                for step in self.steps
                if step.short
            ),
            unknown=tuple(
                self._block(step, step.agreed - step.short - step.unknown, step.agreed - step.short)
                for step in self.steps
                if step.unknown
            ),
            rows=tuple(self._rows()),
            columns=tuple(self._columns()),
        )

    @staticmethod
    def _known(step: ReleaseStep) -> bool:
        return not step.unknown or step.filled > 0

    def _x(self, day: date) -> float:
        length = self.size.width - LEFT - RIGHT
        return LEFT + length * (day - self.first).days / (self.after - self.first).days

    def _y(self, share: Decimal) -> float:
        length = self.size.height - TOP - BOTTOM
        return TOP + length * (1 - float(share / self.top))

    def _line(self, values: Sequence[tuple[ReleaseStep, Decimal | None]]) -> str:
        """Return a step path, with a gap where there is no value."""
        path, drawn = [], False
        for step, value in values:
            if value is None:
                drawn = False
                continue
            x, y, end = self._x(step.starts_on), self._y(value), self._x(step.ends_on + DAY)
            path.append(f"V {_n(y)} H {_n(end)}" if drawn else f"M {_n(x)} {_n(y)} H {_n(end)}")
            drawn = True
        return " ".join(path)

    def _block(self, step: ReleaseStep, low: Decimal, high: Decimal, words: str = "") -> ChartBlock:
        x, end = self._x(step.starts_on), self._x(step.ends_on + DAY)
        top, bottom = self._y(high), self._y(low)
        fits = words and end - x >= WORDS
        below = bottom - top < 20  # the label does not fit inside
        return ChartBlock(
            x=_n(x),
            y=_n(top),
            width=_n(end - x),
            height=_n(bottom - top),
            words=words if fits else "",
            words_x=_n((x + end) / 2),
            words_y=_n(bottom + 15 if below else (top + bottom) / 2 + 5),
        )

    def _rows(self) -> Iterator[ChartMark]:
        for row in range(int(self.top / self.row) + 1):
            share = self.row * row
            yield ChartMark(_n(self._y(share)), number(share, places=2))

    def _columns(self) -> Iterator[ChartMark]:
        found = list(quarters(self.first, self.after - DAY))
        stride = max(1, ceil(len(found) * LABEL / (self.size.width - LEFT - RIGHT)))
        for quarter in found[::stride]:
            begins = max(self._x(quarter.first_day), LEFT)
            if begins + LABEL / 2 <= self.size.width:
                yield ChartMark(_n(begins), f"Q{quarter.number} {quarter.year}")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
