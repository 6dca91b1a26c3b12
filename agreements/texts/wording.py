"""German wording for the values of a content, on pages and in the PDF. Pure."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from agreements.choices import Anchor, DueShape, OwedBy, Sense
from agreements.content import NBSP, Obligation, Post, Term
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
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
OWING = {
    OwedBy.DISTRICT: "Der Bezirk",
    OwedBy.ASSOCIATION: "MitWirkung",
    OwedBy.BOTH: "Beide Vertragsparteien",
}
FTE = "VZÄ"
CONJUNCTIONS = re.compile(r"(?:wenn|sobald|falls|soweit|bevor|nachdem|solange)\b")
REQUESTS = re.compile(r"auf (?:Anforderung|Anfrage|Verlangen|Wunsch)\b")
PREPOSITIONS = re.compile(r"(?:bei|beim|vor|mit|nach|je|ab|zu|zum|zur|im|in|auf)\b")

INNER = str.maketrans("„“", "‚‘")


def number(value: Decimal | int, *, places: int = 0) -> str:
    """Format a number: decimal comma, points from 10.000 on, at least `places` decimals."""
    whole, _, decimals = format(Decimal(value), "f").partition(".")
    decimals = decimals.rstrip("0").ljust(places, "0")
    grouped = f"{int(whole):,}".replace(",", ".") if abs(int(whole)) >= 10_000 else whole
    return f"{grouped},{decimals}" if decimals else grouped


def inner_quotes(text: str) -> str:
    """Return text that stands inside „ “: quotation marks in it become single ones."""
    return text.translate(INNER)


def quoted(text: str) -> str:
    """Return text in quotation marks."""
    return f"„{inner_quotes(text)}“"


def date_words(day: date) -> str:
    """„03.07.2023“"""
    return f"{day:%d.%m.}{day.year:04}"


def months_words(months: int) -> str:
    """„1 Monat“, „18 Monate“, „2 Jahre“"""
    if months and months % 12 == 0:
        return _counted(months // 12, "Jahr", "Jahre")
    return _counted(months, "Monat", "Monate")


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


def quantity_words(obligation: Obligation) -> str:
    """„mindestens 0,75 VZÄ“, „bis zu 12 Tage“, „1 Dokument“; without a quantity the sum of the posts."""
    if obligation.quantity is not None:
        return amount_words(obligation.sense, obligation.quantity, obligation.unit)
    if obligation.posts:
        return posts_words([post.share for post in obligation.posts])
    return obligation.unit


def posts_words(shares: Sequence[Decimal]) -> str:
    """„2 Stellen, zusammen 0,75 VZÄ“"""
    return f"{_counted(len(shares), 'Stelle', 'Stellen')}, zusammen {fte_words(sum(shares, Decimal(0)))}"


class SentencePart(NamedTuple):
    """The words that answer a question, between those that join them; `known`: it is answered."""

    key: str
    before: str
    words: str
    after: str = ""
    known: bool = True


def sentence_parts(
    *, owed_by: OwedBy | None, title: str, quantity: str, due: str, evidence: str
) -> tuple[SentencePart, ...]:
    """Return what Anlage 1 says of an obligation as one sentence, with „…“ for what is open.

    „Der Bezirk: Sachstandsbericht vorlegen, 1 Bericht, jährlich bis zum 31. Januar, erstmals 2027. Nachweis: Bericht.“
    """
    parts = (
        SentencePart("who", "", OWING[owed_by] if owed_by else "…", ": ", bool(owed_by)),
        SentencePart("what", "", title or "…", "", bool(title)),
        SentencePart("much", ", ", quantity),
        SentencePart("when", ", ", due.rstrip(".") or "…", "." if due else "", bool(due)),
        SentencePart("proof", " Nachweis: ", evidence.rstrip("."), "."),
    )
    return tuple(part for part in parts if part.words)


def fte_words(share: Decimal) -> str:
    """„0,15 VZÄ“"""
    return f"{number(share, places=2)}{NBSP}{FTE}"


def share_words(share: Decimal) -> str:
    """„0,15 VZÄ (15 %)“"""
    return f"{fte_words(share)} ({number((share * 100).normalize())}{NBSP}%)"


def post_words(post: Post) -> str:
    """„mindestens 0,15 VZÄ (15 %)“"""
    return f"{post.sense.label} {share_words(post.share)}"


def start_words(post: Post) -> str:
    """„Vertragsbeginn“, „6 Monate nach Vertragsbeginn“, „01.08.2027 bis 31.07.2028“"""
    start: str = Anchor.BEGIN.label
    if post.starts_on:
        start = date_words(post.starts_on)
    elif post.starts_after_months:
        start = f"{months_words(post.starts_after_months)} nach {start}"
    return f"{start} bis {date_words(post.ends_on)}" if post.ends_on else start


def term_words(term: Term) -> str:
    """Return term, extension and notice in one phrase."""
    begin = f"ab {date_words(term.begins_on)}" if term.begins_on else "Beginn noch offen"
    if term.ends_on is None:
        return f"{begin}, unbefristet{_notice(term, '')}"
    span = f"{begin} bis {date_words(term.ends_on)}" if term.begins_on else f"bis {date_words(term.ends_on)}"
    if not term.extension_months:
        return f"{span}, ohne Verlängerung"
    return f"{span}, verlängert sich jeweils um {months_words(term.extension_months)}" + _notice(
        term, " zum Ende der Laufzeit"
    )


def _notice(term: Term, until: str) -> str:
    return f", Kündigungsfrist {months_words(term.notice_months)}{until}" if term.notice_months else ""


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count}{NBSP}{singular if count == 1 else plural}"


def amount_words(sense: Sense, quantity: Decimal, unit: str) -> str:
    """„mindestens 40 Personen“"""
    written = number(quantity, places=2 if unit.startswith(FTE) else 0)
    amount = f"{written}{NBSP}{unit}" if unit else written
    return amount if sense == Sense.EXACTLY and quantity == 1 else f"{sense.label} {amount}"


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
    return _counted(offset.amount, *UNITS[offset.unit])


def _anchor(due: DueRule) -> str:
    if due.anchor_code:
        return f"Erfüllung von {due.anchor_code}"
    if due.anchor_milestone:
        return f"{Anchor.MILESTONE.label} {quoted(due.anchor_milestone)}"
    return due.anchor.label if due.anchor else ""


def _period(due: DueRule) -> str:
    if due.year:
        return f"je {_span(due)}"
    months = due.period_months or 12
    days = ""
    if due.due_day and (due.due_month is None or months == 1):
        days = f"{due.due_day}."
    elif due.due_day and due.due_month:
        first = due.due_month - 1
        steps = range(first, first + 12, months) if 12 % months == 0 else (first,)
        days = _and([_calendar_day(month + 1, due.due_day) for month in sorted(step % 12 for step in steps)])
    return _rhythm(months) + (f" bis zum {days}" if days else "")


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
