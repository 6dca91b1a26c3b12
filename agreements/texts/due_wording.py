"""German wording of due rules, on pages and in the PDF. Pure."""

import re
from calendar import monthrange

from agreements.calendar_months import MONTHS
from agreements.choices import Anchor, DueShape
from agreements.content import NBSP
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.texts.wording import counted, date_words, months_words, quoted

RHYTHMS = {1: "monatlich", 3: "vierteljährlich", 6: "halbjährlich", 12: "jährlich"}
SPANS = {
    PeriodYear.CALENDAR: {
        1: "Kalendermonat",
        3: "Kalendervierteljahr",
        6: "Kalenderhalbjahr",
        12: "Kalenderjahr",
    },
    PeriodYear.SCHOOL: {6: "Schulhalbjahr", 12: "Schuljahr"},
    PeriodYear.CONTRACT: {
        **{1: "Vertragsmonat", 3: "Vertragsvierteljahr", 6: "Vertragshalbjahr", 12: "Vertragsjahr"}
    },
}
UNITS = {
    OffsetUnit.DAYS: ("Tag", "Tage"),
    OffsetUnit.WEEKS: ("Woche", "Wochen"),
    OffsetUnit.WORKING_DAYS: ("Arbeitstag", "Arbeitstage"),
}
REACTIONS = {
    OffsetUnit.MONTHS: ("einem Monat", "Monaten"),
    OffsetUnit.DAYS: ("einem Tag", "Tagen"),
    OffsetUnit.WEEKS: ("einer Woche", "Wochen"),
    OffsetUnit.WORKING_DAYS: ("einem Arbeitstag", "Arbeitstagen"),
}
CONJUNCTIONS = re.compile(r"(?:wenn|sobald|falls|soweit|bevor|nachdem|solange)\b")
REQUESTS = re.compile(r"auf (?:Anforderung|Anfrage|Verlangen|Wunsch)\b")
PREPOSITIONS = re.compile(r"(?:bei|beim|vor|mit|nach|je|ab|zu|zum|zur|im|in|auf)\b")


def due_words(due: DueRule) -> str:
    """Return when an obligation is due; the quantity holds the amount of a minimum count."""
    match due.shape:
        case DueShape.FIXED:
            return f"bis {date_words(due.due_on)}" if due.due_on else ""
        case DueShape.OFFSET:
            return _offset(due)
        case DueShape.PERIOD:
            return _period(due) + _first(due) + _survives(due)
        case DueShape.COUNT:
            return f"je {_span(due)}{_first(due)}{_survives(due)}"
        case DueShape.EVENT:
            return _event(due)
        case DueShape.CONTINUOUS:
            return "laufend"


def _offset(due: DueRule) -> str:
    if due.anchor is None:
        return ""
    first = f"ab {_anchor(due)}"
    if due.distance:
        first = f"{'spätestens' if due.distance.before else 'bis'} {_distance(due, due.distance)}"
    again = f", danach {_rhythm(due.period_months)}" if due.period_months else ""
    return first + again


def _distance(due: DueRule, offset: Offset) -> str:
    """„3 Monate nach Vertragsbeginn“, „4 Wochen vor Vertragsende“"""
    return f"{offset_words(offset)} {'vor' if offset.before else 'nach'} {_anchor(due)}"


def offset_words(offset: Offset) -> str:
    """„3 Monate“, „1 Woche“, „5 Arbeitstage“"""
    if offset.unit == OffsetUnit.MONTHS:
        return months_words(offset.amount)
    return counted(offset.amount, *UNITS[offset.unit])


def _anchor(due: DueRule) -> str:
    if due.anchor_code:
        return f"Erfüllung von {due.anchor_code}"
    if due.anchor_milestone:
        return f"{Anchor.MILESTONE.label} {quoted(due.anchor_milestone)}"
    return due.anchor.label if due.anchor else ""


def _period(due: DueRule) -> str:
    if due.year:
        return f"je {_span(due)}"
    days = day_words(due)
    return _rhythm(due.period_months or 12) + (f" bis zum {days}" if days else "")


def day_words(due: DueRule) -> str:
    """Return the day of a rule that names one: „31. Januar“, „31. Januar und 31. Juli“, „15.“, „31. Januar 2027“."""
    if due.shape == DueShape.FIXED and due.due_on:
        return f"{_calendar_day(due.due_on.month, due.due_on.day)} {due.due_on.year:04}"
    if due.shape != DueShape.PERIOD or due.year or not due.due_day:
        return ""
    months = due.period_months or 12
    if due.due_month is None or months == 1:
        return f"{due.due_day}."
    first = due.due_month - 1
    steps = range(first, first + 12, months) if 12 % months == 0 else (first,)
    return _and([_calendar_day(month + 1, due.due_day) for month in sorted(step % 12 for step in steps)])


def _first(due: DueRule) -> str:
    """Return from when on a recurring rule is due."""
    words = ""
    if due.anchor:
        word = "frühestens" if due.due_day else "erstmals"
        words = f", {word} {_distance(due, due.distance)}" if due.distance else f", ab {_anchor(due)}"
    if due.first_year:
        year = f"{due.first_year - 1}/{due.first_year}" if due.year == PeriodYear.SCHOOL else due.first_year
        words += f", erstmals {'fällig ' if due.year == PeriodYear.CONTRACT else ''}{year}"
    return words


def _survives(due: DueRule) -> str:
    return ", letztmals nach Vertragsende" if due.survives else ""


def _calendar_day(month: int, day: int) -> str:
    last = monthrange(2023, month)[1]
    return f"{min(day, last)}.{NBSP}{MONTHS[month - 1]}"


def _event(due: DueRule) -> str:
    offset, reaction = due.distance, "unverzüglich"
    is_phrase = CONJUNCTIONS.match(due.trigger) or PREPOSITIONS.match(due.trigger)
    if offset and offset.before:
        within = f"spätestens {offset_words(offset)}"
        return f"{within} zuvor, {due.trigger}" if is_phrase else f"{within} vor {due.trigger}"
    if offset:
        one, many = REACTIONS[offset.unit]
        reaction = "binnen " + (one if offset.amount == 1 else f"{offset.amount}{NBSP}{many}")
    if not due.trigger:
        return reaction
    if REQUESTS.match(due.trigger):
        return f"{due.trigger} {reaction}"
    if CONJUNCTIONS.match(due.trigger):
        return f"{reaction}, {due.trigger}"
    return (
        f"{reaction} {due.trigger}" if PREPOSITIONS.match(due.trigger) else f"{reaction} nach {due.trigger}"
    )


def _rhythm(months: int) -> str:
    return RHYTHMS.get(months) or f"alle {months_words(months)}"


def _span(due: DueRule) -> str:
    months, year = due.period_months or 12, due.year or PeriodYear.CALENDAR
    spans = SPANS[year]
    if months in spans:
        return spans[months]
    if months % 12 == 0:
        return f"{months // 12} {spans[12]}e"
    return f"{months} Monate" + (f" des {spans[12]}es" if due.year else "")


def _and(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} und {words[-1]}" if len(words) > 1 else words[0]
