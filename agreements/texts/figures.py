"""Amounts, time spans, days and rhythms in the words of a clause, each with where it stands. Pure.

Reads German as contracts write it: „mindestens 0,75 Vollzeitäquivalente“, „zehn v. H.“, „innerhalb von vier Wochen nach …“,
„bis Ende Januar“, „zweimal im Jahr“. Offsets are those of the text as given, with ‹ ›, stars and hard spaces in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from agreements.calendar_months import MONTHS
from agreements.choices import Anchor, Sense
from agreements.content import plain_number
from agreements.due_rule import Offset, PeriodYear
from agreements.texts.figure_words import (
    ANCHORS,
    DAYS,
    DEADLINE,
    EVENT,
    EVERY_FEW,
    LAST_DAYS,
    LIMIT,
    NO_AMOUNT,
    NUMBER,
    NUMBER_WORDS,
    RHYTHMS,
    SENSE,
    SENSES,
    SPANS,
    UNIT,
)
from districts.fields import read_number

LARGEST = 10_000_000  # a larger number is no amount of work, money or time
LONGEST_SPAN = 999


class Measure(Enum):
    """What a number counts."""

    PERCENT = auto()
    FTE = auto()
    MONEY = auto()
    TIME = auto()
    TIMES = auto()
    THINGS = auto()
    NUMBER = auto()  # without a word after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit; `words` are those at `start`:`end`, from the sense („mindestens“) on.

    `limit`: a deadline („innerhalb von“), `span` the same number as a time, `event` what it counts from.
    """

    start: int
    end: int
    words: str
    value: Decimal
    measure: Measure
    unit: str
    sense: Sense | None = None
    limit: bool = False
    span: Offset | None = None
    event: str = ""

    @property
    def anchor(self) -> Anchor | None:
        """The event of a contract that the time counts from."""
        return next((anchor for pattern, anchor in ANCHORS if pattern.search(self.event)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar, of every year if `year` is None; `deadline`: „bis zum …“, as in `words`. It need not exist."""

    start: int
    end: int
    words: str
    day: int
    month: int
    year: int | None
    deadline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """„jährlich“, „je Schulhalbjahr“; `year` is None where the words leave it open."""

    start: int
    end: int
    words: str
    months: int
    year: PeriodYear | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What stands in a text, each in reading order."""

    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    rhythms: tuple[Rhythm, ...]

    @property
    def all_marks(self) -> list[Figure | Day]:
        """Figures and days in reading order."""
        marks: list[Figure | Day] = [*self.figures, *self.days]
        return sorted(marks, key=lambda one: one.start)


def read_figures(text: str) -> Figures:
    """Return the figures, days and rhythms of a text."""
    days = tuple(sorted(_days(text), key=lambda day: day.start))
    plain = _blank(_plain(text), [(day.start, day.end) for day in days])
    plain = _blank(plain, [found.span() for found in NO_AMOUNT.finditer(plain)]).replace("\n", " ")
    return Figures(figures=tuple(_figures(plain, text)), days=days, rhythms=tuple(_rhythms(plain, text)))


@lru_cache(maxsize=4096)
def known_figures(text: str) -> Figures:
    """Return the same, kept: the clauses of a draft are read at every save."""
    return read_figures(text)


def number_of(words: str) -> Decimal | None:
    """Return a number in digits or words; None for none, zero and what is too large."""
    number = NUMBER_WORDS.get(words.lower()) or read_number(words)
    return plain_number(number) if number is not None and 0 < number < LARGEST else None


def measure_of(unit: str) -> tuple[Measure, str]:
    """Return what a unit measures, with its usual name."""
    measure, name, _ = _unit(UNIT.match(f" {unit}"), Decimal(1))
    return measure, name


def _plain(text: str) -> str:
    """Return the text of the same length without marks that stand between a number and its unit."""
    return "".join(
        " " if letter in "‹›*\\" or (letter.isspace() and letter != "\n") else letter for letter in text
    )


def _blank(text: str, places: Iterable[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in places:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)


def _by_end(pattern: re.Pattern[str], text: str) -> dict[int, re.Match[str]]:
    """Return the matches of words that stand in front of something, by where that begins."""
    return {found.end(): found for found in pattern.finditer(text)}


def _figures(plain: str, text: str) -> Iterator[Figure]:
    senses, limits = _by_end(SENSE, plain), _by_end(LIMIT, plain)
    taken = 0
    for found in NUMBER.finditer(plain):
        value = number_of(found["digits"] or found["word"])
        if value is None or found.start() < taken:  # „vom Hundert“
            continue
        unit = UNIT.match(plain, found.end())
        measure, name, span = _unit(unit, value)
        sense = senses.get(found.start())
        limit = limits.get(found.start()) if span else None
        event = EVENT.match(plain, unit.end()) if unit and span else None
        if span and event and event["way"] == "vor":
            span = Offset(amount=span.amount, unit=span.unit, before=True)
        start = min(match.start() for match in (sense, limit, found) if match)
        end = unit.end() if unit else found.end()
        taken = end if measure == Measure.PERCENT else taken
        yield Figure(
            start=start,
            end=end,
            words=_words(text, start, end),
            value=value,
            measure=measure,
            unit=name,
            sense=SENSES[" ".join(sense["sense"].lower().split())] if sense else None,
            limit=bool(limit),
            span=span,
            event=event["event"].strip() if event else "",
        )


def _unit(unit: re.Match[str] | None, value: Decimal) -> tuple[Measure, str, Offset | None]:
    if unit is None:
        return Measure.NUMBER, "", None
    if unit["time"]:
        kind, factor, name = SPANS[unit["time"]]
        amount = value * factor
        whole = amount == int(amount) and amount <= LONGEST_SPAN
        return Measure.TIME, name, Offset(amount=int(amount), unit=kind) if whole else None
    for group, measure, name in (
        ("times", Measure.TIMES, "Mal"),
        ("percent", Measure.PERCENT, "%"),
        ("fte", Measure.FTE, "VZÄ"),
        ("money", Measure.MONEY, "Euro"),
    ):
        if unit[group]:
            return measure, name, None
    return Measure.THINGS, " ".join(unit["noun"].split()), None


def _days(text: str) -> Iterator[Day]:
    plain = _plain(text).replace("\n", " ")
    deadlines = _by_end(DEADLINE, plain)
    taken: set[int] = set()
    for pattern in DAYS:
        for found in pattern.finditer(plain):
            if not taken.isdisjoint(range(*found.span())):
                continue
            taken.update(range(*found.span()))
            groups = {"day": None, "month": "12", **found.groupdict()}
            month = _month(groups["month"] or "")
            if not 1 <= month <= 12:
                continue
            year = int(groups["year"]) if groups["year"] else None
            deadline = deadlines.get(found.start())
            start = deadline.start() if deadline else found.start()
            yield Day(
                start=start,
                end=found.end(),
                words=_words(text, start, found.end()),
                day=int(groups["day"] or LAST_DAYS[month - 1]),
                month=month,
                year=year + 2000 if year is not None and year < 100 else year,
                deadline=bool(deadline),
            )


def _month(words: str) -> int:
    return int(words) if words.isdigit() else [month[:3] for month in MONTHS].index(words[:3]) + 1


def _rhythms(plain: str, text: str) -> Iterator[Rhythm]:
    found = [(match, months, year) for pattern, months, year in RHYTHMS for match in pattern.finditer(plain)]
    for match in EVERY_FEW.finditer(plain):
        number = number_of(match["number"])
        if number and number == int(number):
            found.append((match, int(number) * (12 if match["unit"] == "Jahre" else 1), None))
    for match, months, year in sorted(found, key=lambda one: one[0].start()):
        yield Rhythm(
            start=match.start(),
            end=match.end(),
            words=_words(text, match.start(), match.end()),
            months=months,
            year=year,
        )


def _words(text: str, start: int, end: int) -> str:
    """Return the words as somebody reads them."""
    return " ".join(text[start:end].translate({ord(mark): None for mark in "‹›*\\"}).split())
