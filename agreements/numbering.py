"""How a text numbers its sections and clauses: a table with one row for each numbering. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from msgspec import UNSET, UnsetType

from agreements.choices import SectionKind

NBSP = "\N{NO-BREAK SPACE}"
ROMAN_DIGITS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)

# numbers of the sentences of an amendment, whatever its numbering: „2.“ and below it „a)“
ITEM, LETTER = re.compile(r"[0-9]+\."), re.compile(r"([a-z])\1*\)")


class Numbering(TextChoices):
    """The numberings that a text can have, as a contract shows them."""

    PARAGRAPH = "paragraph", "§ 1 (1)"
    ARTICLE = "article", "Artikel 1 (1)"
    DECIMAL = "decimal", "1. / 1.1 / 1.1.1"
    ROMAN = "roman", "I. / 1."


class Label(NamedTuple):
    """A number as printed, „(2)“, and as cited, „§ 6 (2)“; without a number, what the part is called.

    `word` counts the part in the one it stands in: „Absatz“ of „§ 6 Absatz 2“; empty where its number says all.
    """

    number: str
    place: str
    word: str = ""

    @property
    def figure(self) -> str:
        """The number alone: „6“, „2“, „2.1“; without a number, what the part is called."""
        own = self.place.rpartition(NBSP)[2] if self.number else self.place
        return own.strip("()")

    def item(self, n: int) -> str:
        """Return the number of the n-th item of a clause: „1.1.2“ in „1.1“; „2.“ where its own number is no figure."""
        own = self.number.rstrip(".")
        return f"{own}.{n}" if own[:1].isdigit() else f"{n}."


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingRow:
    """The words of a numbering: `word` for a section, and patterns for labels as printed and as cited.

    `{n}` is the place in the order, `{own}` the label of the section without its last point, `{place}` the section as
    cited, `{number}` that of the clause without its last point.
    """

    word: str
    section: str
    cited: str = "{own}"
    clause: str = "({n})"
    clause_cited: str = f"{{place}}{NBSP}{{number}}"
    annex_clause: str = "({n})"
    annex_clause_cited: str = f"{{place}}{NBSP}{{number}}"
    clause_word: str = "Absatz"
    annex_clause_word: str = "Absatz"

    def section_label(
        self, kind: SectionKind, n: int, heading: str, stored: str | UnsetType = UNSET
    ) -> Label:
        """Return the label of the n-th section of its kind; a `stored` number is kept."""
        if kind == SectionKind.ANNEX:
            number = annex_number(n) if isinstance(stored, UnsetType) else stored
            return Label(number, number)
        if kind != SectionKind.SECTION:
            return Label("", heading)
        number = self.section.format(n=n, roman=roman(n)) if isinstance(stored, UnsetType) else stored
        return Label(number, self.cited.format(own=number.rstrip(".")))

    def clause_labels(
        self, kind: SectionKind, section: Label, stored: Sequence[str | UnsetType], *, lone: bool = True
    ) -> tuple[Label, ...]:
        """Return the labels of the clauses of a section, stored ones as they are.

        `lone`: the only clause of a § has a number too; that of an annex never has one.
        """
        return _clause_labels(self, kind, section, tuple(stored), lone)


@lru_cache(maxsize=4_000)  # a page of a draft asks twenty times for each section
def _clause_labels(
    row: NumberingRow, kind: SectionKind, section: Label, stored: tuple[str | UnsetType, ...], lone: bool
) -> tuple[Label, ...]:
    annex = kind == SectionKind.ANNEX
    pattern = row.annex_clause if annex else row.clause
    cited = row.annex_clause_cited if annex else row.clause_cited
    numbered = bool(section.number) and (len(stored) > 1 or (lone and not annex))
    own = section.number.rstrip(".")
    numbers = (
        kept if not isinstance(kept, UnsetType) else pattern.format(own=own, n=n) if numbered else ""
        for n, kept in enumerate(stored, start=1)
    )
    place, word = section.place, row.annex_clause_word if annex else row.clause_word
    above = place
    labels = []
    for number in numbers:
        if ITEM.fullmatch(number) and not ITEM.fullmatch(pattern.format(own=own, n=1)):
            above = f"{place}{NBSP}Nummer{NBSP}{number[:-1]}"
            labels.append(Label(number, above, "Nummer"))
        elif LETTER.fullmatch(number):
            labels.append(Label(number, f"{above}{NBSP}Buchstabe{NBSP}{number[:-1]}", "Buchstabe"))
        elif number:
            labels.append(Label(number, cited.format(place=place, number=number.rstrip(".")), word))
        else:
            labels.append(Label("", place))
    return tuple(labels)


_NUMMER = f"{{place}}{NBSP}Nummer{NBSP}{{number}}"
NUMBERINGS: Mapping[Numbering, NumberingRow] = {
    Numbering.PARAGRAPH: NumberingRow(word="Paragraf", section=f"§{NBSP}{{n}}"),
    Numbering.ARTICLE: NumberingRow(word="Artikel", section=f"Artikel{NBSP}{{n}}"),
    Numbering.DECIMAL: NumberingRow(
        word="Abschnitt",
        section="{n}.",
        cited=f"Ziffer{NBSP}{{own}}",
        clause="{own}.{n}",
        clause_cited=f"Ziffer{NBSP}{{number}}",
        annex_clause="{n}.",
        annex_clause_cited=_NUMMER,
        clause_word="",
        annex_clause_word="Nummer",
    ),
    Numbering.ROMAN: NumberingRow(
        word="Abschnitt",
        section="{roman}.",
        cited=f"Ziffer{NBSP}{{own}}",
        clause="{n}.",
        clause_cited=_NUMMER,
        annex_clause="{n}.",
        annex_clause_cited=_NUMMER,
        clause_word="Nummer",
        annex_clause_word="Nummer",
    ),
}
# how people write the words of a citation, the first as it is printed where it is abbreviated
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "§": ("§", "§§", "Paragraf", "Paragrafen", "Paragraph", "Paragraphen"),
    "Artikel": ("Art.", "Artikel", "Artikeln", "Artikels"),
    "Ziffer": ("Ziff.", "Ziffer", "Ziffern"),
    "Anlage": ("Anl.", "Anlage", "Anlagen"),
    "Absatz": ("Abs.", "Absatz", "Absatzes", "Absätze", "Absätzen"),
    "Nummer": ("Nr.", "Nrn.", "Nummer", "Nummern"),
}


def annex_number(n: int) -> str:
    """„Anlage 2“"""
    return f"Anlage{NBSP}{n}"


def roman(n: int) -> str:
    """„XIV“"""
    letters = ""
    for value, digit in ROMAN_DIGITS:
        count, n = divmod(n, value)
        letters += digit * count
    return letters
