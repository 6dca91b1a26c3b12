"""How the sections of a text are numbered: §, Artikel, 1. or I. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from agreements.drafting.importing.markers import VERB, Marker, MarkKind, is_citation, is_title
from agreements.drafting.importing.text_pieces import Piece

LONGEST_NUMBERED = 9  # words: „1. Der Träger berichtet …“ is an Absatz, not a heading
SURE = 2  # headings that make a scheme
SHARE = 0.6  # of the lines „1.“ are headings
FAR = 3  # § 7 behind § 3 is a citation that begins a line
INSERTED = re.compile(r"\d ?[a-z]$")
# what counts the Absätze of a section, by what counts the sections
ABSATZ_KINDS: Mapping[MarkKind | None, frozenset[MarkKind]] = {
    MarkKind.PARAGRAPH: frozenset({MarkKind.NUMBER, MarkKind.NUMBER_BRACKET}),
    MarkKind.ARTICLE: frozenset({MarkKind.NUMBER, MarkKind.NUMBER_BRACKET}),
    MarkKind.ROMAN: frozenset({MarkKind.NUMBER, MarkKind.NUMBER_BRACKET}),
    MarkKind.NUMBER: frozenset({MarkKind.DECIMAL}),
}


def section_scheme(pieces: Sequence[Piece], *, whole: bool = True) -> MarkKind | None:
    """Return the kind of mark that counts the sections, from 1 on in a whole text; None if there is none."""
    found = [piece.marker for piece in pieces if piece.marker and not piece.part and not piece.wrapped]
    counts = {kind: _run(found, kind, whole=whole) for kind in _TESTS}
    for kind in (MarkKind.PARAGRAPH, MarkKind.ARTICLE):
        if counts[kind] >= SURE:
            return kind
    numbered = sum(marker.kind == MarkKind.NUMBER for marker in found)
    decimals = sum(marker.kind == MarkKind.DECIMAL for marker in found)
    if counts[MarkKind.NUMBER] >= SURE and (decimals >= SURE or counts[MarkKind.NUMBER] >= SHARE * numbered):
        return MarkKind.NUMBER
    for kind in (MarkKind.ROMAN, MarkKind.NUMBER):
        if counts[kind] >= SURE:
            return kind
    return next((kind for kind in (MarkKind.PARAGRAPH, MarkKind.ARTICLE) if counts[kind]), None)


def starts_section(piece: Piece, scheme: MarkKind | None, expected: int) -> bool:
    """Whether a line is a heading of the scheme; `expected` is the next number."""
    marker = piece.marker
    if marker is None or scheme is None or marker.kind != scheme or not _TESTS[scheme](marker):
        return False
    number = marker.number
    if is_inserted(marker):
        return number == expected - 1
    if scheme in {MarkKind.PARAGRAPH, MarkKind.ARTICLE}:
        return number == expected or (number == 1 and expected > FAR) or expected < number <= expected + FAR
    return number == expected


def is_inserted(marker: Marker) -> bool:
    """Whether a mark is one of those that come behind another: „§ 2a“."""
    return bool(INSERTED.search(marker.mark))


def first_number(pieces: Sequence[Piece], scheme: MarkKind | None) -> int:
    """Return the number of the first heading of the scheme, 1 if there is none."""
    found = (piece.marker for piece in pieces if piece.marker and piece.marker.kind == scheme)
    return next((marker.number for marker in found if scheme and _TESTS[scheme](marker)), 1)


def _run(markers: Sequence[Marker], kind: MarkKind, *, whole: bool) -> int:
    """Count the headings of a kind that go on one by one."""
    expected, count = 1 if whole else None, 0
    for marker in markers:
        if marker.kind == kind and expected in {None, marker.number} and _TESTS[kind](marker):
            expected, count = marker.number + 1, count + 1
    return count


def _is_paragraph(marker: Marker) -> bool:
    return not is_citation(marker.rest) and (not marker.rest or is_title(marker.rest, 200))


def _is_numbered_title(marker: Marker) -> bool:
    words = marker.rest.split()
    return is_title(marker.rest, 90) and len(words) <= LONGEST_NUMBERED and not VERB.search(marker.rest)


def _is_roman_title(marker: Marker) -> bool:
    return is_title(marker.rest)


_TESTS: Mapping[MarkKind, Callable[[Marker], bool]] = {
    MarkKind.PARAGRAPH: _is_paragraph,
    MarkKind.ARTICLE: _is_paragraph,
    MarkKind.NUMBER: _is_numbered_title,
    MarkKind.ROMAN: _is_roman_title,
}
