"""How the numbers of a pasted text become those that the page counts, and which of them cannot. Pure."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from agreements.choices import SectionKind
from agreements.drafting.importing.markers import MarkKind
from agreements.drafting.importing.structure import RecognisedText
from agreements.numbering import NBSP, NUMBERINGS, Label, Numbering, NumberingRow
from agreements.rendering.enumeration import roman_number

BY_MARK: Mapping[MarkKind, Numbering] = {
    MarkKind.PARAGRAPH: Numbering.PARAGRAPH,
    MarkKind.ARTICLE: Numbering.ARTICLE,
    MarkKind.NUMBER: Numbering.DECIMAL,
    MarkKind.ROMAN: Numbering.ROMAN,
}
MARK = re.compile(
    r"(?:(?P<word>§§?|Artikel|Art\.|Anlagen?|Anhang|Anhänge|Beilage) ?(?:Nr\. ?)?)?"
    r"\(?(?P<number>\d+(?:\.\d+)*|[IVX]+|[A-Z])?\.?\)?"
)
COUNTED_WORDS = {
    SectionKind.SECTION: frozenset({"", "§", "Artikel", "Art."}),
    SectionKind.ANNEX: frozenset({"Anlage"}),
}


class Fit(Enum):
    """How a number as typed stands to the one that the page counts."""

    SAME = auto()
    WRITTEN_OTHERWISE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the page counts a text: `before` are the sections of each kind in front of it, `clauses` those of the section that it
    goes on. A number that does not fit stays as text if it `keeps_marks`, else it is only told."""

    numbering: Numbering = Numbering.PARAGRAPH
    lone_clauses_numbered: bool = True
    keeps_marks: bool = True
    before: Mapping[SectionKind, int] = field(default_factory=dict)
    clauses: int = 0

    @property
    def row(self) -> NumberingRow:
        """The words of the numbering."""
        return NUMBERINGS[self.numbering]

    def section_fit(self, mark: str, kind: SectionKind, n: int) -> tuple[Fit, Label]:
        """Return how the number of the n-th section of a kind fits, and that of the page."""
        label = self.row.section_label(kind, n, "")
        found = MARK.fullmatch(mark)
        word = (found["word"] or "") if found else ""
        counted = found is not None and word in COUNTED_WORDS.get(kind, ())
        alone = kind == SectionKind.ANNEX and n == 1 and mark == "Anlage"
        return _fit(mark, label.number, alike=alone or (counted and _ends_with(mark, (n,)))), label

    def clause_fit(self, mark: str, label: str, place: tuple[int, int]) -> Fit:
        """Return how the number of an Absatz fits; `place` are the numbers of its section and its own."""
        return _fit(mark, label, alike=bool(label) and _ends_with(mark, place))


def recognised_counting(text: RecognisedText) -> Counting:
    """Return how a text counts: as most of its headings do, a lone Absatz with a number if one has it."""
    sections = [section for section in text.sections if section.kind == SectionKind.SECTION]
    kinds = Counter(
        BY_MARK[marker.kind]
        for section in sections
        if section.heading and (marker := section.heading[0].piece.marker) and marker.kind in BY_MARK
    )
    lone = [bool(section.clauses[0].mark) for section in sections if len(section.clauses) == 1]
    return Counting(
        numbering=kinds.most_common(1)[0][0] if kinds else Numbering.PARAGRAPH,
        lone_clauses_numbered=any(lone) or not lone,
    )


def _fit(mark: str, label: str, *, alike: bool) -> Fit:
    if _plain(mark) == _plain(label):
        return Fit.SAME
    return Fit.WRITTEN_OTHERWISE if alike else Fit.OTHER


def _plain(mark: str) -> str:
    return mark.replace(NBSP, "").replace(" ", "").rstrip(".")


def _ends_with(mark: str, place: tuple[int, ...]) -> bool:
    """Whether a mark is the last numbers of a place: „(2)“ and „3.2“ of the second Absatz of § 3."""
    found = MARK.fullmatch(mark)
    number = found["number"] if found else None
    if not number:
        return False
    if number[0].isdigit():
        value = tuple(map(int, number.split(".")))
    elif set(number) <= set("IVX"):
        value = (roman_number(number.lower()),)
    else:
        value = (ord(number) - ord("A") + 1,)
    return place[-len(value) :] == value
