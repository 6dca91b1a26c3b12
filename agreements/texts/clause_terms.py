"""Whether the words of a clause and the terms of an obligation say the same, in whichever way they say it. Pure.

„zehn v. H.“ says 10 %, „75 Prozent“ 0,75 VZÄ, „Ende Januar“ 31. Januar, „je Kalenderjahr“ 31. Dezember every year. An amount of one is
said by naming the thing.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from agreements.choices import DueShape, Sense
from agreements.content import Obligation
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.texts.figure_words import LAST_DAYS
from agreements.texts.figures import (
    Day,
    Figure,
    Figures,
    Measure,
    Rhythm,
    known_figures,
    measure_of,
)

ALL = re.compile(r"\b(?:[jJ]ede[rsmn]?|[aA]lle[rsmn]?|[sS]ämtliche[rsmn]?)\b")
COUNTED = {Measure.THINGS, Measure.TIMES, Measure.NUMBER}
UNITS_OF_DAYS = {OffsetUnit.DAYS: 1, OffsetUnit.WEEKS: 7}


def says_amount(duty: Obligation, found: Figures, text: str) -> bool:
    """Whether a clause says the amount of an obligation, or need not."""
    if duty.quantity is None or duty.quantity == 1:
        return True
    if any(_is_amount(duty, one) and _fits(duty.sense, one.sense) for one in found.figures):
        return True
    if measure_of(duty.unit)[0] == Measure.PERCENT and duty.quantity == 100:
        return bool(ALL.search(text))
    period = duty.due.period_months or 0
    return any(rhythm.months * duty.quantity == period for rhythm in found.rhythms)


def says_other_sense(duty: Obligation, found: Figures) -> bool:
    """Whether a clause says the amount with another sense only: „bis zu“ instead of „mindestens“."""
    senses = [one.sense for one in found.figures if _is_amount(duty, one)]
    return bool(senses) and not any(_fits(duty.sense, sense) for sense in senses)


def says_due(duty: Obligation, found: Figures, text: str) -> bool:
    """Whether a clause says when an obligation is due, or need not."""
    due = duty.due
    if due.first_year and not re.search(rf"{due.first_year}\b|/{due.first_year % 100:02}\b", text):
        return False
    match due.shape:
        case DueShape.FIXED:
            return any(carries_day(due, day) for day in found.days)
        case DueShape.OFFSET:
            again = not due.period_months or _has_rhythm(duty, found)
            return again and (due.distance is None or any(_is_distance(due, one) for one in found.figures))
        case DueShape.PERIOD:
            return _says_period(duty, found)
        case DueShape.COUNT:
            return _has_rhythm(duty, found)
        case DueShape.EVENT:
            return due.distance is None or any(_is_distance(due, one) for one in found.figures)
        case DueShape.CONTINUOUS:
            return True


def carries_figure(duty: Obligation, figure: Figure) -> bool:
    """Whether a figure of a clause is one of the obligation: its amount, its time, a share, or words of its own."""
    if _is_amount(duty, figure) or _is_distance(duty.due, figure):
        return True
    if duty.sensitivity and duty.sensitivity.target == figure.value:
        return True
    if any(_is_share(post.share, figure) for post in duty.posts):
        return True
    own = known_figures(f"{duty.title}. {duty.due.trigger}. {duty.evidence}").figures
    return any(
        (one.value, one.measure, one.span) == (figure.value, figure.measure, figure.span) for one in own
    )


def carries_day(due: DueRule, day: Day) -> bool:
    """Whether a day of a clause is one on which the obligation is due."""
    if due.due_on:
        same_year = day.year in {None, due.due_on.year}
        return same_year and _same_day(day, due.due_on.month, due.due_on.day)
    months = due.period_months or 0
    if due.due_month is None or due.due_day is None:
        year = due.year or PeriodYear.CALENDAR
        return (
            due.shape == DueShape.PERIOD
            and year == PeriodYear.CALENDAR
            and _ends_period(day.month, day.day, months)
        )
    if (day.month - due.due_month) % (months or 12):
        return False
    return day.day == due.due_day or (_is_last(due.due_month, due.due_day) and _is_last(day.month, day.day))


def similar_words(duty: Obligation, free: Iterable[Figure | Day], *, amount: bool) -> Figure | Day | None:
    """Return what a clause says instead of the obligation's amount or time; first what it says with „mindestens“."""
    if amount:
        alike = [one for one in free if isinstance(one, Figure) and one.value != 1 and _is_alike(duty, one)]
        return min(alike, key=lambda one: one.sense is None, default=None)
    has_day = duty.due.due_on is not None or duty.due.due_day is not None
    return next(
        (
            one
            for one in free
            if (isinstance(one, Day) and one.deadline and has_day)
            or (isinstance(one, Figure) and one.limit and duty.due.distance is not None)
        ),
        None,
    )


def _is_amount(duty: Obligation, figure: Figure) -> bool:
    if duty.quantity is None or not _is_alike(duty, figure):
        return False
    measure, name = measure_of(duty.unit)
    if measure == Measure.FTE:
        return _is_share(duty.quantity, figure)
    return figure.value == duty.quantity and (measure != Measure.TIME or figure.unit == name)


def _is_alike(duty: Obligation, figure: Figure) -> bool:
    """Whether a figure counts the same sort of thing; „eine“ is an article more often than a number."""
    if figure.limit or (figure.value == 1 and not figure.sense):
        return False
    wanted = measure_of(duty.unit)[0]
    if wanted in COUNTED:
        return figure.measure in COUNTED
    if wanted == Measure.FTE:
        return figure.measure in {Measure.FTE, Measure.PERCENT} or "telle" in figure.unit
    return figure.measure == wanted


def _is_share(share: Decimal, figure: Figure) -> bool:
    """Whether a figure says a share of a post: „0,75 VZÄ“, „75 Prozent“, „eine halbe Stelle“."""
    return figure.value == (share * 100 if figure.measure == Measure.PERCENT else share)


def _fits(agreed: Sense, said: Sense | None) -> bool:
    return said is None or said == agreed


def _is_distance(due: DueRule, figure: Figure) -> bool:
    """Whether a figure is the time from the event that the rule counts from."""
    agreed, said = due.distance, figure.span
    if agreed is None or said is None or _length(agreed) != _length(said):
        return False
    if not figure.event:
        return True
    return agreed.before == said.before and (due.anchor is None or figure.anchor in {None, due.anchor})


def _length(offset: Offset) -> tuple[int, OffsetUnit]:
    if factor := UNITS_OF_DAYS.get(offset.unit):
        return offset.amount * factor, OffsetUnit.DAYS
    return offset.amount, offset.unit


def _says_period(duty: Obligation, found: Figures) -> bool:
    due = duty.due
    if due.distance and not any(_is_distance(due, one) for one in found.figures):
        return False
    if due.due_day is None:
        return _has_rhythm(duty, found)
    if any(carries_day(due, day) for day in found.days):
        return not found.rhythms or _has_rhythm(duty, found)
    return _ends_period(due.due_month or 0, due.due_day, due.period_months or 0) and _has_rhythm(duty, found)


def _has_rhythm(duty: Obligation, found: Figures) -> bool:
    """Whether a clause says how often: „halbjährlich“, or „zweimal im Jahr“."""
    wanted = duty.due.period_months
    times = {one.value for one in found.figures if one.measure == Measure.TIMES} | {1}
    return any(
        _is_year(rhythm, duty.due.year or PeriodYear.CALENDAR)
        and any(rhythm.months == wanted * number for number in times)
        for rhythm in found.rhythms
        if wanted
    )


def _is_year(rhythm: Rhythm, year: PeriodYear) -> bool:
    return rhythm.year in {None, year}


def _ends_period(month: int, day: int, months: int) -> bool:
    """Whether a day is the last of a period of the calendar year; in monthly periods the month does not matter."""
    return bool(months) and 12 % months == 0 and (month or 12) % months == 0 and _is_last(month or 12, day)


def _same_day(day: Day, month: int, agreed: int) -> bool:
    return day.month == month and (
        day.day == agreed or (_is_last(month, agreed) and _is_last(month, day.day))
    )


def _is_last(month: int, day: int) -> bool:
    """Whether a day ends its month; in February both the 28th and the 29th do."""
    return day >= LAST_DAYS[month - 1]
