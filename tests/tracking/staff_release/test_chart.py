"""The geometry of the chart: positions, joins and bounds."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.tracking.staff_release.chart import BOTTOM, LEFT, RIGHT, SIZES, TOP, draw
from agreements.tracking.staff_release.shortfall import ReleaseStep

FIRST = date(2025, 1, 1)
amounts = st.integers(0, 4000).map(lambda number: Decimal(number).scaleb(-3))


@st.composite
def step_sequences(draw_: st.DrawFn) -> list[ReleaseStep]:
    found, day = [], FIRST
    for _ in range(draw_(st.integers(1, 12))):
        agreed, length = draw_(amounts), draw_(st.integers(1, 200))
        short = min(agreed, draw_(amounts))
        unknown = min(agreed - short, draw_(amounts))
        end = day + timedelta(days=length - 1)
        found.append(
            ReleaseStep(
                starts_on=day,
                ends_on=end,
                agreed=agreed,
                filled=draw_(amounts),
                short=short,
                unknown=unknown,
            )
        )
        day = end + timedelta(days=1)
    return found


def numbers(path: str) -> list[tuple[str, float]]:
    """Return every command of a path with its coordinate."""
    flat = re.sub(r"M ([\d.]+) ([\d.]+)", r"H \1 V \2", path)
    return [(letter, float(value)) for letter, value in re.findall(r"([HV]) ([\d.]+)", flat)]


@settings(max_examples=80, deadline=None)
@given(steps=step_sequences())
def test_all_shapes_are_within_the_picture(steps: list[ReleaseStep]) -> None:
    for picture in draw("x", "Titel", steps).pictures:
        bounds = {
            "H": (LEFT, picture.size.width - RIGHT),
            "V": (TOP, picture.size.height - BOTTOM),
        }
        for path in (picture.agreed, picture.filled):
            assert re.fullmatch(r"[MHV\d. ]*", path)
            for letter, value in numbers(path):
                low, high = bounds[letter]
                assert low - 0.1 <= value <= high + 0.1
        for block in (*picture.area, *picture.short, *picture.unknown):
            assert float(block.height) >= 0
            assert float(block.y) + float(block.height) <= picture.bottom + 0.2
        assert 2 <= len(picture.rows) <= 8
        at = [float(column.at) for column in picture.columns]
        assert at == sorted(at)
        assert all(after - before >= 40 for before, after in pairwise(at[1:]))


def test_only_the_filled_line_has_gaps() -> None:
    half, ends = Decimal("0.5"), [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    starts = [FIRST, *(day + timedelta(days=1) for day in ends)]
    known = {0: (half, Decimal(0)), 1: (Decimal(0), half), 2: (half, Decimal(0))}
    steps = [
        ReleaseStep(
            starts_on=starts[place],
            ends_on=ends[place],
            agreed=half,
            filled=filled,
            short=Decimal(0),
            unknown=unknown,
        )
        for place, (filled, unknown) in known.items()
    ]
    chart = draw("x", "Titel", steps)
    assert (
        [size.name for size in SIZES]
        == [picture.size.name for picture in chart.pictures]
        == ["wide", "narrow"]
    )
    for picture in chart.pictures:
        assert picture.agreed.count("M") == 1
        assert picture.filled.count("M") == 2
        assert len(picture.unknown) == 1
        assert picture.short == ()
