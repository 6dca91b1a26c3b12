"""What each piece of a pasted text is: heading, Absatz, item, party, annex, signature line. Pure.

A guess, from the marks and the words; the page shows it and every one can be changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agreements.drafting.importing.left_out import contents_places
from agreements.drafting.importing.line_kinds import HEADINGS, ClassifiedLine, LineKind
from agreements.drafting.importing.markers import Marker, MarkKind, is_title
from agreements.drafting.importing.schemes import (
    ABSATZ_KINDS,
    first_number,
    is_inserted,
    section_scheme,
    starts_section,
)
from agreements.drafting.importing.text_pieces import Piece, is_page_number
from agreements.drafting.importing.title_block import closes, title_block

PREAMBLE = re.compile(r"(?:Präambel|Vorbemerkung(?:en)?|Vorwort|Einleitung|Vorspruch) ?:?", re.IGNORECASE)
ANNEX = re.compile(
    r"(?P<mark>(?:Anlagen?|Anhang|Anhänge|Beilage)\b(?: (?:Nr\. ?)?(?:\d{1,2}|[A-Z]|[IVX]{1,4})(?=\W|$))?)[ :.–-]*(?P<rest>.*)"
)
GROUP = re.compile(
    r"(?:(?:Teil|Abschnitt|Kapitel) (?:\d{1,2}|[A-Z]|[IVX]{1,4})|(?:\d{1,2}|[IVX]+)\. (?:Teil|Abschnitt|Kapitel))\b.*"
)
BARE_GROUP = re.compile(
    r"(?:Teil|Abschnitt|Kapitel) (?:\d{1,2}|[A-Z]|[IVX]{1,4})|(?:\d{1,2}|[IVX]+)\. (?:Teil|Abschnitt|Kapitel)"
)
FOOTNOTE = re.compile(r"\[\d{1,2}\] ?\S.*|[¹²³⁴-⁹⁰]+ ?\S.*")
SIGNATURE = re.compile(
    r".*(?:_{4,}|\.{8,}|…{3,}).*|Ort ?[,/] ?(?:den )?Datum.*|.*\bUnterschrift\b.*|gez\. .*|Für (?:den|die|das) [^.]{2,90}"
    r"|[A-ZÄÖÜ][\wäöüß./ -]{2,30}, (?:den|am)\b[^;]{0,40}|\(?Stempel.*"
)
LONGEST_SIGNATURE = 130
ABSATZ_DEPTH = 2  # „1.1“ counts an Absatz, „1.1.1“ what is in it
LISTING = frozenset({MarkKind.NUMBER, MarkKind.NUMBER_BRACKET})  # they count Absätze or items
UNORDERED_TITLE = "Ist das die Überschrift eines Paragrafen?"


def classify(
    pieces: Sequence[Piece], changed: Mapping[str, LineKind] | None = None, *, whole: bool = True
) -> tuple[ClassifiedLine, ...]:
    """Return each piece with its kind; `changed` are the kinds that a person has set, by the key of the piece.

    `whole`: a whole contract with title and parties, not a part to insert.
    """
    changed = changed or {}
    lines = _Classifier(pieces, whole=whole).lines()
    return tuple(
        ClassifiedLine(line.piece, changed[line.piece.key]) if line.piece.key in changed else line
        for line in lines
    )


class _Classifier:
    def __init__(self, pieces: Sequence[Piece], *, whole: bool) -> None:
        self.pieces = pieces
        self.whole = whole
        self.left_out = set(contents_places(pieces))
        kept = [piece for n, piece in enumerate(pieces) if n not in self.left_out]
        self.scheme = section_scheme(kept, whole=whole)
        self.expected = 1 if whole else first_number(kept, self.scheme)
        self.section: LineKind | None = None
        self.absatz: Marker | None = None
        self.in_items = False
        self.has_text = False
        self.signing_until = -1

    def lines(self) -> Iterator[ClassifiedLine]:
        front = self._front() if self.whole else {}
        for place, piece in enumerate(self.pieces):
            if place in self.left_out:
                yield ClassifiedLine(piece, LineKind.OUT)
            elif self.has_text and self._goes_on_behind_page(place):
                yield ClassifiedLine(replace(piece, wrapped=True), LineKind.CONTINUED)
            elif place in front:
                yield ClassifiedLine(piece, front[place])
            else:
                kind, question = self._kind(place, piece)
                self._note(piece, kind)
                yield ClassifiedLine(piece, kind, question)

    def _goes_on_behind_page(self, place: int) -> bool:
        """Whether a sentence goes on behind the number of a page."""
        piece, before = self.pieces[place], self.pieces[place - 1]
        return is_page_number(before) and piece.marker is None and piece.text[0].islower()

    def _front(self) -> dict[int, LineKind]:
        """Return the kinds of title and parties, which stand before the first heading."""
        end = next((n for n in range(len(self.pieces)) if self._heading(n)), len(self.pieces))
        return title_block(self.pieces, [place for place in range(end) if place not in self.left_out])

    def _heading(self, place: int) -> LineKind | None:
        """Return the kind of a heading at this place, if there is one."""
        piece = self.pieces[place]
        if piece.cells or piece.wrapped or piece.part:
            return None
        if PREAMBLE.fullmatch(piece.text):
            return LineKind.PREAMBLE if self.whole else LineKind.SECTION
        annex = ANNEX.fullmatch(piece.text)
        if (
            annex
            and (self.section or not self.whole)
            and is_title(piece.text, 260)
            and not _is_list(annex["mark"])
        ):
            return LineKind.ANNEX
        if self.scheme and starts_section(piece, self.scheme, self.expected):
            return LineKind.SECTION
        if GROUP.fullmatch(piece.text) and is_title(piece.text):
            return LineKind.GROUP
        marker, follows = piece.marker, self._next(place)
        if (
            marker
            and follows
            and marker.kind in {MarkKind.ROMAN, MarkKind.CAPITAL}
            and marker.kind != self.scheme
        ):
            above = self.scheme in {MarkKind.PARAGRAPH, MarkKind.ARTICLE, MarkKind.NUMBER}
            if above and is_title(marker.rest) and starts_section(follows, self.scheme, self.expected):
                return LineKind.GROUP
        return None

    def _next(self, place: int) -> Piece | None:
        return self.pieces[place + 1] if place + 1 < len(self.pieces) else None

    def _kind(self, place: int, piece: Piece) -> tuple[LineKind, str]:
        if heading := self._heading(place):
            return heading, self._doubt(piece, heading)
        if kind := self._unmistakable(place, piece):
            return kind, ""
        if piece.marker:
            return self._marked(piece.marker)
        return self._plain(place, piece)

    def _unmistakable(self, place: int, piece: Piece) -> LineKind | None:
        if piece.cells:
            return LineKind.TABLE
        if is_page_number(piece) and not piece.wrapped:
            return LineKind.OUT
        if place <= self.signing_until or (not piece.wrapped and self._signatures(place)):
            return LineKind.SIGNATURE
        if FOOTNOTE.fullmatch(piece.text):
            return LineKind.FOOTNOTE
        return LineKind.CONTINUED if piece.wrapped or self._names_heading(place) else None

    def _doubt(self, piece: Piece, heading: LineKind) -> str:
        counted = piece.marker and heading == LineKind.SECTION and not is_inserted(piece.marker)
        number = piece.marker.number if piece.marker and counted else self.expected
        if number < self.expected:
            return f"Die Zählung beginnt neu mit {piece.text.split(' ')[0]} {number}. Beginnt hier ein zweites Dokument?"
        return f"Nummer {number} statt {self.expected}: Fehlt davor etwas?" if number > self.expected else ""

    def _names_heading(self, place: int) -> bool:
        """Whether a line is the name of a heading that stands above it as a mark alone."""
        before = self.pieces[place - 1] if place else None
        if before is None or self.has_text or not is_title(self.pieces[place].text):
            return False
        if BARE_GROUP.fullmatch(before.text):
            return self.pieces[place].marker is None
        if self.section is None:
            return False
        bare = before.marker is not None and not before.marker.rest
        annex = ANNEX.fullmatch(before.text)
        return self.pieces[place].marker is None and (bare or bool(annex and not annex["rest"]))

    def _marked(self, marker: Marker) -> tuple[LineKind, str]:
        if marker.kind in {MarkKind.PARAGRAPH, MarkKind.ARTICLE}:
            return self._text_kind(), ""
        if marker.kind == MarkKind.DECIMAL and len(marker.value) > ABSATZ_DEPTH and self.has_text:
            return LineKind.ITEM, ""
        in_annex = self.section == LineKind.ANNEX and self.scheme not in {MarkKind.NUMBER, MarkKind.ROMAN}
        behind_words = self.has_text and self.absatz is None
        if marker.kind in LISTING and (in_annex or behind_words):
            return (LineKind.ITEM if marker.rest else self._text_kind()), ""
        if marker.kind == MarkKind.ABSATZ or marker.kind in ABSATZ_KINDS.get(self.scheme, ()):
            follows = self.absatz is None or self.absatz.kind == marker.kind
            counts = (
                marker.kind == MarkKind.DECIMAL
                or marker.number == (self.absatz.number if self.absatz else 0) + 1
            )
            if (
                follows and counts and not (self.in_items and marker.number == 1)
            ) or marker.kind == MarkKind.ABSATZ:
                question = "" if counts else f"Absatz {marker.mark}: Die Zählung springt."
                return LineKind.CLAUSE, question
        return (LineKind.ITEM if marker.rest else self._text_kind()), ""

    def _plain(self, place: int, piece: Piece) -> tuple[LineKind, str]:
        follows = self._next(place)
        first = (
            follows
            and follows.marker
            and follows.marker.kind == MarkKind.ABSATZ
            and follows.marker.number == 1
        )
        if is_title(piece.text, 80) and (first or (self.scheme is None and piece.alone and place)):
            return LineKind.SECTION, UNORDERED_TITLE
        kind = self._text_kind()
        behind = kind == LineKind.CONTINUED and self.in_items
        return kind, "Gehört dieser Satz zum ganzen Absatz oder zum letzten Punkt?" if behind else ""

    def _text_kind(self) -> LineKind:
        """Return the kind of words without a mark: they go on in a numbered Absatz, else are one of their own."""
        return LineKind.CONTINUED if self.has_text and (self.absatz or self.in_items) else LineKind.CLAUSE

    def _signatures(self, place: int) -> bool:
        """Whether a block of signatures begins: only short lines follow up to the next heading."""
        if self.section in {None, LineKind.PREAMBLE} or not _is_signature(self.pieces[place]):
            return False
        end = place
        while end + 1 < len(self.pieces) and not self._ends_signatures(end + 1):
            end += 1
        if any(len(piece.text) > LONGEST_SIGNATURE for piece in self.pieces[place : end + 1]):
            return False
        self.signing_until = end
        return True

    def _ends_signatures(self, place: int) -> bool:
        return bool(self._heading(place) or FOOTNOTE.fullmatch(self.pieces[place].text))

    def _note(self, piece: Piece, kind: LineKind) -> None:
        """Remember what the next piece depends on."""
        if kind in HEADINGS:
            self.section, self.absatz, self.in_items, self.has_text = kind, None, False, False
            if kind == LineKind.SECTION and piece.marker:
                self.expected = piece.marker.number + 1
        elif kind == LineKind.CLAUSE:
            numbered = piece.marker and piece.marker.kind not in {MarkKind.PARAGRAPH, MarkKind.ARTICLE}
            self.absatz = piece.marker if numbered else None
            self.in_items, self.has_text = False, True
        elif kind == LineKind.ITEM:
            self.in_items, self.has_text = True, True


def _is_list(mark: str) -> bool:
    return mark in {"Anlagen", "Anhänge"}


def _is_signature(piece: Piece) -> bool:
    short = len(piece.text) <= LONGEST_SIGNATURE and piece.marker is None
    return short and bool(SIGNATURE.fullmatch(piece.text)) and not closes(piece.text)
