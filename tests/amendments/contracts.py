"""A small contract and what people do to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agreements.amendments.composition import InEffect
from agreements.amendments.derivation import derive
from agreements.changes import Effect
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section, Term
from agreements.texts.amending.facts import AmendmentFacts, BaseInstrument
from agreements.texts.amending.printed import amendment_content

SIGNED = date(2023, 7, 3)


def section(
    key: str, *texts: str, kind: SectionKind = SectionKind.SECTION, heading: str = "", first: int = 1
) -> Section:
    """Return a section „p1“ with the clauses „p1-1“, „p1-2“."""
    clauses = (Clause(key=f"{key}-{n}", text=text) for n, text in enumerate(texts, start=first))
    return Section(key=key, kind=kind, heading=heading or f"Von {key}", clauses=tuple(clauses))


def contract(*sections: Section, **more: object) -> Content:
    """Return a contract of four §§, a preamble and an annex, or of the given sections."""
    standard = (
        section("pre", "Wir wollen.", kind=SectionKind.PREAMBLE, heading="Präambel"),
        section("p1", "Der Bezirk stellt 0,75 Stellen.", "Er berichtet jährlich.", "Drittens."),
        section("p2", "Die Laufzeit endet am 31.12.2026."),
        section("p3", "Eins.", "Zwei."),
        section("a1", "Ansprechpersonen.", kind=SectionKind.ANNEX),
    )
    content = Content(
        number=0,
        version=1,
        title="Kooperationsvertrag",
        subject="über die Zusammenarbeit",
        term=Term(begins_on=date(2023, 8, 1)),
        sections=sections or standard,
    )
    return replace(content, **more)


def put(
    content: Content, key: str, *new: Clause | Section, gone: Sequence[str] = (), at: int | None = None
) -> Content:
    """Return the content with new clauses in a section (at its end, or `at` a place) and without those that are `gone`."""
    sections = []
    for one in content.sections:
        if one.key == key:
            clauses = [clause for clause in one.clauses if clause.key not in gone]
            place = len(clauses) if at is None else at
            added = [clause for clause in new if isinstance(clause, Clause)]
            sections.append(replace(one, clauses=(*clauses[:place], *added, *clauses[place:])))
            sections += [other for other in new if isinstance(other, Section)]
        elif one.key not in gone:
            sections.append(one)
    return replace(content, sections=tuple(sections))


def rewrite(content: Content, texts: dict[str, str]) -> Content:
    """Return the content with other texts in some clauses, and other headings of some sections."""
    return replace(
        content,
        sections=tuple(
            replace(
                one,
                heading=texts.get(one.key, one.heading),
                clauses=tuple(replace(c, text=texts.get(c.key, c.text)) for c in one.clauses),
            )
            for one in content.sections
        ),
    )


def amended(
    base: Content,
    edited: Content,
    number: int = 1,
    *,
    begins: date = SIGNED,
    concluded: date | None = None,
    **facts: object,
) -> InEffect:
    """Return a signed amendment of a text."""
    signed = [BaseInstrument(number=0, concluded_on=SIGNED, fingerprint="0" * 64)]
    about = AmendmentFacts(base=tuple(signed), effect=Effect())
    text = replace(edited, number=number)
    content = amendment_content(derive(base, text), text, replace(about, **facts))
    return InEffect(number=number, effective_on=begins, concluded_on=concluded or begins, content=content)


def labels(content: Content) -> str:
    """Return all labels in order, those of removed parts in brackets: „§ 1 (1) [(2)] § 1a (1)“."""
    found = []
    for one in content.sections:
        parts = [one, *one.clauses]
        found += [f"[{part.label}]" if part.repealed else part.label or one.kind.value for part in parts]
    return " ".join(str(label) for label in found).replace("\u00a0", " ")
