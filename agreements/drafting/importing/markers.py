"""The marks at the start of a line: „§ 3“, „Artikel 2“, „(1)“, „1.1“, „I.“, „aa)“, „–“; and what only looks like one. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from agreements.rendering.enumeration import MONTH, ORDINAL_TEXT, roman_number


class MarkKind(StrEnum):
    """What a mark is written like."""

    PARAGRAPH = "§ 1"
    ARTICLE = "Artikel 1"
    ABSATZ = "(1)"
    DECIMAL = "1.1"
    NUMBER = "1."
    NUMBER_BRACKET = "1)"
    DOUBLE_LETTER = "aa)"
    ROMAN = "I."
    LOWER_ROMAN = "i)"
    LETTER = "a)"
    CAPITAL = "A."
    DASH = "–"


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark as typed, the words behind it, and what it counts; a dash counts nothing."""

    kind: MarkKind
    mark: str
    rest: str
    value: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """The first number; 0 for a dash."""
        return self.value[0] if self.value else 0


ROMAN_NUMBER = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
PATTERNS = (
    (
        MarkKind.PARAGRAPH,
        re.compile(r"(?P<mark>§§? ?\d{1,3}(?: ?[a-z](?![a-zäöüß]))?)(?!\w)[ .:–-]*(?P<rest>.*)"),
    ),
    (
        MarkKind.ARTICLE,
        re.compile(rf"(?P<mark>(?:Artikel|Art\.) ?(?:\d{{1,3}}[a-z]?|{ROMAN_NUMBER}))\b[ .:–-]*(?P<rest>.*)"),
    ),
    (MarkKind.ABSATZ, re.compile(r"(?P<mark>\(\d{1,2} ?[a-z]?\)) *(?P<rest>.*)")),
    (
        MarkKind.DECIMAL,
        re.compile(r"(?P<mark>\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?: +(?!Uhr|Euro|€|%)(?P<rest>.*)|$)"),
    ),
    (MarkKind.NUMBER, re.compile(r"(?P<mark>\d{1,2}\.)(?: +(?P<rest>.*)|(?P<glued>[A-ZÄÖÜ].*)|$)")),
    (MarkKind.NUMBER_BRACKET, re.compile(r"(?P<mark>\d{1,2}\)) *(?P<rest>.*)")),
    (MarkKind.DOUBLE_LETTER, re.compile(r"(?P<mark>\(?(?P<letter>[a-hj-z])(?P=letter)\)) *(?P<rest>.*)")),
    (MarkKind.ROMAN, re.compile(rf"(?P<mark>{ROMAN_NUMBER}\.) +(?P<rest>.*)")),
    (MarkKind.LOWER_ROMAN, re.compile(r"(?P<mark>\(?(?:i{1,3}|iv|vi{0,3}|ix|x)\)) *(?P<rest>.*)")),
    (MarkKind.LETTER, re.compile(r"(?P<mark>\(?[a-z]\)) *(?P<rest>.*)")),
    (MarkKind.CAPITAL, re.compile(r"(?P<mark>[A-H]\.) +(?P<rest>[A-ZÄÖÜ][a-zäöü].*)")),
    (MarkKind.DASH, re.compile(r"(?P<mark>[-–—•]) +(?P<rest>.*)")),
)
# behind „§ 3“ they make it a citation in a sentence, not a heading
CITATION = re.compile(
    r"(?:Abs\.|Absatz|Satz|Nr\.|Nummer|Buchst|Ziff|i\. ?V\. ?m|ff?\.|bis \d|und (?:§ )?\d|SGB|BGB|GG\b|VwVfG|DSGVO|BDSG|LHO|AO\b"
    r"|(?:des|der|dieses|dieser|dem|genannt)\b)"
)
VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|kann|können|soll|sollen|muss|müssen|gilt|gelten|bleibt|bleiben|verpflichte[nt]"
    r"|erfolgt|trägt|tragen|erhält|tritt|bilden|regelt|umfasst|liegt|unterstützt|stellt|bestellt|berichtet|benennt|lädt)\b"
)
ABBREVIATION = re.compile(r"(?:e\. ?V|u\. ?a|z\. ?B|etc|usw|ff?)\.$")
LONG = 45  # letters from which on a title has no verb


def marker_of(text: str) -> Marker | None:
    """Return the mark at the start of a line."""
    for kind, pattern in PATTERNS:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            rest = (groups.get("rest") or groups.get("glued") or "").strip()
            if kind in {MarkKind.NUMBER, MarkKind.ROMAN} and (ORDINAL_TEXT.match(rest) or _is_day(text)):
                return None
            return Marker(kind, found["mark"], rest, _value(kind, found["mark"]))
    return None


def is_title(text: str, longest: int = 110) -> bool:
    """Whether a text reads like a heading: short, capital, no full stop, no verb."""
    if not text or len(text) > longest or text[0].islower():
        return False
    if text[-1] in ".;,:" and not ABBREVIATION.search(text):
        return False
    return len(text) <= LONG or not VERB.search(text)


def is_citation(rest: str) -> bool:
    """Whether the words behind „§ 3“ make it a citation."""
    return bool(CITATION.match(rest))


def _is_day(text: str) -> bool:
    return bool(re.match(rf"\d{{1,2}}\. *(?:{MONTH}|\d{{1,2}}\.)", text))


def _value(kind: MarkKind, mark: str) -> tuple[int, ...]:
    body = re.sub(r"Artikel|Art\.|[()§ ]", "", mark).rstrip(".)")
    if kind == MarkKind.DASH:
        return ()
    if kind == MarkKind.DECIMAL:
        return tuple(int(part) for part in body.split("."))
    if kind in {MarkKind.LETTER, MarkKind.CAPITAL, MarkKind.DOUBLE_LETTER}:
        return (ord(body[0].lower()) - ord("a") + 1,)
    digits = re.match(r"\d+", body)
    return (int(digits[0]),) if digits else (roman_number(body.lower()),)
