"""References that follow what they name: their words, what is loose, and links that read as what was written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import DueShape, ObligationKind, OwedBy, SectionKind
from agreements.content import Clause, Content, Obligation, Section
from agreements.due_rule import DueRule
from agreements.numbering import Numbering
from agreements.references.links import find_loose_references, linked, naming_places
from agreements.references.recognition import Recogniser
from agreements.references.targets import targets_of
from agreements.texts.filling import fill_content
from agreements.tokens import REFERENCE_STYLES
from tests.texts.test_numbering import plain, text
from tests.texts.test_reference_recognition import ARTICLE, CASES, DECIMAL, PARAGRAPH, ROMAN, SHAPE


def says(content: Content, *texts: str, section: str = "s3") -> Content:
    """Return the content with these texts in the clauses of a section."""
    clauses = tuple(Clause(key=f"{section}-{n}", text=words) for n, words in enumerate(texts))
    return replace(
        content,
        sections=tuple(replace(s, clauses=clauses) if s.key == section else s for s in content.sections),
    )


def read(content: Content) -> dict[str, str]:
    """Return what is printed, by clause."""
    filled = fill_content(content, {})
    return {clause.key: clause.text for section in filled.sections for clause in section.clauses}


def moved(content: Content, order: list[Section]) -> Content:
    return replace(content, sections=tuple(order))


@pytest.mark.parametrize(
    ("numbering", "key", "expected"),
    [
        (PARAGRAPH, "s6-1", ["§ 6 Absatz 2", "§ 6 Abs. 2", "§ 6 (2)", "Absatz 2", "2"]),
        (PARAGRAPH, "s6", ["§ 6", "§ 6", "§ 6", "§ 6", "6"]),
        (PARAGRAPH, "s10-1", ["Anlage 2 Absatz 2", "Anlage 2 Abs. 2", "Anlage 2 (2)", "Absatz 2", "2"]),
        (PARAGRAPH, "s9-0", ["Anlage 1"] * 5),  # alone in its annex it has no number
        (PARAGRAPH, "s0", ["Präambel"] * 5),
        (ARTICLE, "s6-1", ["Artikel 6 Absatz 2", "Artikel 6 Abs. 2", "Artikel 6 (2)", "Absatz 2", "2"]),
        (DECIMAL, "s6-1", ["Ziffer 6.2", "Ziffer 6.2", "Ziffer 6.2", "Ziffer 6.2", "6.2"]),
        (DECIMAL, "s6", ["Ziffer 6", "Ziffer 6", "Ziffer 6", "Ziffer 6", "6"]),
        (DECIMAL, "s10-1", ["Anlage 2 Nummer 2", "Anlage 2 Nr. 2", "Anlage 2 Nummer 2", "Nummer 2", "2"]),
        (ROMAN, "s6-1", ["Ziffer VI Nummer 2", "Ziffer VI Nr. 2", "Ziffer VI Nummer 2", "Nummer 2", "2"]),
        (ROMAN, "s6", ["Ziffer VI", "Ziffer VI", "Ziffer VI", "Ziffer VI", "VI"]),
    ],
)
def test_a_reference_reads_as_its_style_wants(numbering: Numbering, key: str, expected: list[str]) -> None:
    content = text(SHAPE, numbering=numbering)
    target = targets_of(content)[key]
    assert [target.words(style, section=target.section) for style in REFERENCE_STYLES] == expected


def test_a_number_in_its_own_paragraph_is_written_out_elsewhere() -> None:
    content = text(SHAPE)
    assert read(says(content, "nach {→ s3-1: nah}", "Text."))["s3-0"] == "nach Absatz 2"
    assert read(says(content, "nach {→ s3-1: nah}", section="s4"))["s4-0"] == "nach § 3 Absatz 2"


def test_an_item_is_cited_by_a_link_to_its_clause_and_must_be_there() -> None:
    content = says(text(SHAPE, numbering=DECIMAL), "Es gilt:\n{#} eins\n{#} zwei", "Text.")
    citing = says(content, "nach Ziffer 3.1.2 und Ziffern 3.1.1 und 3.2", section="s4")
    done = linked(citing, longest=999)
    assert find_loose_references(done) == ()
    assert read(done)["s4-0"] == read(citing)["s4-0"]
    preamble, first, *others = done.sections
    shifted = moved(done, [preamble, others[1], first, others[0], *others[2:]])
    assert read(shifted)["s4-0"] == "nach Ziffer 1.1.2 und Ziffern 1.1.1 und 1.2"
    assert read(shifted)["s3-0"] == "Es gilt:\n1.1.1 eins\n1.1.2 zwei"
    (loose,) = find_loose_references(says(content, "nach Ziffer 3.1.3", section="s4"))
    assert (loose.words, loose.key) == ("Ziffer 3.1.3", "")


def test_labels_that_freezing_stored_are_named_as_they_are() -> None:
    content = text(SHAPE)
    sections = list(content.sections)
    sections[6] = replace(sections[6], label="§ 5a")
    assert targets_of(moved(content, sections))["s6-1"].said[""] == "§ 5a Absatz 2"


def test_a_reference_without_a_target_stays_visible_and_circles_do_no_harm() -> None:
    content = says(text(SHAPE), "{→ weg}, {→ s3-1}, {→ s3-0}", "{→ s3-0}")
    assert read(content)["s3-0"] == "{→ weg}, § 3 Absatz 2, § 3 Absatz 1"
    assert read(content)["s3-1"] == "§ 3 Absatz 1"
    assert find_loose_references(content) == ()


def loose(content: Content) -> list[tuple[str, str, str]]:
    return [(plain(one.place), one.words, one.key) for one in find_loose_references(content)]


def test_what_is_loose_is_named_with_its_place() -> None:
    content = says(text(SHAPE), "§ 6 und § 99; § 8 SGB VIII", "{→ s6}, §§ {→ s6: Zahl} und {→ s7: Zahl}")
    assert loose(content) == [("§ 3 (1)", "§ 6", "s6"), ("§ 3 (1)", "§ 99", "")]


def test_a_link_that_says_something_else_is_loose_and_points_nowhere() -> None:
    content = says(text(SHAPE), "§ 6 Absatz {→ s7-1: Zahl}", "Absatz {→ s7-1: Zahl}", "{→ s6} Absatz 2")
    assert loose(content) == [
        ("§ 3 (1)", "§ 6 Absatz 2", ""),
        ("§ 3 (2)", "Absatz 2", ""),
        ("§ 3 (3)", "§ 6 Absatz 2", "s6-1"),
    ]


def test_headings_and_obligations_are_read_too() -> None:
    duty = Obligation(
        code="O-01",
        kind=ObligationKind.REPORT,
        owed_by=OwedBy.DISTRICT,
        title="Bericht nach Absatz 2",
        due=DueRule(shape=DueShape.CONTINUOUS),
        clause_key="s6-0",
        evidence="Vermerk, Anlage 7",
    )
    content = replace(text(SHAPE), obligations=(duty,))
    sections = [replace(s, heading="Ergänzung zu § 1") if s.key == "s2" else s for s in content.sections]
    assert loose(moved(content, sections)) == [
        ("Überschrift § 2", "§ 1", "s1"),
        ("Pflicht O-01", "Absatz 2", "s6-1"),
        ("Pflicht O-01", "Anlage 7", ""),
    ]


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("nach § 6.", "nach {→ s6}."),
        ("§ 6 Absatz 2 Satz 1", "{→ s6-1} Satz 1"),
        ("§ 6 Abs. 2", "{→ s6-1: abgekürzt}"),
        ("§ 6 (2)", "{→ s6-1: kurz}"),
        ("Absatz 2", "{→ s3-1: nah}"),
        ("Abs. 2", "Abs. {→ s3-1: Zahl}"),
        ("§§ 6 und 7", "§§ {→ s6: Zahl} und {→ s7: Zahl}"),
        ("§6 Abs. 2", "§{→ s6: Zahl} Abs. {→ s6-1: Zahl}"),
        ("{→ s6} Absatz 2", "{→ s6} Absatz {→ s6-1: Zahl}"),
        ("§ 99, § 8 SGB VIII, {O-01 Menge}", "§ 99, § 8 SGB VIII, {O-01 Menge}"),
    ],
)
def test_plain_words_become_links(words: str, stored: str) -> None:
    [section] = [
        s
        for s in linked(says(text(SHAPE), words, "Text.", "Text."), longest=20_000).sections
        if s.key == "s3"
    ]
    assert section.clauses[0].text == stored


@pytest.mark.parametrize(("numbering", "words", "_"), CASES)
def test_links_read_letter_by_letter_as_what_was_written(numbering: Numbering, words: str, _: object) -> None:
    content = says(text(SHAPE, numbering=numbering), words, "Text.", "Text.")
    once = linked(content, longest=20_000)
    assert read(once) == read(content)
    assert linked(once, longest=20_000) == once
    assert all(one.key == "" for one in find_loose_references(once)), "what points somewhere is a link now"


def test_who_names_a_place_is_known() -> None:
    content = says(text(SHAPE), "{→ s6}, {→ s6: kurz}, {→ s3-0}", "{→ s6}, {→ s3-0}")
    assert [plain(place) for place in naming_places(content, {"s6", "s6-0"})] == ["§ 3 (1)", "§ 3 (2)"]
    assert [plain(place) for place in naming_places(content, {"s3-0"})] == ["§ 3 (2)"], "not by itself"
    assert naming_places(content, {"s7"}) == ()


@given(st.data(), st.sampled_from(Numbering))
def test_however_the_text_is_put_in_order_a_reference_names_the_same_place(
    data: st.DataObject, numbering: Numbering
) -> None:
    kinds = st.sampled_from([SectionKind.SECTION, SectionKind.ANNEX])
    shape = data.draw(st.lists(st.tuples(kinds, st.integers(1, 4)), min_size=1, max_size=6))
    content = text(shape, numbering=numbering)
    key = data.draw(st.sampled_from(list(targets_of(content))))
    style = data.draw(st.sampled_from(["", ": abgekürzt", ": kurz"]))
    place = data.draw(st.sampled_from(content.sections))
    content = says(content, *(f"{{→ {key}{style}}}" for _ in place.clauses), section=place.key)
    sections = data.draw(st.permutations(content.sections))
    after = moved(
        content, [replace(s, clauses=tuple(data.draw(st.permutations(s.clauses)))) for s in sections]
    )
    target = targets_of(after)[key]
    for clause in place.clauses:
        [found] = Recogniser(after).find(read(after)[clause.key], place.key)
        assert found.key == (key if target.label.number else target.section), "as it is printed, it is found"
