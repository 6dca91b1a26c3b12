"""One spelling for all spellings of a word: „Straße“, „STRASSE“; „für“, „fuer“, „fur“, with combined or separate dots. Pure."""

import re
import unicodedata
from functools import lru_cache

# a soft hyphen, characters without width, NUL, and a hyphen at the end of a line
UNSEEN = re.compile(r"[\0\u00AD\u200B-\u200D\u2060\uFEFF]|(?<=\w)-[ \t]*\n\s*(?=[a-zäöüß])(?!und\b|oder\b)")
LETTERS = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "a", "œ": "o"})
UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")  # not: Bauer, neue, Quelle


def clean(text: str) -> str:
    """Return a text without what nobody sees, its accents combined."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return the one spelling of a word."""
    while (folded := _folded(text)) != text:
        text = folded
    return text


def _folded(text: str) -> str:
    lower = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    parted = unicodedata.normalize("NFD", lower)
    return UMLAUT.sub(lambda two: two[0][0], "".join(one for one in parted if not unicodedata.combining(one)))
