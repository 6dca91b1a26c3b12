"""The words of a text as they are looked for: own tokens, stemmed here, since PostgreSQL's stems change with its version. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer.german_stemmer import GermanStemmer

from agreements.search.folding import fold

LONGEST_WORD = 60
MOST_PLACES = 100  # of a word in one text; PostgreSQL keeps 255
LONGEST_TEXT = 200_000  # what follows is not looked for
TITLE, BODY = "A", "D"  # weights of PostgreSQL
PIECE = re.compile(
    r"""
    (?:§{1,2}|\bParagra(?:f|ph)(?:en|s)?)\s*(?P<section>\d{1,4}[a-z]?)(?!\w)
        (?:\s*(?:\((?P<brackets>\d{1,3}[a-z]?)\)|,?\s*(?:Abs\.?|Absatz)\s*(?P<clause>\d{1,3}[a-z]?)(?!\w)))?
    | \b(?P<body>[IVXL]{1,6}(?=[-/]\d{2})|\d{1,2}(?=/\d{3}))[-/](?P<paper>\d{1,6})(?!\w)
    | \bO-(?P<code>\d{1,4})(?!\w)
    | \b(?P<mail>E-Mail)
    | (?P<word>[^\W_]+)(?:[*:_/](?:innen|in)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILLERS = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bis da dabei dadurch dafür damit dann das daß dass
dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer
eines er es etwa für hat haben hier ihm ihn ihr ihre ihrem ihren ihrer ihres im in ins ist je jede jedem jeden jeder jedes
kann können man mit nach nicht noch nur ob oder ohne sein seine seinem seinen seiner seines sich sie sind so sofern sowie
über um und uns unter vom von vor war was weil wenn werden wie wir wird wo zu zum zur zwischen
"""
FILLERS = frozenset(map(fold, _FILLERS.split()))


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word at its place in a text. `lexemes` are what it is looked for by, the most exact last; none for fillers.

    `word` is its folded spelling, empty for what is no word: „§ 6“, „IX-0123“.
    """

    start: int
    end: int
    lexemes: tuple[str, ...]
    word: str = ""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    found: str = GermanStemmer().stemWord(word)  # one for each call, as it keeps what it works on
    return found or word


def pieces(text: str) -> Iterator[TextWord]:
    """Yield the words of a clean text."""
    for match in PIECE.finditer(text[:LONGEST_TEXT]):
        lexemes, word = _lexemes(match)
        yield TextWord(match.start(), match.end(), lexemes, word)


def _lexemes(match: re.Match[str]) -> tuple[tuple[str, ...], str]:
    if section := match["section"]:
        whole = f"par{_plain(section)}"
        clause = match["brackets"] or match["clause"]
        return ((whole, f"{whole}q{_plain(clause)}") if clause else (whole,)), ""
    if body := match["body"]:
        return (f"drs{body.casefold()}q{_plain(match['paper'])}",), ""
    if code := match["code"]:
        return (f"oq{_plain(code)}",), ""
    word = "email" if match["mail"] else fold(match["word"])[:LONGEST_WORD]
    if not word or word in FILLERS:
        return (), word
    return (stem(word),), word


def _plain(number: str) -> str:
    """Return „0123“ as „123“."""
    return number.casefold().lstrip("0") or "0"


def vector_literal(title: str, body: str) -> str:
    """Return the words of an entry as PostgreSQL reads a `tsvector`."""
    places: dict[str, list[str]] = defaultdict(list)
    place = 0
    for text, weight in ((title, TITLE), (body, BODY)):
        for piece in pieces(text):
            place += 1
            for lexeme in piece.lexemes:
                places[lexeme].append(f"{min(place, 16_383)}{weight}")
    return " ".join(f"{quoted(lexeme)}:{','.join(found[:MOST_PLACES])}" for lexeme, found in places.items())


def quoted(lexeme: str) -> str:
    """Return a lexeme as a literal of `tsvector` and `tsquery`."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def known_words(title: str, body: str) -> dict[str, str]:
    """Return the words of an entry with their stems, as far as others can be built from them."""
    found = (piece for text in (title, body) for piece in pieces(text))
    return {
        piece.word: piece.lexemes[-1]
        for piece in found
        if piece.lexemes and len(piece.word) >= 3 and not any(letter.isdecimal() for letter in piece.word)
    }
