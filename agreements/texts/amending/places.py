"""How the places of a contract are named in the sentences of an amendment: „§ 6 Absatz 2“, „der Überschrift der Anlage 2“. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agreements.choices import SectionKind
from agreements.content import NBSP, Content, Section
from agreements.numbering import NUMBERINGS, Label, Numbering
from agreements.texts.amending.quotation import plain_text
from agreements.texts.wording import quoted

FEMININE = {"Ziffer", "Anlage", "Nummer", "Präambel", "Zwischenüberschrift"}
GENITIVES = {"Artikel": "Artikels", "Wortlaut": "Wortlauts"}
PLURALS = {"Absatz": "Absätze", "Ziffer": "Ziffern", "Nummer": "Nummern"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A noun with its number, „Absatz 2“; without one it needs an article: „der 2. Absatz“, „die Zwischenüberschrift „Ziele““.

    `of` is what it is in.
    """

    noun: str
    figure: str = ""
    ordinal: str = ""
    heading: str = ""
    of: "PlaceName | None" = None

    @property
    def is_feminine(self) -> bool:
        return self.noun in FEMININE

    @property
    def has_article(self) -> bool:
        """Whether it is said with an article: „der Wortlaut“, but „Absatz 2“."""
        return not self.figure

    @property
    def words(self) -> str:
        """The name without article: „Absatz 2“, „2. Absatz“."""
        return self._with(self.noun)

    @property
    def subject(self) -> str:
        """The name as a subject: „§ 6 Absatz 2“, „Der 2. Absatz der Präambel“."""
        return self._said("Die" if self.is_feminine else "Der")

    @property
    def dative(self) -> str:
        """The name after „in“ and „nach“: „§ 6 Absatz 2“, „dem 2. Absatz der Präambel“."""
        return self._said("der" if self.is_feminine else "dem")

    @property
    def to(self) -> str:
        """The name at the start of a sentence that adds to it: „Dem § 6“, „Der Anlage 2“."""
        article = "Der" if (self.of if self.of and not self.has_article else self).is_feminine else "Dem"
        return f"{article} {self._said('')}"

    @property
    def genitive(self) -> str:
        """„des § 6“, „der Anlage 2“, „des Artikels 3“"""
        return f"{'der' if self.is_feminine else 'des'} {self._with(GENITIVES.get(self.noun, self.noun))}"

    @property
    def within(self) -> "PlaceName":
        """The name where its section has been named before."""
        return replace(self, of=None)

    def _with(self, noun: str) -> str:
        return " ".join(filter(None, [self.ordinal, noun, self.figure, self.heading]))

    def _said(self, article: str) -> str:
        if not self.has_article:
            return f"{self.of.words} {self.words}" if self.of else self.words
        behind = f" {self.of.genitive}" if self.of else ""
        return f"{article} {self.words}{behind}".lstrip()


def place_names(content: Content) -> Mapping[str, PlaceName]:
    """Return the name of each section and clause by its key; labels must be stored."""
    names: dict[str, PlaceName] = {}
    for own, section, labels in content.labelled_sections():
        name = _section_name(content, section, own)
        names[section.key] = name
        living = [clause.key for clause in section.clauses if not clause.repealed]
        for clause, label in zip(section.clauses, labels, strict=True):
            names[clause.key] = _clause_name(name, label, living, clause.key)
    return names


def clause_noun(content: Content, section: Section) -> str:
    """Return what the clauses of a section are called: „Absatz“, „Nummer“, „Ziffer“."""
    row = NUMBERINGS[content.numbering or Numbering.PARAGRAPH]
    word = row.annex_clause_word if section.kind == SectionKind.ANNEX else row.clause_word
    return word or "Ziffer"


def _section_name(content: Content, section: Section, own: Label) -> PlaceName:
    if section.kind == SectionKind.PREAMBLE:
        return PlaceName(noun="Präambel")
    if section.kind == SectionKind.GROUP:
        return PlaceName(noun="Zwischenüberschrift", heading=quoted(plain_text(section.heading)))
    noun, _, figure = own.place.replace(NBSP, " ").rpartition(" ")
    return PlaceName(noun=noun or "Abschnitt", figure=figure)


def _clause_name(section: PlaceName, label: Label, living: list[str], key: str) -> PlaceName:
    if label.number and label.word:
        return PlaceName(noun=label.word, figure=label.figure, of=section)
    if label.number:  # „Ziffer 2.1“ names its section, too
        return PlaceName(noun="Ziffer", figure=label.figure)
    if len(living) > 1 and key in living:
        return PlaceName(noun="Absatz", ordinal=f"{living.index(key) + 1}.", of=section)
    return PlaceName(noun="Wortlaut", of=section)
