"""German wording for the values of a content, on pages and in the PDF. Pure."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from agreements.choices import Anchor, DueShape, ReactionUnit, Sense
from agreements.content import NBSP, DueRule, Obligation, Post, Term

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
RHYTHMS = {1: "monatlich", 3: "vierteljährlich", 6: "halbjährlich", 12: "jährlich"}
SPANS = {1: "Kalendermonat", 3: "Kalendervierteljahr", 6: "Kalenderhalbjahr", 12: "Kalenderjahr"}
REACTIONS = {
    ReactionUnit.DAYS: ("einem Tag", "Tagen"),
    ReactionUnit.WEEKS: ("einer Woche", "Wochen"),
    ReactionUnit.WORKING_DAYS: ("einem Arbeitstag", "Arbeitstagen"),
}
FTE = "VZÄ"
TITLE_LINE = 50  # characters of a title beside version and page number
CONJUNCTIONS = re.compile(r"(?:wenn|sobald|falls|soweit|bevor|nachdem|solange)\b")
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
            return _period(due) + _survives(due)
        case DueShape.COUNT:
            return f"je {_span(due.period_months or 12)}{_survives(due)}"
        case DueShape.EVENT:
            return _event(due)


def quantity_words(obligation: Obligation) -> str:
    """„mindestens 0,75 VZÄ“, „bis zu 12 Tage“, „1 Dokument“; without a quantity the sum of the posts."""
    if obligation.quantity is not None:
        return amount_words(obligation.sense, obligation.quantity, obligation.unit)
    if obligation.posts:
        total = sum((post.share for post in obligation.posts), Decimal(0))
        return f"{_counted(len(obligation.posts), 'Stelle', 'Stellen')}, zusammen {fte_words(total)}"
    return obligation.unit


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
    """„Vertragsbeginn“, „6 Monate nach Vertragsbeginn“"""
    if not post.starts_after_months:
        return Anchor.BEGIN.label
    return f"{months_words(post.starts_after_months)} nach {Anchor.BEGIN.label}"


def term_words(term: Term) -> str:
    """Return term, extension and notice in one phrase."""
    first_day = f"dem {begin_words(term)}" if term.begins_with_signing else begin_words(term)
    begin = f"ab {first_day}" if first_day else "Beginn noch offen"
    if term.ends_on is None:
        return f"{begin}, unbefristet{_notice(term, '')}"
    until = f"bis {date_words(term.ends_on)}"
    span = f"{begin} {until}" if first_day else until
    if not term.extension_months:
        return f"{span}, ohne Verlängerung"
    return f"{span}, verlängert sich jeweils um {months_words(term.extension_months)}" + _notice(
        term, " zum Ende der Laufzeit"
    )


def begin_words(term: Term) -> str:
    """Return the begin as it stands for [BEGINN], empty while it is open: „01.01.2027“, „Tag der letzten Unterschrift“."""
    if term.begins_with_signing:
        return "Tag der letzten Unterschrift"
    return date_words(term.begins_on) if term.begins_on else ""


def short_title(title: str) -> str:
    """Return a title that fits into one line."""
    if len(title) <= TITLE_LINE:
        return title
    cut = title[: TITLE_LINE - 1]
    return f"{cut.rpartition(' ')[0] or cut[:-1]} …"


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
    event = f"Erfüllung von {due.anchor_code}" if due.anchor_code else due.anchor.label
    first = f"bis {months_words(due.offset_months)} nach {event}" if due.offset_months else ""
    again = f", danach {_rhythm(due.period_months)}" if due.period_months else ""
    return (first or f"ab {event}") + again


def _period(due: DueRule) -> str:
    months = due.period_months or 12
    if due.due_day is None:
        return _rhythm(months)
    if due.due_month is None or months == 1:
        return f"{_rhythm(months)} bis zum {due.due_day}."
    first = due.due_month - 1
    steps = range(first, first + 12, months) if 12 % months == 0 else (first,)
    days = [_calendar_day(month + 1, due.due_day) for month in sorted(step % 12 for step in steps)]
    return f"{_rhythm(months)} bis {_and(days)}"


def _survives(due: DueRule) -> str:
    return ", letztmals nach Vertragsende" if due.survives else ""


def _calendar_day(month: int, day: int) -> str:
    last = monthrange(2023, month)[1]
    return f"{min(day, last)}.{NBSP}{MONTHS[month - 1]}"


def _event(due: DueRule) -> str:
    reaction = "unverzüglich"
    if due.reaction_amount and due.reaction_unit:
        one, many = REACTIONS[due.reaction_unit]
        reaction = "binnen " + (one if due.reaction_amount == 1 else f"{due.reaction_amount}{NBSP}{many}")
    if not due.trigger:
        return reaction
    if CONJUNCTIONS.match(due.trigger):
        return f"{reaction}, {due.trigger}"
    return (
        f"{reaction} {due.trigger}" if PREPOSITIONS.match(due.trigger) else f"{reaction} nach {due.trigger}"
    )


def _rhythm(months: int) -> str:
    return RHYTHMS.get(months) or f"alle {months_words(months)}"


def _span(months: int) -> str:
    return SPANS.get(months) or (f"{months // 12} Kalenderjahre" if months % 12 == 0 else f"{months} Monate")


def _and(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} und {words[-1]}" if len(words) > 1 else words[0]
