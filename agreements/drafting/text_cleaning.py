"""Cleans pasted text and finds deceptive characters. Pure.

Only invisible characters are removed or replaced: soft hyphens, zero-width characters, Word's line breaks, tabs, bullets,
no-break spaces (our own typography sets them where a line must not end). Visible letters never change; ligatures, which
PDFs hold as one letter, become the letters that they show. Characters that make a text look different from what it says
are refused with their position: bidirectional controls, private-use and control characters, lone surrogates.
"""

import unicodedata
from collections.abc import Iterator
from itertools import islice

import regex

NAMED = 3  # positions named, the rest is counted
AROUND = 24  # characters of context
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\r\v\f\x85\N{LINE SEPARATOR}", "\n"),  # \v is Word's line break within a paragraph
        "\N{PARAGRAPH SEPARATOR}": "\n\n",
        "\x1e": "\N{NON-BREAKING HYPHEN}",  # as Word writes it
        **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    }
)
# Soft hyphens, zero width, byte order marks and control letters do nothing that a reader would see.
NOTHING = regex.compile(r"[\x00-\x08\x0E-\x1F\x7F\u00AD\u180E\u200B\u2060-\u2064\uFEFF]")
# Joiners make a picture of emoji and shape Arabic and Indic letters; beside any other letter they do nothing.
IDLE_JOINER = regex.compile(
    r"(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{M}\p{Arabic}\p{Devanagari}\p{Bengali}\p{Tamil}])"
    r"[\u200C\u200D]+|[\u200C\u200D]+(?=\s|$)"
)
# Marks for writing from left to right change nothing where all is written so.
LEFT_TO_RIGHT = regex.compile(r"[\u200E\u202A\u202C\u2066\u2068\u2069]")
RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\u061C\u200F\u202B\u202D\u202E\u2067]")
SPACES = regex.compile(r"[^\S\n\t]")
# The bullets of Word: shown ones, those of its symbol fonts, and dashes or an „o“ with a tab behind.
BULLET = regex.compile(
    r"^(?P<indent>[ \t\u00A0]*)"
    r"(?:[•◦▪▫●○■□‣⁃∙\uF0A7\uF0B7\uF0D8\uF076\uF0FC][ \t\u00A0]+|[·—] *[\t\u00A0][ \t\u00A0]*|o\t[ \t\u00A0]*)",
    regex.MULTILINE,
)
# What stands between the mark of an item and its words is one space.
MARKED = regex.compile(
    r"^(?P<mark>[ \t\u00A0]*(?:[-–]|\(?(?:\d[\d.]{0,11}|[a-z]{1,5}|[IVX]{1,6})[.)])) *[\t\u00A0][ \t\u00A0]*",
    regex.MULTILINE,
)
INDENT = regex.compile(r"^[ \t]+", regex.MULTILINE)
DECEPTIVE = regex.compile(
    r"[\p{Cs}\p{Co}\x80-\x9F\p{Noncharacter_Code_Point}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]"
    r"|[\p{Default_Ignorable_Code_Point}--[\u200C\u200D\p{Variation_Selector}]]",
    regex.VERSION1,
)


def tidy(text: str) -> str:
    """Return text as it is stored: NFC, plain line breaks, no invisible characters. Idempotent."""
    once = _tidy(text)
    while (again := _tidy(once)) != once:  # a removal can make other characters removable
        once = again
    return once


def _tidy(text: str) -> str:
    plain = NOTHING.sub("", text.replace("\r\n", "\n").translate(PLAIN))
    if not RIGHT_TO_LEFT.search(plain):
        plain = LEFT_TO_RIGHT.sub("", plain)
    plain = BULLET.sub(r"\g<indent>- ", IDLE_JOINER.sub("", plain))
    plain = SPACES.sub(" ", MARKED.sub(r"\g<mark> ", plain))
    plain = INDENT.sub(_indent, plain).replace("\t", " ")
    lines = unicodedata.normalize("NFC", plain).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def deceptive_characters(text: str) -> str:
    """Return a German sentence that names the deceptive characters, or an empty string."""
    found = list(islice(_places(text), NAMED))
    if not found:
        return ""
    more = sum(1 for _ in DECEPTIVE.finditer(text)) - len(found)
    rest = f" und {more} weitere" if more else ""
    return (
        "Im Text stehen Zeichen, die man nicht sieht oder die ihn anders aussehen lassen, als er ist: "
        f"{'; '.join(found)}{rest}. So wird er nicht gespeichert; was Sie geschrieben haben, steht noch im Formular. "
        "Löschen Sie die genannten Stellen und tippen Sie sie neu."
    )


def _places(text: str) -> Iterator[str]:
    for match in DECEPTIVE.finditer(text):
        before = text[: match.start()]
        line = before.count("\n") + 1
        words = DECEPTIVE.sub("", before.rpartition("\n")[2][-AROUND:]).strip()
        code = f"U+{ord(match[0]):04X}"
        name = unicodedata.name(match[0], "")
        where = f"Zeile {line}, hinter „{words}“" if words else f"Zeile {line}, am Anfang"
        yield f"{where}: {code} {name}".rstrip()


def _indent(match: regex.Match[str]) -> str:
    """Replace tabs by three spaces, one level of a list."""
    return match[0].replace("\t", "   ")
