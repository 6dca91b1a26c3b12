"""Guesses the terms of an obligation from the words of a clause, each with the words it comes from. Pure.

A person confirms every guess: in the preview of a pasted text, and in the form of „Als Pflicht festhalten“.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from msgspec import UNSET

from agreements.choices import DueShape, ObligationKind, Sense, Side
from agreements.due_rule import DueRule, PeriodYear, stored_offset
from agreements.texts.figures import Day, Figure, Figures, Measure, Rhythm, read_figures

TITLE_LIMIT = 120  # of 160, so that somebody can add to it
SUBJECT = 70  # letters in which the subject of a sentence stands
FEW_WORDS = 4  # selected words that are fewer are a figure, no sentence
LEAP_YEAR = 2024
SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)(?<!\bv\.)(?<!\bH\.)\s+(?=[A-ZÄÖÜ])")
KINDS = (
    (re.compile(r"bericht\w*|Bericht\w*|dokumentiert|Jahresübersicht"), ObligationKind.REPORT),
    (re.compile(r"\bBeschluss\w*|beschließ\w*"), ObligationKind.RESOLUTION),
    (re.compile(r"[Ff]reistell\w*|Vollzeitäquivalent\w*|VZÄ|Arbeitszeit|von anderen Aufgaben frei"), ObligationKind.STAFF_RELEASE),
    (re.compile(r"veröffentlich\w*|Presse\w*|Daten\b|Statistik"), ObligationKind.PR_DATA),
    (re.compile(r"armutssensib\w*"), ObligationKind.POVERTY_SENSITIVE),
    (re.compile(r"Bestandsaufnahme|Maßnahmenplan|\bIBS\b|Integrierte\w* Bezirkliche\w* Strategie"), ObligationKind.IBS_WORK),
    (re.compile(r"berät|begleitet|schult|Fortbildung\w*|Werkst\w*|Lernwerkst\w*"), ObligationKind.ACCOMPANIMENT),
)  # fmt: skip
BOTH = re.compile(
    r"\b(?:Vertragsparteien|Vertragspartner|Parteien|Partner|[Bb]eide(?: Seiten)?|(?:[Aa]lle|[Dd]ie) (?:drei|vier|fünf|sechs)|Beteiligten)\b"
)
DISTRICT = re.compile(r"\b(?:Bezirk|Bezirksamt|Jugendamt|Gesundheitsamt|Land Berlin)\b")
PRONOUN = re.compile(r"(?:Er|Sie|Es)\b")

Owners = Mapping[frozenset[Side], re.Pattern[str]]  # the names of who can owe something


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedTerms:
    """The terms as guessed; `sources` holds the words of each guess by question: who, what, kind, much, when.

    `due` may lack the occasion that it counts from, which no words say.
    """

    title: str
    kind: ObligationKind
    owing: frozenset[Side] = frozenset()
    quantity: Decimal | None = None
    unit: str = ""
    sense: Sense = Sense.AT_LEAST
    due: DueRule | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


def sentences(text: str) -> list[str]:
    """Return the sentences of a clause, each as one line."""
    return [" ".join(part.split()) for part in SENTENCE.split(text.replace("\n", " ")) if part.strip()]


def guess_terms(
    sentence: str,
    owners: Owners,
    *,
    selected: str = "",
    named_before: frozenset[Side] = frozenset(),
) -> GuessedTerms:
    """Guess from a sentence, and first of all from the words `selected` in it.

    `owners` matches the names of who can owe something; `named_before` is who owed the sentence before, which „er“ means.
    """
    chosen, whole = read_figures(selected), read_figures(sentence)
    title = _title(selected if len(selected.split()) >= FEW_WORDS else sentence)
    sources = {"what": title}
    figure = _amount(chosen) or _amount(whole) or (_any_amount(chosen) if selected else None)
    if figure:
        sources["much"] = figure.words
    due, words = _due(chosen, counted=bool(figure)) if selected else (None, "")
    if due is None:
        due, words = _due(whole, counted=bool(figure))
    if due:
        sources["when"] = words
    owner = owner_of(sentence, owners, named_before)
    if owner:
        sources["who"] = owner[1]
    kind = _kind(sentence)
    if kind:
        sources["kind"] = kind[1]
    return GuessedTerms(
        title=title,
        kind=kind[0] if kind else ObligationKind.GOVERNANCE,
        owing=owner[0] if owner else frozenset(),
        quantity=figure.value if figure else None,
        unit=figure.unit if figure else "",
        sense=(figure.sense if figure else None) or Sense.AT_LEAST,
        due=due,
        sources=sources,
    )


def owner_of(
    sentence: str, owners: Owners, named_before: frozenset[Side] = frozenset()
) -> tuple[frozenset[Side], str] | None:
    """Return who is named first in a sentence, with the word; „er“ is who owed the sentence before."""
    if pronoun := PRONOUN.match(sentence):
        return (named_before, pronoun[0]) if named_before else None
    matches = {owner: match for owner, names in owners.items() if (match := names.search(sentence[:SUBJECT]))}
    first = min(matches, key=lambda owner: matches[owner].start(), default=None)
    return (first, matches[first][0]) if first else None


def _amount(found: Figures) -> Figure | None:
    """Return the first amount that the words mark as one: „mindestens drei“, „zweimal“."""
    return next(
        (
            one
            for one in found.figures
            if not one.limit and (one.sense or one.measure in {Measure.TIMES, Measure.PERCENT, Measure.FTE})
        ),
        None,
    )


def _any_amount(found: Figures) -> Figure | None:
    return next((one for one in found.figures if not one.limit and one.measure != Measure.TIME), None)


def _due(found: Figures, *, counted: bool) -> tuple[DueRule | None, str]:
    """Return a due rule with its words: a day, else a deadline, else a rhythm."""
    rhythm = next(iter(found.rhythms), None)
    if named := next(chain(_by_day(found.days, rhythm), _by_deadline(found.figures)), None):
        return named
    if rhythm is None:
        return None, ""
    shape = DueShape.COUNT if counted else DueShape.PERIOD
    year = (rhythm.year if rhythm.year != PeriodYear.CALENDAR else None) or UNSET
    return DueRule(shape=shape, period_months=rhythm.months, year=year), rhythm.words


def _by_day(days: tuple[Day, ...], rhythm: Rhythm | None) -> Iterator[tuple[DueRule, str]]:
    for day in days:
        if not day.deadline:
            continue
        try:
            on = date(day.year or LEAP_YEAR, day.month, day.day)
        except ValueError:
            continue
        words = day.words
        if day.year:
            yield DueRule(shape=DueShape.FIXED, due_on=on), words
            continue
        months = rhythm.months if rhythm else 12
        rule = DueRule(shape=DueShape.PERIOD, period_months=months, due_month=day.month, due_day=day.day)
        yield rule, f"{rhythm.words} … {words}" if rhythm and rhythm.start < day.start else words


def _by_deadline(figures: tuple[Figure, ...]) -> Iterator[tuple[DueRule, str]]:
    for figure in figures:
        if figure.span is None or not (figure.limit or figure.anchor):
            continue
        words = (
            f"{figure.words} {'vor' if figure.span.before else 'nach'} {figure.event}"
            if figure.event
            else figure.words
        )
        shape = DueShape.OFFSET if figure.anchor else DueShape.EVENT
        yield (
            DueRule(
                shape=shape,
                anchor=figure.anchor,
                trigger="" if figure.anchor else figure.event,
                **stored_offset(shape, figure.span),
            ),
            words,
        )


def _kind(sentence: str) -> tuple[ObligationKind, str] | None:
    return next(((kind, found[0]) for pattern, kind in KINDS if (found := pattern.search(sentence))), None)


def _title(sentence: str) -> str:
    """Return the sentence, cut at a word if it is too long for a title."""
    plain = " ".join(sentence.translate({ord(mark): None for mark in "‹›*\\"}).split()).rstrip(".")
    if len(plain) <= TITLE_LIMIT:
        return plain
    return plain[: TITLE_LIMIT - 2].rpartition(" ")[0] + " …"
