"""German words of the values of an obligation, as a field in a clause shows them. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from agreements.choices import Sense
from agreements.content import NBSP, Obligation
from agreements.due_rule import OffsetUnit
from agreements.texts.due_wording import day_words, due_words
from agreements.texts.wording import FTE, number
from agreements.tokens import (
    DATIVE,
    DAY,
    IN_WORDS,
    PERCENT,
    STYLES,
    TIMES,
    UNTIL,
    WITH_SENSE,
    WITH_UNIT,
    FieldName,
    FieldToken,
)

WORDS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
IN_PERCENT = "Prozent"
MEASURES = {FTE: ("Vollzeitäquivalent", "Vollzeitäquivalente"), "%": (IN_PERCENT, IN_PERCENT)}
SPANS = {  # one, several, „ein …“, „innerhalb von einem …“
    OffsetUnit.MONTHS: ("Monat", "Monate", "ein Monat", "einem Monat"),
    OffsetUnit.DAYS: ("Tag", "Tage", "ein Tag", "einem Tag"),
    OffsetUnit.WEEKS: ("Woche", "Wochen", "eine Woche", "einer Woche"),
    OffsetUnit.WORKING_DAYS: ("Arbeitstag", "Arbeitstage", "ein Arbeitstag", "einem Arbeitstag"),
}
DECLINED = ("e", "er", "el")  # a plural that ends so gets an „n“ in the dative


def field_words(token: FieldToken, duty: Obligation) -> str:
    """Return a value as the token wants it, empty if the obligation has none: „mindestens 10 Prozent“, „31. Januar“."""
    match token.name:
        case FieldName.AMOUNT:
            words = _amount(token.style, duty)
        case FieldName.DUE:
            words = _due(token.style, duty)
        case FieldName.POST:
            words = _share(token, duty)
    return words.replace(NBSP, " ")


@lru_cache(maxsize=2_000)  # a page of a draft asks twice for each obligation
def fields_of(duty: Obligation) -> tuple[tuple[FieldToken, str], ...]:
    """Return every field of an obligation that has a value, in every style, with its words."""
    return tuple(_fields_of(duty))


def _fields_of(duty: Obligation) -> Iterator[tuple[FieldToken, str]]:
    names = [
        (FieldName.AMOUNT, 0),
        (FieldName.DUE, 0),
        *((FieldName.POST, place) for place in range(1, len(duty.posts) + 1)),
    ]
    for name, post in names:
        for style in STYLES[name]:
            token = FieldToken(code=duty.code, name=name, post=post, style=style)
            if words := field_words(token, duty):
                yield token, words


def _amount(style: str, duty: Obligation) -> str:
    if duty.quantity is None:
        return ""
    measure = next((forms for sign, forms in MEASURES.items() if duty.unit.startswith(sign)), None)
    one, many = measure or (duty.unit, duty.unit)
    return _counted(style, duty.quantity, duty.sense, one, many, places=2 if duty.unit.startswith(FTE) else 0)


def _share(token: FieldToken, duty: Obligation) -> str:
    if token.post > len(duty.posts):
        return ""
    post = duty.posts[token.post - 1]
    if PERCENT in token.style:
        figure = f"{number((post.share * 100).normalize())} {IN_PERCENT}"
        return f"{post.sense.label} {figure}" if WITH_SENSE in token.style else figure
    return _counted(token.style, post.share, post.sense, *MEASURES[FTE], places=2)


def _due(style: str, duty: Obligation) -> str:
    if not style:
        return due_words(duty.due)
    if style in {DAY, UNTIL}:
        day = day_words(duty.due)
        return f"bis zum {day}" if day and style == UNTIL else day
    distance = duty.due.distance
    if distance is None:
        return ""
    one, many, article, dative = SPANS[distance.unit]
    if distance.amount == 1 and style in {f"{IN_WORDS} {WITH_UNIT}", f"{IN_WORDS} {DATIVE}"}:
        return dative if DATIVE in style else article
    return _counted(style, Decimal(distance.amount), Sense.EXACTLY, one, many)


def _counted(style: str, value: Decimal, sense: Sense, one: str, many: str, *, places: int = 0) -> str:
    """Return „10“, „zehn“, „zehnmal“, „zehn Tagen“, „bis zu zehn Tagen“; the gender of „1“ is not known, so it stays a figure."""
    parts = style.split()
    is_word = 2 <= value <= 12 and value == int(value)
    word = WORDS[int(value) - 2] if is_word else number(value, places=places)
    figure = word if IN_WORDS in parts else number(value, places=places)
    if TIMES in parts:
        figure = "einmal" if value == 1 else f"{word}mal" if is_word else f"{word}-mal"
    unit = one if value == 1 else many
    if DATIVE in parts and value != 1 and " " not in unit and unit.endswith(DECLINED):
        unit += "n"
    words = [figure]
    if unit and not {WITH_UNIT, DATIVE}.isdisjoint(parts):
        words.append(unit)
    if WITH_SENSE in parts and not (sense == Sense.EXACTLY and value == 1):
        words.insert(0, sense.label)
    return " ".join(words)
