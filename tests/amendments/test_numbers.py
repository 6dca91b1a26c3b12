"""Numbers never move: what is new gets one between, what is removed keeps its own."""

from dataclasses import replace

import pytest

from agreements.amendments.derivation import derive
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.numbering import Numbering
from tests.amendments.contracts import contract, labels, put, section

NEW, OTHER = Clause(key="n1", text="Neu."), Clause(key="n2", text="Auch neu.")
SHORT = contract(section("p1", "Eins.", "Zwei.", "Drei."), section("p2", "Allein."))
ANNEXED = contract(
    section("p1", "Eins."),
    section("a1", "Text.", kind=SectionKind.ANNEX),
    section("a2", "A.", "B.", kind=SectionKind.ANNEX),
)


def moved(content: Content, key: str, behind: str) -> Content:
    """Return the content with a section behind another one."""
    order = [one for one in content.sections if one.key != key]
    place = next(n for n, one in enumerate(order, 1) if one.key == behind)
    [one] = [one for one in content.sections if one.key == key]
    return replace(content, sections=(*order[:place], one, *order[place:]))


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (SHORT, "§ 1 (1) (2) (3) § 2 (1)"),
        (put(SHORT, "p1", NEW), "§ 1 (1) (2) (3) (4) § 2 (1)"),
        (put(SHORT, "p1", NEW, OTHER, at=1), "§ 1 (1) (1a) (1b) (2) (3) § 2 (1)"),
        (put(SHORT, "p1", gone=["p1-2"]), "§ 1 (1) [(2)] (3) § 2 (1)"),
        (put(SHORT, "p1", NEW, gone=["p1-3"]), "§ 1 (1) (2) [(3)] (4) § 2 (1)"),
        (put(SHORT, "p1", NEW, gone=["p1-1"], at=0), "§ 1 [(1)] (1a) (2) (3) § 2 (1)"),
        (put(SHORT, "p1", section("q", "Neu.")), "§ 1 (1) (2) (3) § 1a (1) § 2 (1)"),
        (put(SHORT, "p2", section("q", "Neu.", "Neu.")), "§ 1 (1) (2) (3) § 2 (1) § 3 (1) (2)"),
        (put(SHORT, "p1", gone=["p2"]), "§ 1 (1) (2) (3) [§ 2]"),
        (put(SHORT, "p1", section("q", "Neu."), gone=["p2"]), "§ 1 (1) (2) (3) [§ 2] § 3 (1)"),
        (moved(SHORT, "p1", "p2"), "[§ 1] § 2 (1) § 3 (1) (2) (3)"),
    ],
)
def test_numbers_of_an_edited_text(edited: Content, expected: str) -> None:
    derived = derive(SHORT, edited)
    assert (labels(derived.result), derived.problems) == (expected, ())


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (put(ANNEXED, "a1", NEW), "§ 1 (1) Anlage 1 (1) (2) Anlage 2 (1) (2)"),
        (
            put(ANNEXED, "a2", section("a3", "Neu.", kind=SectionKind.ANNEX)),
            "§ 1 (1) Anlage 1 annex Anlage 2 (1) (2) Anlage 3 annex",
        ),
        (put(ANNEXED, "p1", section("q", "Neu.")), "§ 1 (1) § 2 (1) Anlage 1 annex Anlage 2 (1) (2)"),
    ],
)
def test_numbers_of_annexes(edited: Content, expected: str) -> None:
    assert labels(derive(ANNEXED, edited).result) == expected


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        (Numbering.PARAGRAPH, "§ 1 (1) (2) § 1a (1) (2) § 2 (1) (1a) (2)"),
        (Numbering.ARTICLE, "Artikel 1 (1) (2) Artikel 1a (1) (2) Artikel 2 (1) (1a) (2)"),
        (Numbering.DECIMAL, "1. 1.1 1.2 1a. 1a.1 1a.2 2. 2.1 2.1a 2.2"),
        (Numbering.ROMAN, "I. 1. 2. Ia. 1. 2. II. 1. 1a. 2."),
    ],
)
def test_each_numbering_has_numbers_between(numbering: Numbering, expected: str) -> None:
    base = contract(section("p1", "A.", "B."), section("p2", "C.", "D."), numbering=numbering)
    edited = put(put(base, "p1", section("q", "E.", "F.")), "p2", NEW, at=1)
    assert labels(derive(base, edited).result) == expected


def test_a_moved_section_takes_its_number_into_those_of_its_clauses() -> None:
    base = contract(section("p1", "A.", "B."), section("p2", "C."), numbering=Numbering.DECIMAL)
    assert labels(derive(base, moved(base, "p1", "p2")).result) == "[1.] 2. 2.1 3. 3.1 3.2"


def test_a_second_amendment_goes_on_counting() -> None:
    """Given § 1a and a removed § 2, when § 1a is followed by a new one: § 1b, and never § 2 again."""
    first = derive(SHORT, put(SHORT, "p1", section("q", "Neu."), gone=["p2"])).result
    assert labels(first) == "§ 1 (1) (2) (3) [§ 2] § 3 (1)"
    second = derive(first, put(first, "q", section("r", "Neu.")))
    assert labels(second.result) == "§ 1 (1) (2) (3) [§ 2] § 3 (1) § 4 (1)"


@pytest.mark.parametrize(
    "edited",
    [
        replace(SHORT, sections=(section("q", "Neu."), *SHORT.sections)),
        put(SHORT, "p1", NEW, at=0),
    ],
)
def test_before_the_first_there_is_no_number(edited: Content) -> None:
    derived = derive(SHORT, edited)
    assert [problem.key for problem in derived.problems] == [
        key
        for key in ("q", "n1")
        if any(key in {s.key, *(c.key for c in s.clauses)} for s in edited.sections)
    ]
    assert "keine Nummer frei" in derived.problems[0].sentence


def test_between_2_and_2a_there_is_no_number() -> None:
    base = derive(SHORT, put(SHORT, "p1", NEW, at=2)).result
    derived = derive(base, put(base, "p1", OTHER, at=2))
    assert [problem.key for problem in derived.problems] == ["n2"]


def test_a_part_does_not_become_another_kind() -> None:
    annex = replace(SHORT.sections[1], kind=SectionKind.ANNEX)
    derived = derive(SHORT, replace(SHORT, sections=(SHORT.sections[0], annex)))
    assert [problem.key for problem in derived.problems] == ["p2"]


def test_a_part_of_the_preamble_goes_without_a_trace() -> None:
    base = contract(section("pre", "A.", "B.", kind=SectionKind.PREAMBLE), section("p1", "C."))
    result = derive(base, put(base, "pre", gone=["pre-1"])).result
    assert [clause.key for clause in result.sections[0].clauses] == ["pre-2"]


def test_a_removed_part_says_so() -> None:
    [first, *_] = derive(SHORT, put(SHORT, "p2", gone=["p1"])).result.sections
    assert first == Section(
        key="p1", kind=SectionKind.SECTION, heading="(weggefallen)", label="§\u00a01", repealed=True
    )
