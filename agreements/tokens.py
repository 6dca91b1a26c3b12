"""Tokens in the text of a clause: a value of an obligation, a reference to another place, or the number of an item. Pure.

`{O-01 Menge}`, `{O-01 Menge: Wort}`, `{O-02 Stelle 1: Prozent}`, `{→ p06-2}`, `{→ p06-2: kurz}`, and `{#}` where a line
begins, letter by letter; all else is text as typed. `static/js/editor/tokens.js` says the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count


class FieldName(StrEnum):
    """Which value of an obligation a field shows."""

    AMOUNT = "Menge"
    DUE = "Frist"
    POST = "Stelle"


# how a value reads; the empty style is the figure of an amount or a share, and all words of a due rule
IN_WORDS, TIMES, WITH_UNIT, DATIVE, PERCENT, FIGURE = "Wort", "mal", "Einheit", "Dativ", "Prozent", "Zahl"
WITH_SENSE, DAY, UNTIL = "Geltung", "Tag", "bis"
_AMOUNTS = ("", IN_WORDS, TIMES, WITH_UNIT, f"{IN_WORDS} {WITH_UNIT}", DATIVE, f"{IN_WORDS} {DATIVE}")
_SHARES = ("", WITH_UNIT, DATIVE, PERCENT)
_SPANS = (FIGURE, IN_WORDS, WITH_UNIT, f"{IN_WORDS} {WITH_UNIT}", DATIVE, f"{IN_WORDS} {DATIVE}")


def _with_sense(styles: tuple[str, ...]) -> tuple[str, ...]:
    return (*styles, *(f"{WITH_SENSE} {style}".rstrip() for style in styles))


STYLES = {
    FieldName.AMOUNT: _with_sense(_AMOUNTS),
    FieldName.DUE: ("", UNTIL, DAY, *_SPANS),
    FieldName.POST: _with_sense(_SHARES),
}
# „§ 6 Absatz 2“, „§ 6 Abs. 2“, „§ 6 (2)“, „Absatz 2“, „2“
REFERENCE_STYLES = ("", "abgekürzt", "kurz", "nah", FIGURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldToken:
    """A value of an obligation and how it reads; `post` counts its posts from 1, 0 for other values."""

    code: str
    name: FieldName
    post: int = 0
    style: str = ""

    def __str__(self) -> str:
        name = f"{self.name} {self.post}" if self.post else self.name
        return f"{{{self.code} {name}{_behind(self.style)}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceToken:
    """A reference to a section or clause by its permanent key."""

    key: str
    style: str = ""

    def __str__(self) -> str:
        return f"{{→ {self.key}{_behind(self.style)}}}"


@dataclass(frozen=True, slots=True)
class ItemToken:
    """The number of an item, counted in its clause: „1.1.2“."""

    def __str__(self) -> str:
        return "{#}"


Token = FieldToken | ReferenceToken | ItemToken


def _behind(style: str) -> str:
    return f": {style}" if style else ""


def _styles(styles: tuple[str, ...]) -> str:
    return "|".join(filter(None, styles))


TOKEN = re.compile(
    r"\{(?:"
    rf"(?P<code>O-[0-9]{{2,8}}) (?:"
    rf"(?P<amount>{FieldName.AMOUNT})(?:: (?P<amount_style>{_styles(STYLES[FieldName.AMOUNT])}))?"
    rf"|(?P<due>{FieldName.DUE})(?:: (?P<due_style>{_styles(STYLES[FieldName.DUE])}))?"
    rf"|{FieldName.POST} (?P<post>[1-9][0-9]?)(?:: (?P<post_style>{_styles(STYLES[FieldName.POST])}))?)"
    rf"|→ (?P<key>[0-9A-Za-z-]{{1,40}})(?:: (?P<key_style>{_styles(REFERENCE_STYLES)}))?"
    r")\}"
    r"|(?P<item>^\{#\})",
    re.MULTILINE,
)


def _read(match: re.Match[str]) -> Token:
    if match["item"]:
        return ItemToken()
    if match["key"]:
        return ReferenceToken(key=match["key"], style=match["key_style"] or "")
    if match["post"]:
        style = match["post_style"] or ""
        return FieldToken(code=match["code"], name=FieldName.POST, post=int(match["post"]), style=style)
    style = match["amount_style"] or match["due_style"] or ""
    name = FieldName.AMOUNT if match["amount"] else FieldName.DUE
    return FieldToken(code=match["code"], name=name, style=style)


def token_in(text: str) -> Token | None:
    """Return the token that a text is."""
    match = TOKEN.fullmatch(text)
    return _read(match) if match else None


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in their order."""
    return map(_read, TOKEN.finditer(text))


def replace_tokens(text: str, words: Callable[[Token], str]) -> str:
    """Return the text with words in place of its tokens; a token without words stays."""
    return TOKEN.sub(lambda match: words(_read(match)) or match[0], text)


def number_items(text: str, number: Callable[[int], str]) -> str:
    """Return the text with numbers in place of its items' tokens; `number` gets 1 for the first of them."""
    counted = count(1)
    return replace_tokens(text, lambda token: number(next(counted)) if isinstance(token, ItemToken) else "")


def with_item_tokens(text: str, number: Callable[[int], str]) -> str:
    """Return a text without tokens with one where a line begins with the very number that it would read."""
    lines, n = text.split("\n"), 1
    for place, line in enumerate(lines):
        mark = f"{number(n)} "
        if line.startswith(mark):
            lines[place] = f"{ItemToken()} {line.removeprefix(mark)}"
            n += 1
    return "\n".join(lines)
