"""German wording for the values of a content, on pages and in the PDF. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from agreements.choices import Anchor, LegalForm, Sense
from agreements.content import NBSP, Obligation, Post, Term

FTE = "VZÄ"
TITLE_LINE = 50  # characters of a title beside version and page number
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


def enumerated(words: Iterable[str]) -> str:
    """„A, B und C“"""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} und {last}" if first else last


def date_words(day: date) -> str:
    """„03.07.2023“"""
    return f"{day:%d.%m.}{day.year:04}"


def months_words(months: int) -> str:
    """„1 Monat“, „18 Monate“, „2 Jahre“"""
    if months and months % 12 == 0:
        return counted(months // 12, "Jahr", "Jahre")
    return counted(months, "Monat", "Monate")


def legal_form_words(form: LegalForm | None) -> str:
    return form.label if form else "nicht bekannt"


def quantity_words(obligation: Obligation) -> str:
    """„mindestens 0,75 VZÄ“, „bis zu 12 Tage“, „1 Dokument“; without a quantity the sum of the posts."""
    if obligation.quantity is not None:
        return amount_words(obligation.sense, obligation.quantity, obligation.unit)
    if obligation.posts:
        return posts_words([post.share for post in obligation.posts])
    return obligation.unit


def posts_words(shares: Sequence[Decimal]) -> str:
    """„2 Stellen, zusammen 0,75 VZÄ“"""
    return f"{counted(len(shares), 'Stelle', 'Stellen')}, zusammen {fte_words(sum(shares, Decimal(0)))}"


class SentencePart(NamedTuple):
    """The words that answer a question, between those that join them; `known`: it is answered."""

    key: str
    before: str
    words: str
    after: str = ""
    known: bool = True


def sentence_parts(
    *, who: str, title: str, quantity: str, due: str, evidence: str
) -> tuple[SentencePart, ...]:
    """Return what Anlage 1 says of an obligation as one sentence, with „…“ for what is open.

    „Der Bezirk: Sachstandsbericht vorlegen, 1 Bericht, jährlich bis zum 31. Januar, erstmals 2027. Nachweis: Bericht.“
    """
    parts = (
        SentencePart("who", "", who or "…", ": ", bool(who)),
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


def counted(count: int, singular: str, plural: str) -> str:
    return f"{count}{NBSP}{singular if count == 1 else plural}"


def amount_words(sense: Sense, quantity: Decimal, unit: str) -> str:
    """„mindestens 40 Personen“"""
    written = number(quantity, places=2 if unit.startswith(FTE) else 0)
    amount = f"{written}{NBSP}{unit}" if unit else written
    return amount if sense == Sense.EXACTLY and quantity == 1 else f"{sense.label} {amount}"
