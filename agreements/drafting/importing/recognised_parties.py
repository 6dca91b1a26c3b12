"""The parties that the head of a pasted text names: who, represented by whom, called what, and where. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import UNSET

from agreements.choices import Side
from agreements.content import Party
from agreements.drafting.importing.line_kinds import ClassifiedLine
from agreements.drafting.importing.structure import RecognisedText
from agreements.drafting.importing.title_block import BEGINS_PARTY
from agreements.parties import SHORT_LIMIT, bare_name, names_apart

LINE_LIMIT, REPRESENTED_LIMIT, ADDRESS_LIMIT = 1000, 300, 200
DISTRICT = re.compile(r"\b(?:Bezirk(?:s|samt|samts)?|Land Berlin|Jugendamt|Gesundheitsamt)\b")
SHORT = re.compile(
    r"\W*(?:im (?:Folgenden|folgenden|Weiteren)|nachfolgend|nachstehend|fortan|kurz)\b.*?[„\"»‚](?P<name>[^“”\"«‘]+)[“”\"«‘].*"
)
SHORT_BEHIND = re.compile(rf"(?P<words>.*\S)\s*[(–,]\s*{SHORT.pattern.removeprefix(chr(92) + 'W*')}")
REPRESENTED = re.compile(
    r"(?P<line>.*?\S),? ?(?P<represented>(?:diese[sr]? )?(?:gesetzlich )?vertreten durch .*)"
)
ARTICLE = re.compile(r"(?:dem|der|den|das|die|des) ")
ADDRESS = re.compile(r".*\b\d{5} [A-ZÄÖÜ].*")
UNKNOWN = "[Vertragspartei]"  # named before freezing, as everything that looks like a placeholder
USUAL = ("Träger", "Verein", "MitWirkung", "Auftragnehmer", "Klinik", "gGmbH", "Schule", "Kita")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedParty:
    """A party as the text names it; `represented_by` begins with „vertreten durch“, `rest` is what has no place in the head."""

    side: Side
    line: str
    represented_by: str
    short: str
    address: str
    rest: str

    @property
    def usual_names(self) -> tuple[str, ...]:
        """What a sentence may call it."""
        return (bare_name(self.short), *(word for word in USUAL if word in self.line))


def recognised_parties(text: RecognisedText) -> tuple[tuple[RecognisedParty, ...], tuple[str, ...]]:
    """Return the parties in the order of the text, and the words of those for whom a contract has no side.

    The first that sounds like a district is it; the sides of the others follow their order.
    """
    own = next(
        (n for n, lines in enumerate(text.parties) if DISTRICT.search(lines[0].piece.text)),
        None,
    )
    others = [side for side in Side if side != Side.DISTRICT]
    parties, further = [], []
    for n, lines in enumerate(text.parties):
        side = Side.DISTRICT if n == own else others.pop(0) if others else None
        if side:
            parties.append(_party(side, lines))
        else:
            further.append(" ".join(_words(line) for line in lines))
    return tuple(parties), tuple(further)


def content_parties(
    text: RecognisedText, defaults: Sequence[Party]
) -> tuple[tuple[Party, ...], list[str], list[str]]:
    """Return the parties in the order of the text, `defaults` for those it does not name, words without a place, and names
    that the text does not give."""
    named, further = recognised_parties(text)
    parties = [
        Party(
            side=party.side,
            line=party.line,
            short=party.short,
            address=party.address,
            represented_by=party.represented_by or UNSET,
        )
        for party in named
    ]
    sides = {party.side for party in named}
    for default in defaults:
        if default.side not in sides:
            # a text about somebody else never names the association by itself
            nobody = replace(default, line=UNKNOWN, short=UNKNOWN, address="")
            parties.append(nobody if default.side == Side.ASSOCIATION else default)
    apart = names_apart(party.short for party in parties)
    renamed = [name for party, name in zip(parties, apart, strict=True) if name != party.short]
    called = tuple(replace(party, short=name) for party, name in zip(parties, apart, strict=True))
    return called, [*further, *(party.rest for party in named if party.rest)], renamed


def names_by_side(parties: Sequence[RecognisedParty]) -> Mapping[Side, re.Pattern[str]]:
    """Return what names each party but the district in a sentence."""
    named = {party.side: party.usual_names for party in parties if party.side != Side.DISTRICT}
    if len(named) < 2:  # there is nobody else
        named[Side.ASSOCIATION] = (*named.get(Side.ASSOCIATION, ()), *USUAL)
    return {
        side: re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:s|es)?\b")
        for side, names in named.items()
    }


def _party(side: Side, lines: Sequence[ClassifiedLine]) -> RecognisedParty:
    texts = [_words(line) for line in lines]
    short = [text for text in texts if len(text) <= LINE_LIMIT]  # both patterns take long over long lines
    named = next((found for text in short if (found := SHORT.fullmatch(text))), None)
    behind = (
        None if named else next((found for text in short if (found := SHORT_BEHIND.fullmatch(text))), None)
    )
    address = next((text for text in texts[1:] if ADDRESS.fullmatch(text) and len(text) <= ADDRESS_LIMIT), "")
    kept = [
        behind["words"].rstrip(" (–,") if behind and text == behind[0] else text
        for text in texts
        if text != address and not (named and text == named[0])
    ]
    words = ", ".join(text.rstrip(",") for text in kept)
    found = REPRESENTED.fullmatch(words)
    represented = found["represented"] if found and len(found["represented"]) <= REPRESENTED_LIMIT else ""
    line, rest = cut(found["line"] if found and represented else words, LINE_LIMIT)
    name = (named or behind or {"name": short_name(words)})["name"].strip()
    return RecognisedParty(
        side=side,
        line=line,
        represented_by=represented,
        short=name[:SHORT_LIMIT],
        address=address,
        rest=rest,
    )


def short_name(words: str) -> str:
    """Return a name for a party that the text does not give one."""
    return cut(ARTICLE.sub("", re.split(r", |\(| vertreten ", words)[0], count=1), SHORT_LIMIT)[0]


def cut(text: str, limit: int) -> tuple[str, str]:
    """Return what fits, up to a space, and the rest."""
    if len(text) <= limit:
        return text, ""
    place = text.rfind(" ", 0, limit + 1)
    place = place if place > 0 else limit
    return text[:place].rstrip(), text[place:].lstrip()


def _words(line: ClassifiedLine) -> str:
    found = BEGINS_PARTY.match(line.piece.text)
    return line.piece.text[found.end() :] if found else line.piece.text
