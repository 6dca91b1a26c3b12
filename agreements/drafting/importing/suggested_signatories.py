"""Who signs, as the signature lines of a pasted text say; a person confirms each. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.choices import Side
from agreements.drafting.importing.recognised_parties import DISTRICT, RecognisedParty, recognised_parties
from agreements.drafting.importing.structure import RecognisedText
from agreements.parties import bare_name

FOR = re.compile(r"Für (?:den|die|das) (?P<name>.+?):?")
TITLES = r"(?:(?:Frau|Herr|Dr\.|Prof\.|Dipl\.-\w+\.?) ?)*"
NAME = re.compile(
    rf"{TITLES}[A-ZÄÖÜ][\w'’-]+(?: (?:von|van|de|der|zu|al|[A-ZÄÖÜ]\.|[A-ZÄÖÜ][\w'’-]+)){{1,4}}"
)
LONGEST = 120  # letters of a name or function


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedSignatory:
    """A person with the side for which they sign; `key` is that of the line with the name."""

    key: str
    side: Side
    name: str
    function: str


def suggested_signatories(text: RecognisedText) -> tuple[SuggestedSignatory, ...]:
    """Return those whose name and function stand below „Für den …“."""
    return tuple(_signatories(text))


def _signatories(text: RecognisedText) -> Iterator[SuggestedSignatory]:
    parties, _ = recognised_parties(text)
    side: Side | None = None
    name, key = "", ""
    for line in text.signatures:
        words = line.piece.text
        if found := FOR.fullmatch(words):
            side, name = _side(found["name"], parties), ""
        elif side is None or "__" in words or "…" in words or len(words) > LONGEST:
            continue
        elif not name:
            said, _, function = words.partition(", ")
            if NAME.fullmatch(said):
                name, key = said, line.piece.key
            if name and function:
                yield SuggestedSignatory(key=key, side=side, name=name, function=function)
                side = None
        else:
            yield SuggestedSignatory(key=key, side=side, name=name, function=words)
            side = None


def _side(name: str, parties: tuple[RecognisedParty, ...]) -> Side | None:
    called = next((party.side for party in parties if bare_name(party.short) == name), None)
    written = next((party.side for party in parties if name in party.line), None)
    return called or written or (Side.DISTRICT if DISTRICT.search(name) else None)
