"""The line of time of one agreement: words never overlap, and everything is on the picture."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from agreements.dossier.agreement_pages.milestone_line import (
    ABOVE,
    BELOW,
    LETTER,
    WIDTH,
    LineDay,
    LineSpan,
    PlacedDay,
    milestone_line,
)

BEGIN = date(2023, 8, 1)
TERM = LineSpan(first=BEGIN, last=date(2026, 7, 31), words="Erste Laufzeit", shape="term")
TODAY = date(2026, 11, 30)

days = st.builds(
    LineDay,
    day=st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    words=st.text("abc ", max_size=34),
    shape=st.sampled_from(["flag", "point", "late", "due"]),
)


def reach(day: PlacedDay) -> tuple[float, float]:
    """Return from where to where the words of a day reach."""
    length = LETTER * (len(day.mark.words) + 1 + len(day.date_words))
    at = float(day.words_x)
    return (at, at + length) if day.anchor == "start" else (at - length, at)


@given(st.lists(days, max_size=20))
def test_words_stay_on_the_picture_and_apart(given_days: list[LineDay]) -> None:
    line = milestone_line([TERM], given_days, TODAY)
    assert line is not None
    assert len(line.days) == len(given_days)
    said = [day for day in line.days if day.y]
    for day in line.days:
        assert 0 <= float(day.x) <= WIDTH
        assert not day.y or (day.y in ABOVE) == (day.mark.shape == "flag")
    for day in said:
        start, end = reach(day)
        assert start >= 0
        assert end <= WIDTH
    for one, other in combinations(said, 2):
        (start, end), (begin, stop) = reach(one), reach(other)
        assert one.y != other.y or end <= begin or stop <= start, "words of one row overlap"


@given(st.lists(days, max_size=20))
def test_no_flag_crosses_words(given_days: list[LineDay]) -> None:
    line = milestone_line([TERM], given_days, TODAY)
    assert line is not None
    for rows in (ABOVE, BELOW):
        said = [(rows.index(day.y), float(day.x), *reach(day)) for day in line.days if day.y in rows]
        for (row, x, _, _), (other, at, start, end) in combinations(said, 2):
            assert not (row <= other and start < x < end), "a flag from further out"
            assert not (other <= row and _within(at, line.days, row, rows, x))


def _within(at: float, placed: tuple[PlacedDay, ...], row: int, rows: tuple[int, ...], x: float) -> bool:
    own = next(day for day in placed if day.y == rows[row] and float(day.x) == x)
    start, end = reach(own)
    return start < at < end


def test_days_and_terms_stand_in_their_order() -> None:
    first, second = (LineDay(day=BEGIN + timedelta(days=n), words="x", shape="flag") for n in (1, 400))
    line = milestone_line([TERM], [second, first], TODAY)
    assert line is not None
    assert [day.mark for day in line.days] == [first, second]
    [bar] = line.spans
    assert float(bar.x) <= float(line.days[0].x) < float(line.days[1].x) < float(line.today)
    assert [year for year, _ in line.years] == [2024, 2025, 2026, 2027]
    assert bar.words == "Erste Laufzeit"


def test_an_agreement_without_a_term_has_no_line() -> None:
    assert milestone_line([], [LineDay(day=BEGIN, words="x", shape="flag")], TODAY) is None
