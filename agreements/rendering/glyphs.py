"""Which letters can be printed: those that every font cut of the PDF has, since any text may stand in any cut."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from agreements.content import Content

FONTS = Path(__file__).parent / "fonts"
LINE_BREAKING = frozenset("\n\r\t")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# Control, format (bidi overrides, zero width), private, surrogate, unassigned, line and paragraph separators:
# nobody sees them, so two texts that look the same would not be the same.
TRANSCRIBE = "Namen in einer anderen Schrift bitte in lateinischer Umschrift schreiben, wie im Ausweis."
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


class Unprintable(NamedTuple):
    """A character that cannot be printed, and where it stands."""

    place: str
    character: str
    name: str

    @property
    def words(self) -> str:
        """Name the character and its place for people."""
        return f"{self.place}: {self.letter}"

    @property
    def letter(self) -> str:
        """Name the character for people, never showing one that cannot be seen."""
        code = f"U+{ord(self.character):04X}"
        shown = "" if unicodedata.category(self.character) in INVISIBLE else f"„{self.character}“ "
        return f"{shown}({self.name}, {code})"


class UnprintableError(ValueError):
    """A content cannot be printed; the message names every character and its place."""

    def __init__(self, found: Iterable[Unprintable]) -> None:
        self.found = tuple(found)
        listed = "; ".join(item.words for item in self.found)
        advice = f" {TRANSCRIBE}" if any(item.character.isalpha() for item in self.found) else ""
        super().__init__(f"Diese Zeichen können nicht gedruckt werden, bitte ersetzen: {listed}{advice}")


@cache
def printable() -> frozenset[str]:
    """Return the letters that all font cuts have."""
    maps = []
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            maps.append({chr(code) for code in font.getBestCmap()})
    letters = {letter for letter in set.intersection(*maps) if unicodedata.category(letter) not in INVISIBLE}
    return frozenset(letters | LINE_BREAKING | {SOFT_HYPHEN})


def unprintable(content: Content) -> list[Unprintable]:
    """Return every character of a content that cannot be printed, once per place."""
    return list(missing_letters(content.texts()))


def missing_letters(texts: Iterable[tuple[str, str]]) -> Iterator[Unprintable]:
    """Yield the unprintable characters of texts that are given with their places."""
    for place, text in texts:
        for character in dict.fromkeys(text):
            if character not in printable():
                name = unicodedata.name(character, "Zeichen ohne Namen")
                yield Unprintable(place, character, name)
