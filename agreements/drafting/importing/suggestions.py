"""Obligations that the words of a pasted text suggest: who, what amount, by when. Pure.

Guesses from words; a person confirms each. A sentence is suggested only if it names who owes and an amount or a time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msgspec import UNSET

from agreements.choices import Anchor, DueShape, ObligationKind, Sense, Side
from agreements.content import plain_number
from agreements.drafting.importing.recognised_parties import names_by_side, recognised_parties
from agreements.drafting.importing.structure import RecognisedText
from agreements.due_rule import DueRule, OffsetUnit, PeriodYear
from agreements.rendering.enumeration import MONTHS
from districts.fields import read_number

TITLE_LIMIT = 120  # of 160, so that somebody can add to it
SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!\b\d\d\.)\s+(?=[A-ZÄÖÜ])")
NUMBER_WORDS = {
    word: value
    for value, words in enumerate(
        (
            "ein einen eine einem einer",
            "zwei",
            "drei",
            "vier",
            "fünf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
        ),
        start=1,
    )
    for word in words.split()
} | {"zwölf": 12}
TIMES = {"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4}
NUMBER = rf"(?P<number>\d[\d.]*(?:,\d+)?|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
SENSES = {
    "mindestens": Sense.AT_LEAST,
    "wenigstens": Sense.AT_LEAST,
    "höchstens": Sense.UP_TO,
    "maximal": Sense.UP_TO,
    "bis zu": Sense.UP_TO,
    "genau": Sense.EXACTLY,
}
AMOUNT = re.compile(
    rf"(?P<sense>{'|'.join(SENSES)}) ‹?{NUMBER}›? ?(?P<unit>%|€|[A-ZÄÖÜ][\w-]{{1,35}}(?: (?:und|oder) [A-ZÄÖÜ][\w-]{{1,35}})?)"
)
HOW_OFTEN = re.compile(rf"(?:(?P<sense>{'|'.join(SENSES)}) )?‹?(?P<times>{'|'.join(TIMES)})›?\b")
PERIODS = {
    "monatlich": 1,
    "vierteljährlich": 3,
    "quartalsweise": 3,
    "halbjährlich": 6,
    "jährlich": 12,
    "je Monat": 1,
    "je Quartal": 3,
    "je Halbjahr": 6,
    "je Kalenderjahr": 12,
    "je Schuljahr": 12,
    "im Schuljahr": 12,
    "je Vertragsjahr": 12,
    "je Jahr": 12,
    "pro Jahr": 12,
    "im Jahr": 12,
}
YEARS = {"Schuljahr": PeriodYear.SCHOOL, "Vertragsjahr": PeriodYear.CONTRACT}
PERIOD = re.compile(rf"\b(?:{'|'.join(PERIODS)})\b", re.IGNORECASE)
BY_DAY = re.compile(rf"bis zum ‹?(?P<day>\d{{1,2}})\. (?P<month>{MONTHS})›?(?: (?P<year>\d{{4}}))?")
WITHIN = re.compile(
    rf"(?:innerhalb von|binnen) ‹?{NUMBER}›? (?P<unit>Arbeitstagen|Werktagen|Tagen|Wochen|Monaten)"
    r"(?: nach (?P<event>[^,.;:]{3,80}?)(?= (?:ein|eine|einen|die|den|der|das|vor|an|mit|und)\b|[,.;:]|$))?"
)
UNITS = {
    "Tagen": OffsetUnit.DAYS,
    "Wochen": OffsetUnit.WEEKS,
    "Arbeitstagen": OffsetUnit.WORKING_DAYS,
    "Werktagen": OffsetUnit.WORKING_DAYS,
}
ANCHORS = (
    (re.compile(r"Vertragsbeginn|Beginn des Vertrags"), Anchor.BEGIN),
    (re.compile(r"Unterzeichnung"), Anchor.SIGNING),
    (re.compile(r"BA-Beschluss|Beschluss des Bezirksamts"), Anchor.BA_RESOLUTION),
)
KINDS = (
    (re.compile(r"bericht|Bericht|dokumentiert|Jahresübersicht"), ObligationKind.REPORT),
    (re.compile(r"\bBeschluss|beschließ"), ObligationKind.RESOLUTION),
    (re.compile(r"veröffentlich|Presse|Daten|Statistik"), ObligationKind.PR_DATA),
    (re.compile(r"berät|begleitet|schult|Fortbildung|Werkst"), ObligationKind.ACCOMPANIMENT),
)
BOTH = re.compile(
    r"\b(?:Vertragsparteien|Vertragspartner|Parteien|Partner|[Bb]eide(?: Seiten)?|(?:[Aa]lle|[Dd]ie) (?:drei|vier|fünf|sechs)|Beteiligten)\b"
)
DISTRICT = re.compile(r"\b(?:Bezirk|Bezirksamt|Jugendamt|Gesundheitsamt|Land Berlin)\b")
PRONOUN = re.compile(r"(?:Er|Sie|Es) ")
LEAP_YEAR = 2024
LARGEST = 10_000  # a larger number is no amount of work and no time
SUBJECT = 70  # letters in which the subject of a sentence stands


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedObligation:
    """An obligation as guessed; `clause` is the key of the first piece of its clause. Without `due` it is incomplete."""

    key: str
    clause: str
    words: str
    title: str
    owing: frozenset[Side]
    kind: ObligationKind
    quantity: Decimal | None
    unit: str
    sense: Sense
    due: DueRule | None


def suggested_obligations(text: RecognisedText) -> tuple[SuggestedObligation, ...]:
    """Return what the sentences of all sections suggest, in reading order."""
    return tuple(_suggestions(text))


def _suggestions(text: RecognisedText) -> Iterator[SuggestedObligation]:
    names = names_by_side(recognised_parties(text)[0])
    for section in text.sections:
        owing: frozenset[Side] = frozenset()
        for clause in section.clauses:
            words = " ".join(line for line in clause.text.split("\n") if not line.startswith("|"))
            for number, sentence in enumerate(SENTENCE.split(words)):
                owing = owing if PRONOUN.match(sentence) else _owing(sentence, names)
                if owing and (found := _read(sentence)):
                    quantity, unit, sense, due = found
                    yield SuggestedObligation(
                        key=f"{clause.piece.key}-{number}",
                        clause=clause.piece.key,
                        words=sentence,
                        title=_title(sentence),
                        owing=owing,
                        kind=_kind(sentence),
                        quantity=quantity,
                        unit=unit,
                        sense=sense,
                        due=due,
                    )


def _owing(sentence: str, names: Mapping[Side, re.Pattern[str]]) -> frozenset[Side]:
    """Return who is named first."""
    beginning = sentence[:SUBJECT]
    everybody = frozenset({Side.DISTRICT, Side.ASSOCIATION, *names})
    patterns = [
        (everybody, BOTH),
        (frozenset({Side.DISTRICT}), DISTRICT),
        *((frozenset({side}), pattern) for side, pattern in names.items()),
    ]
    found = [(match.start(), owing) for owing, pattern in patterns if (match := pattern.search(beginning))]
    return min(found, key=lambda one: one[0])[1] if found else frozenset()


def _read(sentence: str) -> tuple[Decimal | None, str, Sense, DueRule | None] | None:
    quantity, unit, sense = _amount(sentence)
    due = _due(sentence, quantity)
    return (quantity, unit, sense, due) if quantity or due else None


def _amount(sentence: str) -> tuple[Decimal | None, str, Sense]:
    if found := AMOUNT.search(sentence):
        number = _number(found["number"])
        return number, found["unit"] if number else "", SENSES[found["sense"]]
    if often := HOW_OFTEN.search(sentence):
        return Decimal(TIMES[often["times"]]), "Mal", SENSES.get(often["sense"] or "", Sense.AT_LEAST)
    return None, "", Sense.AT_LEAST


def _due(sentence: str, quantity: Decimal | None) -> DueRule | None:
    period = PERIOD.search(sentence)
    months = PERIODS[_period_key(period[0])] if period else None
    day = BY_DAY.search(sentence)
    if day and day["year"]:
        return _fixed(int(day["year"]), _month(day["month"]), int(day["day"]))
    if day and _fixed(LEAP_YEAR, _month(day["month"]), int(day["day"])):
        return DueRule(
            shape=DueShape.PERIOD, period_months=12, due_month=_month(day["month"]), due_day=int(day["day"])
        )
    if within := WITHIN.search(sentence):
        return _within(within)
    if period and months:
        year = next((year for word, year in YEARS.items() if word in period[0]), UNSET)
        shape = DueShape.COUNT if quantity else DueShape.PERIOD
        return DueRule(shape=shape, period_months=months, year=year)
    return None


def _fixed(year: int, month: int, day: int) -> DueRule | None:
    try:
        return DueRule(shape=DueShape.FIXED, due_on=date(year, month, day))
    except ValueError:
        return None


def _within(found: re.Match[str]) -> DueRule | None:
    number, event = _number(found["number"]), found["event"] or ""
    if not number or number != int(number) or not event:
        return None
    if found["unit"] == "Monaten":
        anchor = next((anchor for pattern, anchor in ANCHORS if pattern.search(event)), None)
        return DueRule(shape=DueShape.OFFSET, anchor=anchor, offset_months=int(number)) if anchor else None
    return DueRule(
        shape=DueShape.EVENT,
        trigger=event,
        reaction_amount=int(number),
        reaction_unit=UNITS[found["unit"]],
    )


def _period_key(words: str) -> str:
    return next(key for key in PERIODS if key.lower() == words.lower())


def _month(name: str) -> int:
    return MONTHS.split("|").index(name) + 1


def _number(words: str) -> Decimal | None:
    number = Decimal(NUMBER_WORDS[words]) if words in NUMBER_WORDS else read_number(words.rstrip("."))
    return plain_number(number) if number is not None and 0 < number < LARGEST else None


def _kind(sentence: str) -> ObligationKind:
    return next((kind for pattern, kind in KINDS if pattern.search(sentence)), ObligationKind.GOVERNANCE)


def _title(sentence: str) -> str:
    """Return the sentence, cut at a word if it is too long for a title."""
    plain = " ".join(sentence.translate({ord("‹"): None, ord("›"): None}).split()).rstrip(".")
    if len(plain) <= TITLE_LIMIT:
        return plain
    return plain[: TITLE_LIMIT - 2].rpartition(" ")[0] + " …"
