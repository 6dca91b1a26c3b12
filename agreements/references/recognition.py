"""What in a text looks like a reference to a place of this contract, and where it points. Pure.

„§ 6 Abs. 2“, „§§ 6 und 7“, „Absatz 3“, „Anlage 2 Nummer 3“, „Ziffer 2.1“, „Ziffer I Nr. 2“. References to laws and to
other documents are none: „§ 8 Absatz 3 SGB VIII“, „§ 4 der Satzung“.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from agreements.calendar_months import MONTHS
from agreements.content import Content
from agreements.numbering import NUMBERINGS, SPELLINGS, Numbering
from agreements.references.targets import FIGURE, SHORT, targets_of
from agreements.tokens import number_items

WORDS = {spelling: word for word, spellings in SPELLINGS.items() for spelling in spellings}
COUNTED = "Absatz"  # alone it counts in the § in which it stands
MANY = {"§§", "Paragrafen", "Paragraphen", "Ziffern", "Anlagen", "Absätze", "Absätzen", "Nrn.", "Nummern"}
_FIGURE = r"(?P<figure>(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+)[a-z]?)(?![\w%€])(?!\.\d)"
_FINER_WORDS = (
    r"Satz|Sätzen?|S\.|Halbsatz|Hs\.|Nummern?|Nrn?\.|Ziffern?|Ziff\.|Buchstaben?|Buchst\.|lit\.|Alt\."
)


def _spelt(*words: str) -> str:
    spellings = sorted((one for word in words for one in SPELLINGS[word]), key=len, reverse=True)
    return "|".join(map(re.escape, spellings))


HEAD = re.compile(
    rf"(?<![\w§.])(?P<word>{_spelt('§', 'Artikel', 'Ziffer', 'Anlage', 'Absatz', 'Nummer')})\s*{_FIGURE}"
)
WITHIN = re.compile(
    rf",?\s*(?:(?P<word>{_spelt('Absatz', 'Nummer')})\s*{_FIGURE}|\((?P<bare>\d{{1,3}}[a-z]?)\))"
)
# „und 7“, but neither „und 10 Prozent“ nor „und 1. März“
NEXT = re.compile(
    rf"(?:\s*,\s*|[–-]|\s+(?:und|oder|sowie|bis)\s+){_FIGURE}(?!\.\s*(?:\d|{'|'.join(MONTHS)}))(?!\s+(?:weitere|andere))"
    rf"(?!\s+(?!{_FINER_WORDS})[A-ZÄÖÜ][a-zäöüß]+\b)"
)
# „Satz 1“, „Nummer 3 Buchstabe a“, „ff.“: finer than what can be referred to
FINER = re.compile(
    rf"(?:,?\s+(?:{_FINER_WORDS})\s*(?:\d+[a-z]?|[a-z]{{1,2}}|[IVX]+)\b\)?"
    r"(?:\s*(?:,|und|bis|oder)\s+(?:\d+|[a-z])\b\)?(?!\.?\s*\w))*|\s+ff?\.)*"
)
# „VwVfG“, „SGB“, „TV-L“; neither „MitWirkung“ nor „II“
_LAW = r"(?![IVXLCDM]+\b)[A-ZÄÖÜ][\w/-]*[A-ZÄÖÜ](?!\w)"
_DOCUMENT = (
    r"(?:\w*(?:[Gg]esetz(?:buch)?|[Oo]rdnung|[Ss]atzung|[Rr]ichtlinien?|[Vv]erfassung|[Ss]tatut|[Tt]arifvertrag|[Kk]onvention"
    r"|[Bb]eschreibung|[Bb]edingungen|[Vv]orschrift(?:en)?)|(?P<contract>\w+(?:vertrag|vereinbarung)))(?:e?s|en|n)?\b"
)
ELSEWHERE = re.compile(
    rf"\s+(?:(?:des|der|den|dem|zum|zur|vom|von)\s+)?(?:{_LAW}|(?:[\w-]+\s+){{0,3}}?{_DOCUMENT})"
)
OF_LAW = re.compile(rf"{_LAW}(?:\s+[IVX]+)?\s+$")
JOINED = re.compile(r"\s*(?:,|und|oder|sowie|bis|i\.\s?V\.\s?m\.|in\s+Verbindung\s+mit)\s+")
ITEM = re.compile(r"^\d+(?:\.\d+)+(?= )", re.MULTILINE)
LOOKED_BACK = 40  # letters in front of a reference in which its law may stand


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """A number in a text and the key of what it counts; empty if there is no such thing."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What looks like a reference: one place with the numbers that lead there, of which the last one is the place itself."""

    start: int
    end: int
    words: str
    figures: tuple[CitedNumber, ...]

    @property
    def key(self) -> str:
        """The key of the place; empty if there is none."""
        return self.figures[-1].key


@dataclass(slots=True, kw_only=True)
class _Citation:
    """A word with its numbers, „§ 6 Absatz 1 und 2“; an Absatz named behind it is one of `section`."""

    start: int
    end: int
    section: str
    found: list[Found]
    is_foreign: bool


class Recogniser:
    """Finds references in the texts of one content."""

    def __init__(self, content: Content) -> None:
        self.targets = targets_of(content)
        self._numbering = Numbering(content.numbering or Numbering.PARAGRAPH)
        self._title = content.title.lower()
        numbered = [target for target in self.targets.values() if target.label.number]
        self._places = {target.said[SHORT]: target.key for target in numbered}
        self._counted = {(one.section, one.said[FIGURE]): one.key for one in numbered if one.label.word}
        self._items = dict(_items(content))

    def find(self, text: str, section: str = "") -> list[Found]:
        """Return what looks like a reference in a text that stands in a section, in its order."""
        citations: list[_Citation] = []
        for head in HEAD.finditer(text):
            before = citations[-1] if citations else None
            if before and head.start() < before.end:
                continue
            follows = before if before and JOINED.fullmatch(text, before.end, head.start()) else None
            if one := self._citation(text, head, section, follows):
                citations.append(one)
        for one, following in reversed(list(pairwise(citations))):  # „§ 8 und § 9 SGB VIII“
            if following.is_foreign and JOINED.fullmatch(text, one.end, following.start):
                one.is_foreign = True
        return [found for one in citations if not one.is_foreign for found in one.found]

    def _citation(
        self, text: str, head: re.Match[str], section: str, follows: _Citation | None
    ) -> _Citation | None:
        word, number, end = WORDS[head["word"]], head["figure"], head.end()
        key_of: Callable[[str], str] | None
        if word == COUNTED:
            section = follows.section if follows else section
            key_of = partial(self._clause, section)
            if self._clause_word(word) != word:
                return None
        else:
            key_of = partial(self._place, word)
            section = key_of(number)
            if not section and self._is_item(word, number):
                return None
        figures = [self._figure(head, "figure", key_of)]
        if word != COUNTED and (within := WITHIN.match(text, end)):
            end = within.end()
            is_clause = not within["word"] or WORDS[within["word"]] == self._clause_word(word)
            key_of = partial(self._clause, section) if is_clause else None  # „Nummer 3“ of a list has no key
            if key_of:
                figures.append(self._figure(within, "figure" if within["word"] else "bare", key_of))
        start = head.start("figure") if head["word"] in MANY else head.start()
        found = [_found(text, start, figures)]
        while further := NEXT.match(text, end):
            end = further.end()
            if key_of:
                found.append(_found(text, further.start("figure"), [self._figure(further, "figure", key_of)]))
        if finer := FINER.match(text, end):
            end = finer.end()
        is_foreign = self._is_elsewhere(text, head.start(), end) or (
            word == COUNTED and follows is not None and follows.is_foreign
        )
        return _Citation(start=head.start(), end=end, section=section, found=found, is_foreign=is_foreign)

    def _place(self, word: str, number: str) -> str:
        """Return the key of „§ 6“; „Nummer 2.1“ is written for „Ziffer 2.1“ too."""
        return self._places.get(f"{'Ziffer' if word == 'Nummer' and '.' in number else word} {number}", "")

    def _clause(self, section: str, number: str) -> str:
        return self._counted.get((section, number), "")

    def _figure(self, match: re.Match[str], group: str, key_of: Callable[[str], str]) -> CitedNumber:
        """Return a number and what it counts; of „1.1.2“ that is „1.1“, since its items have no keys."""
        start, end = match.span(group)
        number = self._items.get(match[group], match[group])
        return CitedNumber(start, end - len(match[group]) + len(number), key_of(number))

    def _clause_word(self, word: str) -> str:
        row = NUMBERINGS[self._numbering]
        return row.annex_clause_word if word == "Anlage" else row.clause_word

    def _is_item(self, word: str, number: str) -> bool:
        """Return whether it may count something in a list, „Nummer 3“, which has no key."""
        if self._numbering == Numbering.DECIMAL:
            return word == "Nummer" and "." not in number
        return word == "Nummer" or (word == "Ziffer" and number.isdecimal())

    def _is_elsewhere(self, text: str, start: int, end: int) -> bool:
        """Return whether a law or another document is named in front or behind."""
        if OF_LAW.search(text, max(0, start - LOOKED_BACK), start):
            return True
        behind = ELSEWHERE.match(text, end)
        contract = behind["contract"] if behind else None
        return behind is not None and not (contract and contract.lower() in self._title)


def _items(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the number of each item that counts on from its clause, „1.1.2“, and the number of the clause."""
    for _, section, labels in content.labelled_sections():
        for clause, label in zip(section.clauses, labels, strict=True):
            for number in ITEM.findall(number_items(clause.text, label.item)):
                if not label.word and number.rpartition(".")[0] == label.figure:
                    yield number, label.figure


def _found(text: str, start: int, figures: Sequence[CitedNumber]) -> Found:
    end = figures[-1].end
    closed = end + 1 if text[figures[-1].start - 1] == "(" else end
    return Found(start=start, end=closed, words=text[start:closed], figures=tuple(figures))
