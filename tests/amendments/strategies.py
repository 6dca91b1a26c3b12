"""Strategies for texts and edited ones, in which keys are permanent and occur once."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from msgspec import UNSET

from agreements.amendments.application import without_repealed
from agreements.choices import Inset, SectionKind
from agreements.content import Clause, Content, Section, Term
from agreements.numbering import Numbering
from tests.drafting.comparison import strategies as arbitrary

texts = st.one_of(
    arbitrary.texts,
    st.sampled_from(
        [
            "„So“ steht es in ‚§ 6‘.",
            "§ 8a wird aufgehoben.",
            "Nach\u00a0§\u00a08 wird “dies” eingefügt.",
            "1. eins\n2. zwei",
            "| A | B |\n|---|--:|\n| a | 1 |",
            "Mit *Nachdruck* und [^einer Fußnote].",
        ]
    ),
)
kinds = st.sampled_from(
    [SectionKind.SECTION] * 4 + [SectionKind.ANNEX, SectionKind.GROUP, SectionKind.PREAMBLE]
)
terms = st.builds(Term, begins_on=st.none() | arbitrary.days, ends_on=st.none() | st.just(date(2028, 2, 29)))

parties = st.lists(arbitrary.parties, max_size=2, unique_by=lambda party: party.side).map(tuple)
obligations = st.lists(arbitrary.obligations, max_size=2, unique_by=lambda duty: duty.code).map(tuple)


@st.composite
def bases(draw: st.DrawFn) -> Content:
    """Return a contract whose sections and clauses have keys of their own: s0, s1; c0, c1."""
    shapes = draw(st.lists(st.tuples(kinds, st.integers(0, 4)), min_size=1, max_size=6))
    number = iter(range(100))
    sections = tuple(
        Section(
            key=f"s{place}",
            kind=kind,
            heading=draw(texts),
            inset=draw(st.sampled_from(Inset)),
            clauses=tuple(Clause(key=f"c{next(number)}", text=draw(texts)) for _ in range(count)),
        )
        for place, (kind, count) in enumerate(shapes)
    )
    return Content(
        number=0,
        version=1,
        title=draw(texts),
        subject="über die Zusammenarbeit",
        sections=sections,
        term=draw(terms),
        parties=draw(parties),
        obligations=draw(obligations),
        numbering=draw(st.just(UNSET) | st.sampled_from(Numbering)),
    )


@st.composite
def edits(draw: st.DrawFn, base: Content, mark: str) -> Content:
    """Return an edited text of a base: parts removed, moved, rewritten and added, the new ones with keys of a `mark`."""
    living = without_repealed(base)
    pool = [clause for section in living.sections for clause in section.clauses]
    kept = [clause for clause in pool if draw(st.integers(0, 5))]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    sections = [section for section in living.sections if draw(st.integers(0, 5))]
    if draw(st.booleans()):
        sections = draw(st.permutations(sections))
    fresh = (Clause(key=f"{mark}c{number}", text=draw(texts)) for number in range(100))
    if draw(st.booleans()):
        place = draw(st.integers(0, len(sections)))
        new = Section(key=f"{mark}s", kind=draw(kinds), heading=draw(texts))
        sections = [*sections[:place], new, *sections[place:]]
    homes = {clause.key: section.key for section in living.sections for clause in section.clauses}
    edited = []
    for section in sections:
        own = [c for c in kept if homes[c.key] == section.key or not draw(st.integers(0, 9))]
        kept = [clause for clause in kept if clause not in own]
        clauses = [replace(c, text=draw(texts)) if not draw(st.integers(0, 3)) else c for c in own]
        if not draw(st.integers(0, 2)):
            clauses.insert(draw(st.integers(0, len(clauses))), next(fresh))
        heading = section.heading if draw(st.integers(0, 5)) else draw(texts)
        edited.append(
            replace(
                section,
                heading=heading,
                label=UNSET,
                clauses=tuple(replace(clause, label=UNSET) for clause in clauses),
            )
        )
    changed = draw(st.sampled_from(["", "title", "term", "parties", "obligations"]))
    others = {"title": texts, "term": terms, "parties": parties, "obligations": obligations}
    return replace(living, sections=tuple(edited), **({changed: draw(others[changed])} if changed else {}))
