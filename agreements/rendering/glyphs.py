"""The characters that can be printed: those in every font of the PDF, since any text may be set in any font."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
LINE_BREAKING = frozenset("\n\r\t")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
TRANSCRIBE = "Namen in einer anderen Schrift bitte in lateinischer Umschrift schreiben, wie im Ausweis."
# control, format (bidi overrides, zero width), private, surrogate, unassigned, line and paragraph separators:
# with them two texts could look the same and differ
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class Unprintable(NamedTuple):
    """An unprintable character and the German name of its place."""

    place: str
    character: str
    name: str

    @property
    def words(self) -> str:
        """The character with its place, in German."""
        return f"{self.place}: {self.character_words}"

    @property
    def character_words(self) -> str:
        """The character by name and code, shown only if it is visible."""
        code = f"U+{ord(self.character):04X}"
        shown = "" if unicodedata.category(self.character) in INVISIBLE else f"„{self.character}“ "
        return f"{shown}({self.name}, {code})"


class UnprintableError(ValueError):
    """Raised for unprintable characters; the message names each with its place."""

    def __init__(self, found: Iterable[Unprintable]) -> None:
        self.found = tuple(found)
        listed = "; ".join(item.words for item in self.found)
        advice = f" {TRANSCRIBE}" if any(item.character.isalpha() for item in self.found) else ""
        super().__init__(f"Diese Zeichen können nicht gedruckt werden, bitte ersetzen: {listed}{advice}")


@cache
def printable_characters() -> frozenset[str]:
    """Return the characters that all fonts have."""
    maps = []
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            maps.append({chr(code) for code in font.getBestCmap()})
    letters = {letter for letter in set.intersection(*maps) if unicodedata.category(letter) not in INVISIBLE}
    return frozenset(letters | LINE_BREAKING | {SOFT_HYPHEN})


def unprintable_characters(texts: Iterable[tuple[str, str]]) -> Iterator[Unprintable]:
    """Yield the unprintable characters of (place, text) pairs, once per pair."""
    for place, text in texts:
        for character in dict.fromkeys(text):
            if character not in printable_characters():
                name = unicodedata.name(character, "Zeichen ohne Namen")
                yield Unprintable(place, character, name)
