"""Labels of sections and clauses: as printed, as cited, and as stored by freezing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from agreements.amendments.labels import with_labels
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.numbering import Numbering, roman

PREAMBLE, SECTION, ANNEX = SectionKind.PREAMBLE, SectionKind.SECTION, SectionKind.ANNEX
SHAPE = ((PREAMBLE, 2), (SECTION, 1), (SECTION, 0), (SECTION, 3), (ANNEX, 1), (ANNEX, 2))

# what SHAPE reads in each numbering: label of the section, and number and place of each clause
TABLE = {
    Numbering.PARAGRAPH: [
        ("", ["", ""], ["Präambel", "Präambel"]),
        ("§ 1", ["(1)"], ["§ 1 (1)"]),
        ("§ 2", [], []),
        ("§ 3", ["(1)", "(2)", "(3)"], ["§ 3 (1)", "§ 3 (2)", "§ 3 (3)"]),
        ("Anlage 1", [""], ["Anlage 1"]),
        ("Anlage 2", ["(1)", "(2)"], ["Anlage 2 (1)", "Anlage 2 (2)"]),
    ],
    Numbering.ARTICLE: [
        ("", ["", ""], ["Präambel", "Präambel"]),
        ("Artikel 1", ["(1)"], ["Artikel 1 (1)"]),
        ("Artikel 2", [], []),
        ("Artikel 3", ["(1)", "(2)", "(3)"], ["Artikel 3 (1)", "Artikel 3 (2)", "Artikel 3 (3)"]),
        ("Anlage 1", [""], ["Anlage 1"]),
        ("Anlage 2", ["(1)", "(2)"], ["Anlage 2 (1)", "Anlage 2 (2)"]),
    ],
    Numbering.DECIMAL: [
        ("", ["", ""], ["Präambel", "Präambel"]),
        ("1.", ["1.1"], ["Ziffer 1.1"]),
        ("2.", [], []),
        ("3.", ["3.1", "3.2", "3.3"], ["Ziffer 3.1", "Ziffer 3.2", "Ziffer 3.3"]),
        ("Anlage 1", [""], ["Anlage 1"]),
        ("Anlage 2", ["1.", "2."], ["Anlage 2 Nummer 1", "Anlage 2 Nummer 2"]),
    ],
    Numbering.ROMAN: [
        ("", ["", ""], ["Präambel", "Präambel"]),
        ("I.", ["1."], ["Ziffer I Nummer 1"]),
        ("II.", [], []),
        ("III.", ["1.", "2.", "3."], [f"Ziffer III Nummer {n}" for n in (1, 2, 3)]),
        ("Anlage 1", [""], ["Anlage 1"]),
        ("Anlage 2", ["1.", "2."], ["Anlage 2 Nummer 1", "Anlage 2 Nummer 2"]),
    ],
}
SECTION_PLACES = {
    Numbering.PARAGRAPH: ["Präambel", "§ 1", "§ 2", "§ 3", "Anlage 1", "Anlage 2"],
    Numbering.ARTICLE: ["Präambel", "Artikel 1", "Artikel 2", "Artikel 3", "Anlage 1", "Anlage 2"],
    Numbering.DECIMAL: ["Präambel", "Ziffer 1", "Ziffer 2", "Ziffer 3", "Anlage 1", "Anlage 2"],
    Numbering.ROMAN: ["Präambel", "Ziffer I", "Ziffer II", "Ziffer III", "Anlage 1", "Anlage 2"],
}

shapes = st.lists(st.tuples(st.sampled_from(SectionKind), st.integers(0, 4)), max_size=10)


def text(shape: object, **members: object) -> Content:
    """Return a content of sections of these kinds with so many clauses."""
    sections = tuple(
        Section(
            key=f"s{place}",
            kind=kind,
            heading="Präambel" if kind == PREAMBLE else f"Überschrift {place}",
            clauses=tuple(Clause(key=f"s{place}-{n}", text="Text.") for n in range(count)),
        )
        for place, (kind, count) in enumerate(shape)  # type: ignore[arg-type]  # pairs, as in SHAPE
    )
    members = {"title": "T", "subject": "G", **members}
    return Content(number=0, version=1, sections=sections, **members)  # type: ignore[arg-type]


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def labels_of(content: Content) -> list[tuple[str, list[str], list[str]]]:
    return [
        (plain(own.number), [plain(one.number) for one in labels], [plain(one.place) for one in labels])
        for own, _, labels in content.labelled_sections()
    ]


@pytest.mark.parametrize("numbering", Numbering)
def test_every_numbering_labels_sections_and_clauses(numbering: Numbering) -> None:
    content = text(SHAPE, numbering=numbering)
    assert labels_of(content) == TABLE[numbering]
    assert [plain(own.place) for own, _, _ in content.labelled_sections()] == SECTION_PLACES[numbering]


@pytest.mark.parametrize(
    ("numbering", "alone", "third", "annex"),
    [
        (Numbering.PARAGRAPH, "1.", "1.", "1."),
        (Numbering.ARTICLE, "1.", "1.", "1."),
        (Numbering.DECIMAL, "1.1.1", "3.3.1", "2.1"),
        (Numbering.ROMAN, "1.1", "3.1", "2.1"),
    ],
)
def test_items_count_on_from_a_number_that_is_a_figure(
    numbering: Numbering, alone: str, third: str, annex: str
) -> None:
    labels = [labels for _, _, labels in text(SHAPE, numbering=numbering).labelled_sections()]
    assert [labels[1][0].item(1), labels[3][2].item(1), labels[5][1].item(1)] == [alone, third, annex]
    assert labels[0][0].item(2) == "2."


def test_without_a_choice_a_text_has_paragraphs() -> None:
    assert labels_of(text(SHAPE)) == TABLE[Numbering.PARAGRAPH]


@pytest.mark.parametrize("numbering", Numbering)
def test_a_lone_clause_has_no_number_where_none_is_wanted(numbering: Numbering) -> None:
    alone, _, three, *_ = labels_of(text(SHAPE, numbering=numbering, lone_clauses_numbered=False))[1:]
    assert alone == (TABLE[numbering][1][0], [""], [SECTION_PLACES[numbering][1]])
    assert three == TABLE[numbering][3], "several clauses are numbered all the same"


def test_a_group_heading_has_no_number_and_changes_none() -> None:
    grouped = text((SHAPE[0], (SectionKind.GROUP, 0), *SHAPE[1:]))
    assert labels_of(grouped) == [
        TABLE[Numbering.PARAGRAPH][0],
        ("", [], []),
        *TABLE[Numbering.PARAGRAPH][1:],
    ]


@given(shapes, st.sampled_from(Numbering), st.sampled_from([UNSET, False]))
def test_every_clause_has_one_label_and_the_order_stays(
    shape: object, numbering: Numbering, lone: object
) -> None:
    content = text(shape, numbering=numbering, lone_clauses_numbered=lone)
    keys = [clause.key for section in content.sections for clause in section.clauses]
    assert list(content.clause_labels()) == keys
    assert [section for _, section, _ in content.labelled_sections()] == list(content.sections)
    numbered = [own.number for own, _, _ in content.labelled_sections() if own.number]
    assert len(set(numbered)) == len(numbered)
    for _, section, labels in content.labelled_sections():
        places = [label.place for label in labels if label.number]
        assert len(set(places)) == len(places)
        assert len(places) in {0, len(section.clauses)}, "all clauses of a section are numbered, or none"


@given(shapes, st.sampled_from(Numbering), st.sampled_from([UNSET, False]))
def test_stored_labels_read_as_the_computed_ones_and_stay(
    shape: object, numbering: Numbering, lone: object
) -> None:
    drafted = text(shape, numbering=numbering, lone_clauses_numbered=lone)
    frozen = with_labels(drafted)
    assert labels_of(frozen) == labels_of(drafted)
    assert with_labels(frozen) == frozen
    kept = replace(frozen, sections=frozen.sections[1:])
    assert labels_of(kept) == labels_of(frozen)[1:], "what is taken away in front moves no label"


@pytest.mark.parametrize(
    ("numbering", "stored", "places"),
    [
        (Numbering.PARAGRAPH, ("§ 8a", "(1)"), ("§ 8a", "§ 8a (1)")),
        (Numbering.DECIMAL, ("8a.", "8a.1"), ("Ziffer 8a", "Ziffer 8a.1")),
        (Numbering.ROMAN, ("IIa.", "1."), ("Ziffer IIa", "Ziffer IIa Nummer 1")),
    ],
)
def test_a_label_that_no_counting_gives_is_kept(
    numbering: Numbering, stored: tuple[str, str], places: tuple[str, str]
) -> None:
    clause = Clause(key="c", text="Text.", label=stored[1])
    section = Section(key="s", kind=SECTION, heading="Neu", clauses=(clause,), label=stored[0])
    [(own, _, [label])] = replace(text((), numbering=numbering), sections=(section,)).labelled_sections()
    assert (own.number, label.number) == stored
    assert (plain(own.place), plain(label.place)) == places


@pytest.mark.parametrize(
    ("n", "letters"),
    [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX"), (1994, "MCMXCIV")],
)
def test_roman_numerals(n: int, letters: str) -> None:
    assert roman(n) == letters
