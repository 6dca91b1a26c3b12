"""The shipped model agreement: its text in Markdown for lawyers, everything else in TOML, both under version control.

The text file holds headings (`## § 6 Freistellung …`), numbered Absätze (`(1) …`, alternatives `(1a) …`, `(1b) …`) or
one unnumbered text, and `{Übersicht der Pflichten}` where a computed table stands. Anything else is an error that names the line.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from agreements.choices import Inset, SectionKind
from agreements.content import PLACEHOLDER, Clause, Content, Obligation, Section, plain_number
from agreements.drafting.model_texts.readiness import obstacles
from agreements.template_rules import Placeholder, TemplateRules

FOLDER = Path(__file__).parent / "model_text"
HEADING = re.compile(
    r"## (?:(?P<preamble>Präambel)|§ (?P<section>\d+) (?P<name>\S.*)|Anlage (?P<annex>\d+): (?P<title>\S.*))"
)
NUMBERED = re.compile(r"\((\d+)([a-z]?)\) (\S.*)")
PLACE = re.compile(r"(\d+) \((\d+)([a-z]?)\)")
TABLE = re.compile(r"\{(.+)\}")
ORDER = (SectionKind.PREAMBLE, SectionKind.SECTION, SectionKind.ANNEX)
INSETS = {inset.label: inset for inset in Inset if inset}


class ModelTextError(ValueError):
    """A model text that cannot be read; the message names the file and the line or the obligation."""


@dataclass(slots=True)
class _OpenSection:
    """A section while its lines are read; each clause is a list of lines. `line` is where its heading stands.

    `ends` holds for each clause the end of its key: its number, with a letter from the second alternative on.
    """

    key: str
    kind: SectionKind
    heading: str
    line: int
    clauses: list[list[str]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    numbered: bool = False
    inset: Inset = Inset.NONE

    def take(self, line: str) -> None:
        """Add one line that is not a heading."""
        if self.inset and line:
            raise ValueError("the table must be the last thing of its section.")
        if table := TABLE.fullmatch(line):
            self.inset = _inset(table[1])
        elif numbered := NUMBERED.fullmatch(line):
            self._begin(int(numbered[1]), numbered[2], numbered[3])
        elif re.match(r"#|\(\d", line):
            raise ValueError(f"neither a heading nor an Absatz: {line[:40]!r}.")
        elif self.clauses:
            self.clauses[-1].append(line)
        elif line:
            self.clauses.append([line])
            self.ends.append("1")

    def closed(self) -> Section:
        """Return the finished section; a heading without text is an error."""
        if not self.clauses:
            raise ValueError(f"„{self.heading}“ has no text.")
        clauses = tuple(
            Clause(key=f"{self.key}-{end}", text="\n".join(lines).strip())
            for end, lines in zip(self.ends, self.clauses, strict=True)
        )
        return Section(key=self.key, kind=self.kind, heading=self.heading, clauses=clauses, inset=self.inset)

    def _begin(self, number: int, letter: str, text: str) -> None:
        if self.clauses and not self.numbered:
            raise ValueError("a numbered Absatz after text without a number.")
        last = int(re.sub(r"\D", "", self.ends[-1])) if self.ends else 0
        if letter > "a":
            before = "a" if self.ends and self.ends[-1].isdigit() else self.ends[-1][-1:]
            if number != last or ord(letter) != ord(before) + 1:
                raise ValueError(f"Absatz ({number}{letter}) without the alternative before it.")
        elif number != last + 1:
            raise ValueError(f"Absatz ({number}) where ({last + 1}) is due.")
        self.numbered = True
        self.clauses.append([text])
        self.ends.append(_end(number, letter))


def _end(number: int | str, letter: str) -> str:
    """Return the end of a key: the first alternative is the Absatz itself."""
    return f"{number}{'' if letter == 'a' else letter}"


def read_model_agreement(version: int = 1) -> Content:
    """Return the model agreement as shipped: number 0, version 0, placeholders and ‹figures› as they are written."""
    return _read(version)[0]


def read_model_rules(version: int = 1) -> TemplateRules:
    """Return what the shipped model agreement fixes beside its words; raises ModelTextError."""
    content, terms = _read(version)
    return read_rules(terms.read_text(encoding="utf-8"), content, source=terms.name)


def _read(version: int) -> tuple[Content, Path]:
    text, terms = FOLDER / f"v{version}.md", FOLDER / f"v{version}.toml"
    sections = read_sections(text.read_text(encoding="utf-8"), source=text.name)
    return read_terms(terms.read_text(encoding="utf-8"), sections, source=terms.name), terms


def read_sections(text: str, *, source: str) -> tuple[Section, ...]:
    """Read the text file; raises ModelTextError with the line for everything that it does not know."""
    sections: list[_OpenSection] = []
    for number, line in enumerate(text.split("\n"), start=1):
        with _at(f"{source}, line {number}"):
            _check_line(line)
            if heading := HEADING.fullmatch(line):
                sections.append(_open(heading, number, sections))
            elif sections:
                sections[-1].take(line)
            elif line:
                raise ValueError("text before the first heading.")
    done = []
    for section in sections:
        with _at(f"{source}, line {section.line}"):
            done.append(section.closed())
    return tuple(done)


def read_terms(text: str, sections: tuple[Section, ...], *, source: str) -> Content:
    """Read everything but the text and join it to the sections; raises ModelTextError for unknown keys and words."""
    with _at(source):
        given = tomllib.loads(text, parse_float=Decimal)
        given.pop("rules", None)
        obligations = _obligations(given.pop("obligations", []), sections)
        content = msgspec.convert({**given, "number": 0, "version": 0}, type=Content)
        _refuse_unknown(given, content)
    return replace(content, sections=sections, obligations=obligations)


def read_rules(text: str, content: Content, *, source: str) -> TemplateRules:
    """Read the rules for the clauses and placeholders of a content; raises ModelTextError for what does not fit."""
    with _at(source):
        given = tomllib.loads(text).get("rules", {})
        said = msgspec.convert(given, type=_Rules, strict=True)
        texts = {clause.key: clause.text for section in content.sections for clause in section.clauses}

        def keys(places: Iterable[str]) -> list[str]:
            named = {_key(place): place for place in places}
            if unknown := [place for key, place in named.items() if key not in texts]:
                raise ValueError(f"rules: {', '.join(unknown)} does not exist.")
            return [key for key in texts if key in named]  # as they are read

        rules = TemplateRules(
            locked={key: texts[key] for key in keys(said.locked)},
            optional=tuple(keys(said.optional)),
            choices={key: name for name, places in said.choices.items() for key in keys(places)},
            placeholders=said.placeholders,
        )
        if alone := [key for key in texts if not key[-1].isdigit() and key not in rules.choices]:
            raise ValueError(f"rules: the alternative {', '.join(alone)} belongs to no choice.")
        if faults := obstacles(content, rules):
            raise ValueError(f"rules: {' '.join(faults)}")
    return rules


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules as the file writes them, clauses named as people say them."""

    locked: list[str] = []
    optional: list[str] = []
    choices: dict[str, list[str]] = {}
    placeholders: tuple[Placeholder, ...] = ()


@contextmanager
def _at(place: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ModelTextError(f"{place}: {error}") from None


def _open(heading: re.Match[str], line: int, before: list[_OpenSection]) -> _OpenSection:
    if heading["preamble"]:
        kind, number, key, title = SectionKind.PREAMBLE, 1, "pre", heading["preamble"]
    elif heading["section"]:
        number = int(heading["section"])
        kind, key, title = SectionKind.SECTION, f"p{number:02}", heading["name"]
    else:
        number = int(heading["annex"])
        kind, key, title = SectionKind.ANNEX, f"a{number}", heading["title"]
    if any(ORDER.index(section.kind) > ORDER.index(kind) for section in before):
        raise ValueError(f"{kind.label} after a later part of the text.")
    due = sum(section.kind == kind for section in before) + 1
    if number != due:
        raise ValueError(f"{kind.label} {number} where number {due} is due.")
    return _OpenSection(key=key, kind=kind, heading=title, line=line)


def _inset(label: str) -> Inset:
    if label not in INSETS:
        raise ValueError(f"no table is called {label!r}; there are {', '.join(INSETS)}.")
    return INSETS[label]


def _check_line(line: str) -> None:
    """Refuse stray spaces, brackets that are no placeholder and figure marks that are no pair: all would be printed."""
    if line != line.rstrip() or "  " in line or "\t" in line:
        raise ValueError("a tab, two spaces in a row or a space at the end.")
    if re.search(r"[\[\]]", PLACEHOLDER.sub("", line)):
        raise ValueError("a square bracket that is no placeholder.")
    if re.search(r"[‹›]", re.sub(r"‹[^‹›]+›", "", line)):
        raise ValueError("a figure mark without its partner.")


def _obligations(tables: Iterable[dict[str, Any]], sections: tuple[Section, ...]) -> tuple[Obligation, ...]:
    clauses = {clause.key for section in sections for clause in section.clauses}
    found: dict[str, Obligation] = {}
    for table in tables:
        code = table.get("code", "without a code")
        with _at(f"obligation {code}"):
            obligation = _obligation(table)
            if obligation.clause_key not in clauses:
                raise ValueError("its clause does not exist.")
            if code in found:
                raise ValueError("its code stands twice.")
        found[code] = obligation
    return tuple(found.values())


def _obligation(table: dict[str, Any]) -> Obligation:
    given = dict(table)
    given["clause_key"] = _key(str(given.pop("clause", "")))
    obligation = msgspec.convert(given, type=Obligation)
    _refuse_unknown(given, obligation)
    return replace(
        obligation,
        quantity=None if obligation.quantity is None else plain_number(obligation.quantity),
        posts=tuple(replace(post, share=plain_number(post.share)) for post in obligation.posts),
    )


def _key(place: str) -> str:
    found = PLACE.fullmatch(place)
    if not found:
        raise ValueError('it needs a clause such as "6 (2)".')
    return f"p{int(found[1]):02}-{_end(found[2], found[3])}"


def _refuse_unknown(given: object, known: object, place: str = "") -> None:
    """Raise for a key that the value does not have; msgspec itself would pass over a misspelled one."""
    known = msgspec.to_builtins(known)
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"unknown key {place}{key}.")
            _refuse_unknown(value, known[key], f"{place}{key}.")
    elif isinstance(given, list) and isinstance(known, list | tuple):
        for one, other in zip(given, known, strict=True):
            _refuse_unknown(one, other, place)
