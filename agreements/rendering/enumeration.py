"""Enumerations in typed text: paragraphs, tables, and items with their marks as typed, nested to four levels. Pure.

A mark is `1.`, `1)`, `(1)`, `3.1`, `a)`, `(a)`, `aa)`, `I.`, `i)`, `-` or `–` at the start of a line. Deeper is what is
indented, and what has another kind of mark that begins there; a line that is not indented ends the enumeration.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agreements.calendar_months import MONTHS
from agreements.rendering.typed_table import Table, table_at

MONTH = rf"(?:(?:{'|'.join(MONTHS)})\b|(?:Jan|Febr?|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.)"
# „1. Okt.“, „2. Quartal“, „1. und 2. Klasse“ at the start of a line are dates and ordinals, not items
ORDINAL = rf"(?:{MONTH}|Quartal|Trimester|\w*[Jj]ahr(?:es|s)?\b|(?:und|oder|bis|/|–|-) *\d|\d{{4}}\b|Uhr\b)"
LETTER = r"([a-z])\2{0,2}"
MARK = re.compile(
    rf"(?P<mark>-|–(?! [^\n]*(?<=\s)–)|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?"
    rf"|\(?(?:\d{{1,3}}|{LETTER}|[ivx]{{1,5}}|[IVX]{{1,6}})\)|(?:\d{{1,3}}|[IVX]{{1,6}})\.)"
    rf"(?:[ \u00a0]+(?P<text>\S.*)|[ \u00a0]*$)"
)
ORDINAL_TEXT = re.compile(ORDINAL)
DASHES = frozenset("-–")
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
MAX_DEPTH = 4  # deeper marks are printed as typed
INDENTED = 2  # columns that make a level


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines as typed."""

    lines: list[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its mark as typed and its parts in order."""

    mark: str
    parts: "list[Paragraph | Enumeration | Table]" = field(default_factory=list)

    @property
    def is_dashed(self) -> bool:
        """Whether the mark is a dash."""
        return self.mark in DASHES


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items of one kind and level."""

    items: list[Item] = field(default_factory=list)

    @property
    def is_dashed(self) -> bool:
        """Whether the items have dashes."""
        return self.items[0].is_dashed


Block = Paragraph | Enumeration | Table
Reading = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    indent: int
    text: str
    mark: str = ""
    readings: tuple[Reading, ...] = ()
    table: Table | None = None


@dataclass(slots=True)
class _Level:
    kind: str
    value: tuple[int, ...]
    indent: int
    enumeration: Enumeration


def blocks(text: str) -> list[Block]:
    """Return the paragraphs, tables and enumerations of a text."""
    return _Reader(list(_lines(text.split("\n")))).blocks


def _lines(typed: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines; a table is one."""
    texts = [line.strip() for line in typed]
    end = 0
    for place, line in enumerate(typed):
        if place < end:
            continue
        if found := table_at(texts, place):
            table, length = found
            end = place + length
            yield _Line(_indent(line), texts[place], table=table)
        else:
            yield _line(line)


def _indent(typed: str) -> int:
    spaces = typed[: len(typed) - len(typed.lstrip())]
    return len(spaces.expandtabs(3))


def _line(typed: str) -> _Line:
    text = typed.strip()
    indent = _indent(typed)
    found = MARK.fullmatch(text)
    if found is None:
        return _Line(indent, text)
    words = found["text"] or ""
    if (found["mark"].endswith(".") or found["mark"][-1].isdigit()) and ORDINAL_TEXT.match(words):
        return _Line(indent, text)
    return _Line(indent, words, found["mark"], tuple(_readings(found["mark"])))


def _readings(mark: str) -> Iterator[Reading]:
    """Yield what a mark can be, as kind and value: „i)“ is a letter or a Roman number."""
    if mark in DASHES:
        yield "–", ()
        return
    body = mark.strip("().")
    style = mark.replace(body, "·")
    if body[0].isdigit():
        value = tuple(int(part) for part in body.split("."))
        yield f"{len(value)}{style}", value
        return
    if body.islower() and len(set(body)) == 1:
        yield f"{'a' * len(body)}{style}", (ord(body[0]) - ord("a") + 1,)
    if set(body.lower()) <= ROMAN_DIGITS.keys():
        yield f"{'i' if body.islower() else 'I'}{style}", (roman_number(body.lower()),)


def roman_number(letters: str) -> int:
    """Return the value of a Roman number in small letters, up to the thirties."""
    digits = [ROMAN_DIGITS[letter] for letter in letters]
    return sum(
        -one if one < following else one for one, following in zip(digits, [*digits[1:], 0], strict=True)
    )


def _is_first(reading: Reading) -> bool:
    return reading[1][-1:] in {(), (1,)}


class _Reader:
    """Reads lines one by one; `levels` are the open enumerations, outermost first."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.levels: list[_Level] = []
        self.after_blank = False
        for place, line in enumerate(lines):
            if line.text or line.mark:
                self._take(place, line)
            self.after_blank = not line.text and not line.mark

    def _take(self, place: int, line: _Line) -> None:
        if line.mark and (self._continued(line) or self._begun(place, line)):
            return
        while self.levels and line.indent <= self.levels[-1].indent:
            self.levels.pop()
        words = f"{line.mark} {line.text}".strip()
        parts: list[Block] = self.levels[-1].enumeration.items[-1].parts if self.levels else self.blocks
        if line.table:
            parts.append(line.table)
        elif parts and isinstance(parts[-1], Paragraph) and (self.levels or not self.after_blank):
            parts[-1].lines.append(words)
        else:
            parts.append(Paragraph([words]))

    def _continued(self, line: _Line) -> bool:
        """Add the next item to an open enumeration: the one at this place, else the innermost that it counts on."""
        near: list[tuple[_Level, Reading]] = []
        far: list[tuple[_Level, Reading]] = []
        for level in reversed(self.levels):
            for kind, value in line.readings:
                beside = abs(line.indent - level.indent) < INDENTED
                counts_on = not value or value > level.value or (level is self.levels[-1] and beside)
                if kind == level.kind and counts_on:
                    (near if beside else far).append((level, (kind, value)))
        counted = [(level, reading) for level, reading in far if reading[1]]
        if not near and not counted:
            return False
        level, (_, level.value) = (near or counted)[0]
        del self.levels[self.levels.index(level) + 1 :]
        self._add(line)
        return True

    def _begun(self, place: int, line: _Line) -> bool:
        """Begin an enumeration at a first mark; an outermost one must go on, since „1. Lesung“ may be a sentence."""
        outer = [level for level in self.levels if level.indent <= line.indent]
        if not line.text or len(outer) >= MAX_DEPTH:
            return False
        begins = (one for one in line.readings if (_is_first(one) if outer else self._goes_on(place, one)))
        kind, value = next(begins, ("", ()))
        if not kind:
            return False
        enumeration = Enumeration()
        (outer[-1].enumeration.items[-1].parts if outer else self.blocks).append(enumeration)
        self.levels = [*outer, _Level(kind, value, line.indent, enumeration)]
        self._add(line)
        return True

    def _goes_on(self, place: int, begin: Reading) -> bool:
        """Return whether another mark of the kind follows: any behind a first one, else exactly the next one."""
        kind, value = begin
        indent = self.lines[place].indent
        for line in self.lines[place + 1 :] if value else ():
            for other, following in line.readings:
                if kind == other:
                    return _is_first(begin) or following == (*value[:-1], value[-1] + 1)
            if line.text and not line.mark and line.indent <= indent:
                return False
        return not value

    def _add(self, line: _Line) -> None:
        parts: list[Block] = [Paragraph([line.text])] if line.text else []
        self.levels[-1].enumeration.items.append(Item(line.mark, parts))
