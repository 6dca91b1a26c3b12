"""Contents for the tests of the comparison, and changes to them."""

from collections.abc import Callable
from dataclasses import replace

from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from tests.rendering.sample import full_content

FILLING = "Die Vertragsparteien arbeiten vertrauensvoll zusammen und unterrichten sich über alle Umstände."


def long_content(sections: int, clauses: int = 5) -> Content:
    """Return a content with distinct clauses."""
    return full_content(
        sections=tuple(
            Section(
                key=f"p{place:02}",
                kind=SectionKind.SECTION,
                heading=f"Gegenstand {place}",
                clauses=tuple(
                    Clause(key=f"p{place:02}-{number}", text=_text(place, number))
                    for number in range(1, clauses + 1)
                ),
            )
            for place in range(1, sections + 1)
        )
    )


def two_texts_of_40_sections() -> tuple[Content, Content]:
    """Return 200 clauses and a changed version: every third is changed, some are moved or added."""
    before = long_content(40)
    sections = list(before.sections)
    for place, section in enumerate(sections):
        clauses = [
            with_text(clause, lambda text: text.replace("sechs", "zwölf")) if number % 3 == 0 else clause
            for number, clause in enumerate(section.clauses)
        ]
        if place % 10 == 0:
            clauses.append(clauses.pop(0))
            clauses.insert(2, Clause(key=f"neu-{place}", text=f"Näheres regelt die Anlage {place}."))
        sections[place] = replace(section, clauses=tuple(clauses))
    sections[3], sections[9] = sections[9], sections[3]
    return before, replace(before, sections=tuple(sections))


def with_text(clause: Clause, change: Callable[[str], str]) -> Clause:
    """Return the clause with changed words."""
    return replace(clause, text=change(clause.text))


def in_section(content: Content, key: str, change: Callable[[Section], Section | None]) -> Content:
    """Return the content with one section changed, or without it."""
    sections = [change(section) if section.key == key else section for section in content.sections]
    return replace(content, sections=tuple(section for section in sections if section))


def without_clause(content: Content, key: str) -> tuple[Content, Clause]:
    """Return the content without a clause, and the clause."""
    (taken,) = [clause for section in content.sections for clause in section.clauses if clause.key == key]
    sections = tuple(
        replace(section, clauses=tuple(clause for clause in section.clauses if clause.key != key))
        for section in content.sections
    )
    return replace(content, sections=sections), taken


def with_clause(content: Content, section: str, place: int, clause: Clause) -> Content:
    """Return the content with a clause put into a section."""
    return in_section(
        content,
        section,
        lambda found: replace(found, clauses=(*found.clauses[:place], clause, *found.clauses[place:])),
    )


def _text(place: int, number: int) -> str:
    text = f"Im Fall {place}.{number} berichtet der Bezirk innerhalb von sechs Monaten über Punkt {place * number}."
    return f"{text} {FILLING * (1 + (place + number) % 4)}"
