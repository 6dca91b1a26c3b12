"""Parser of the shipped model agreement: the text of each version in Markdown, terms and rules in TOML.

The text file has headings (`## § 6 Freistellung …`), numbered clauses (`(1) …`, alternatives `(1a) …`, `(1b) …`) or one
unnumbered text, and `{Übersicht der Pflichten}` for a computed table. Errors name the line.
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

MODEL_PURPOSE = "Begleitung der Integrierten Bezirklichen Strategie eines Bezirks"
FOLDER = Path(__file__).parent / "model_text"
TERMS = {
    1: "v1.toml",
    2: "v1.toml",
}  # by version: the second shows the values of the same obligations as fields
HEADING = re.compile(
    r"## (?:(?P<preamble>Präambel)|§ (?P<section>\d+) (?P<name>\S.*)|Anlage (?P<annex>\d+): (?P<title>\S.*))"
)
NUMBERED = re.compile(r"\((\d+)([a-z]?)\) (\S.*)")
PLACE = re.compile(r"(\d+) \((\d+)([a-z]?)\)")
TABLE = re.compile(r"\{(.+)\}")
ORDER = (SectionKind.PREAMBLE, SectionKind.SECTION, SectionKind.ANNEX)
INSETS = {inset.label: inset for inset in Inset if inset}


class ModelTextError(ValueError):
    """An invalid model text; the message names the file and the line or the obligation."""


@dataclass(slots=True)
class _SectionReader:
    """Collects the lines of a section by clause; `line` is the line of its heading.

    `suffixes` are the last parts of the clause keys: the number, with a letter from the second alternative on.
    """

    key: str
    kind: SectionKind
    heading: str
    line: int
    clauses: list[list[str]] = field(default_factory=list)
    suffixes: list[str] = field(default_factory=list)
    numbered: bool = False
    inset: Inset = Inset.NONE

    def add(self, line: str) -> None:
        """Add a line that is not a heading."""
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
            self.suffixes.append("1")

    def finish(self) -> Section:
        """Return the section; raises ValueError without text."""
        if not self.clauses:
            raise ValueError(f"„{self.heading}“ has no text.")
        clauses = tuple(
            Clause(key=f"{self.key}-{suffix}", text="\n".join(lines).strip())
            for suffix, lines in zip(self.suffixes, self.clauses, strict=True)
        )
        return Section(key=self.key, kind=self.kind, heading=self.heading, clauses=clauses, inset=self.inset)

    def _begin(self, number: int, letter: str, text: str) -> None:
        if self.clauses and not self.numbered:
            raise ValueError("a numbered Absatz after text without a number.")
        last = int(re.sub(r"\D", "", self.suffixes[-1])) if self.suffixes else 0
        if letter > "a":
            before = "a" if self.suffixes and self.suffixes[-1].isdigit() else self.suffixes[-1][-1:]
            if number != last or ord(letter) != ord(before) + 1:
                raise ValueError(f"Absatz ({number}{letter}) without the alternative before it.")
        elif number != last + 1:
            raise ValueError(f"Absatz ({number}) where ({last + 1}) is due.")
        self.numbered = True
        self.clauses.append([text])
        self.suffixes.append(_key_suffix(number, letter))


def _key_suffix(number: int | str, letter: str) -> str:
    """Return the last part of a clause key; the first alternative has no letter."""
    return f"{number}{'' if letter == 'a' else letter}"


def read_model_agreement(version: int = 1) -> Content:
    """Return the shipped model agreement with number and version 0, raw placeholders, fields and ‹figures›."""
    return _read(version)[0]


def read_model_rules(version: int = 1) -> TemplateRules:
    """Return the rules of the shipped model agreement; raises ModelTextError."""
    content, terms = _read(version)
    return read_rules(terms.read_text(encoding="utf-8"), content, source=terms.name)


def _read(version: int) -> tuple[Content, Path]:
    text, terms = FOLDER / f"v{version}.md", FOLDER / TERMS[version]
    sections = read_sections(text.read_text(encoding="utf-8"), source=text.name)
    return read_terms(terms.read_text(encoding="utf-8"), sections, source=terms.name), terms


def read_sections(text: str, *, source: str) -> tuple[Section, ...]:
    """Parse the text file; raises ModelTextError with the line."""
    sections: list[_SectionReader] = []
    for number, line in enumerate(text.split("\n"), start=1):
        with _error_context(f"{source}, line {number}"):
            _check_characters(line)
            if heading := HEADING.fullmatch(line):
                sections.append(_start_section(heading, number, sections))
            elif sections:
                sections[-1].add(line)
            elif line:
                raise ValueError("text before the first heading.")
    done = []
    for section in sections:
        with _error_context(f"{source}, line {section.line}"):
            done.append(section.finish())
    return tuple(done)


def read_terms(text: str, sections: tuple[Section, ...], *, source: str) -> Content:
    """Parse the terms and combine them with the sections; raises ModelTextError, also for unknown keys."""
    with _error_context(source):
        given = tomllib.loads(text, parse_float=Decimal)
        given.pop("rules", None)
        obligations = _obligations(given.pop("obligations", []), sections)
        content = msgspec.convert({**given, "number": 0, "version": 0}, type=Content)
        _require_known_keys(given, content)
    return replace(content, sections=sections, obligations=obligations)


def read_rules(text: str, content: Content, *, source: str) -> TemplateRules:
    """Parse the rules for the clauses and placeholders of a content; raises ModelTextError."""
    with _error_context(source):
        given = tomllib.loads(text).get("rules", {})
        rules_file = msgspec.convert(given, type=_RulesFile, strict=True)
        texts = {clause.key: clause.text for section in content.sections for clause in section.clauses}

        def keys(places: Iterable[str]) -> list[str]:
            named = {_clause_key(place): place for place in places}
            if unknown := [place for key, place in named.items() if key not in texts]:
                raise ValueError(f"rules: {', '.join(unknown)} does not exist.")
            return [key for key in texts if key in named]  # in reading order

        rules = TemplateRules(
            locked={key: texts[key] for key in keys(rules_file.locked)},
            optional=tuple(keys(rules_file.optional)),
            choices={key: name for name, places in rules_file.choices.items() for key in keys(places)},
            placeholders=rules_file.placeholders,
        )
        if alone := [key for key in texts if not key[-1].isdigit() and key not in rules.choices]:
            raise ValueError(f"rules: the alternative {', '.join(alone)} belongs to no choice.")
        if faults := obstacles(content, rules):
            raise ValueError(f"rules: {' '.join(faults)}")
    return rules


class _RulesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of the file, with clauses like "6 (2)"."""

    locked: list[str] = []
    optional: list[str] = []
    choices: dict[str, list[str]] = {}
    placeholders: tuple[Placeholder, ...] = ()


@contextmanager
def _error_context(place: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise ModelTextError(f"{place}: {error}") from None


def _start_section(heading: re.Match[str], line: int, before: list[_SectionReader]) -> _SectionReader:
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
    return _SectionReader(key=key, kind=kind, heading=title, line=line)


def _inset(label: str) -> Inset:
    if label not in INSETS:
        raise ValueError(f"no table is called {label!r}; there are {', '.join(INSETS)}.")
    return INSETS[label]


def _check_characters(line: str) -> None:
    """Refuse stray spaces, brackets outside placeholders and single figure marks, which would be printed."""
    if line != line.rstrip() or "  " in line or "\t" in line:
        raise ValueError("a tab, two spaces in a row or a space at the end.")
    if re.search(r"[\[\]]", PLACEHOLDER.sub("", line)):
        raise ValueError("a square bracket that is no placeholder.")
    if re.search(r"[‹›]", re.sub(r"‹[^‹›]+›", "", line)):
        raise ValueError("a figure mark without its partner.")


def _obligations(tables: Iterable[dict[str, Any]], sections: tuple[Section, ...]) -> tuple[Obligation, ...]:
    clauses = {clause.key for section in sections for clause in section.clauses}
    obligations: dict[str, Obligation] = {}
    for table in tables:
        code = table.get("code", "without a code")
        with _error_context(f"obligation {code}"):
            obligation = _obligation(table)
            if obligation.clause_key not in clauses:
                raise ValueError("its clause does not exist.")
            if code in obligations:
                raise ValueError("its code stands twice.")
        obligations[code] = obligation
    return tuple(obligations.values())


def _obligation(table: dict[str, Any]) -> Obligation:
    given = dict(table)
    given["clause_key"] = _clause_key(str(given.pop("clause", "")))
    obligation = msgspec.convert(given, type=Obligation)
    _require_known_keys(given, obligation)
    return replace(
        obligation,
        quantity=None if obligation.quantity is None else plain_number(obligation.quantity),
        posts=tuple(replace(post, share=plain_number(post.share)) for post in obligation.posts),
    )


def _clause_key(place: str) -> str:
    match = PLACE.fullmatch(place)
    if not match:
        raise ValueError('it needs a clause such as "6 (2)".')
    return f"p{int(match[1]):02}-{_key_suffix(match[2], match[3])}"


def _require_known_keys(given: object, known: object, place: str = "") -> None:
    """Raise ValueError for a key that the value does not have: msgspec ignores unknown keys."""
    known = msgspec.to_builtins(known)
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"unknown key {place}{key}.")
            _require_known_keys(value, known[key], f"{place}{key}.")
    elif isinstance(given, list) and isinstance(known, list | tuple):
        for one, other in zip(given, known, strict=True):
            _require_known_keys(one, other, place)
