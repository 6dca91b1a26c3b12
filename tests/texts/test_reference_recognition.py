"""What in a text looks like a reference to a place of the contract, and where it points."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import SectionKind
from agreements.content import Content
from agreements.numbering import Numbering
from agreements.references.recognition import Recogniser
from tests.texts.test_numbering import text

SHAPE = (
    (SectionKind.PREAMBLE, 1),
    *[(SectionKind.SECTION, 3)] * 7,
    (SectionKind.SECTION, 1),
    (SectionKind.ANNEX, 1),
    (SectionKind.ANNEX, 2),
)  # s0 is the preamble, s1 to s8 are §§, s9 and s10 annexes; clauses count from s1-0

PARAGRAPH, ARTICLE, DECIMAL, ROMAN = Numbering
CASES = [
    (PARAGRAPH, "nach § 6 gilt", [("§ 6", "s6")]),
    (PARAGRAPH, "§ 6 Absatz 2 Satz 1", [("§ 6 Absatz 2", "s6-1")]),
    (PARAGRAPH, "§ 6 Abs. 2", [("§ 6 Abs. 2", "s6-1")]),
    (PARAGRAPH, "§6 Abs.2", [("§6 Abs.2", "s6-1")]),
    (PARAGRAPH, "§ 4\nAbsatz 1", [("§ 4\nAbsatz 1", "s4-0")]),
    (PARAGRAPH, "§ 6 (2)", [("§ 6 (2)", "s6-1")]),
    (PARAGRAPH, "Paragraf 6 Absatz 2", [("Paragraf 6 Absatz 2", "s6-1")]),
    (PARAGRAPH, "§§ 6 und 7", [("6", "s6"), ("7", "s7")]),
    (PARAGRAPH, "§§ 5, 6 bis 8", [("5", "s5"), ("6", "s6"), ("8", "s8")]),
    (PARAGRAPH, "§ 6 Absatz 1 und 2", [("§ 6 Absatz 1", "s6-0"), ("2", "s6-1")]),
    (PARAGRAPH, "§ 6 Absatz 1 und Absatz 3", [("§ 6 Absatz 1", "s6-0"), ("Absatz 3", "s6-2")]),
    (PARAGRAPH, "§ 6 Absatz 1 Satz 2 und § 7", [("§ 6 Absatz 1", "s6-0"), ("§ 7", "s7")]),
    (PARAGRAPH, "Absatz 3 gilt", [("Absatz 3", "s3-2")]),
    (PARAGRAPH, "die Absätze 1 bis 3", [("1", "s3-0"), ("3", "s3-2")]),
    (PARAGRAPH, "Anlagen 1 und 2", [("1", "s9"), ("2", "s10")]),
    (PARAGRAPH, "Anlage 2 Absatz 2", [("Anlage 2 Absatz 2", "s10-1")]),
    (PARAGRAPH, "Anlage 2 Nummer 3", [("Anlage 2", "s10")]),
    (PARAGRAPH, "§ 6 Nummer 3 Buchstabe a und § 7", [("§ 6", "s6"), ("§ 7", "s7")]),
    (PARAGRAPH, "§ 6 des Vertrages", [("§ 6", "s6")]),
    (PARAGRAPH, "§ 6 der Bezirk", [("§ 6", "s6")]),
    (PARAGRAPH, "nach § 6 MitWirkung", [("§ 6", "s6")]),
    (PARAGRAPH, "nach § 6 und 10 Prozent", [("§ 6", "s6")]),
    (PARAGRAPH, "nach § 6, 7. Januar", [("§ 6", "s6")]),
    (PARAGRAPH, "Absatz 1 und 3 weitere Stellen", [("Absatz 1", "s3-0")]),
    (PARAGRAPH, "gemäß § 7.", [("§ 7", "s7")]),
    (PARAGRAPH, "nach § 26 BGB, § 6", [("§ 6", "s6")]),
    (PARAGRAPH, "§ 8", [("§ 8", "s8")]),
    # what points nowhere
    (PARAGRAPH, "§ 99", [("§ 99", "")]),
    (PARAGRAPH, "§ 6a", [("§ 6a", "")]),
    (PARAGRAPH, "§ 6 Absatz 9", [("§ 6 Absatz 9", "")]),
    (PARAGRAPH, "§§ 6 und 9", [("6", "s6"), ("9", "")]),
    (PARAGRAPH, "Absatz 7", [("Absatz 7", "")]),
    (PARAGRAPH, "Anlage 3", [("Anlage 3", "")]),
    (PARAGRAPH, "Anlage 1 Absatz 1", [("Anlage 1 Absatz 1", "")]),
    (PARAGRAPH, "Artikel 3", [("Artikel 3", "")]),
    (PARAGRAPH, "Ziffer 2.1", [("Ziffer 2.1", "")]),
    (ARTICLE, "§ 3", [("§ 3", "")]),
    (DECIMAL, "§ 6", [("§ 6", "")]),
    (DECIMAL, "Ziffer 9.1", [("Ziffer 9.1", "")]),
    (ROMAN, "Ziffer X", [("Ziffer X", "")]),
    # laws and other documents
    *[
        (PARAGRAPH, words, [])
        for words in (
            "§ 54 VwVfG",
            "§ 36 BezVG",
            "Art. 6 GG",
            "§ 8 Absatz 3 SGB VIII",
            "§ 6 Abs. 1 Satz 2 Nr. 3 Buchst. a SGB VIII",
            "§§ 54 und 56 VwVfG",
            "§ 3 und § 4 VwVfG",
            "§ 8 Abs. 1 i. V. m. § 9 SGB VIII",
            "§ 8 Absatz 1 und Absatz 2 SGB VIII",
            "SGB VIII § 8",
            "Art. 6 Abs. 1 lit. e DSGVO",
            "§ 5 TV-L",
            "§ 4 KitaFöG",
            "§ 4 der Satzung",
            "§ 54 Satz 2 des Berliner Verwaltungsverfahrensgesetzes",
            "§ 3 der Geschäftsordnung",
            "§ 2 des Rahmenvertrags",
            "Anlage 1 zum TV-L",
            "Ziffer 2.1 der Leistungsbeschreibung",
        )
    ],
    # what counts in a list, which has no key
    (PARAGRAPH, "Ziffer 2", []),
    (PARAGRAPH, "Nummer 2", []),
    (DECIMAL, "Nummer 2", []),
    (ROMAN, "Ziffer 3", []),
    (DECIMAL, "Absatz 2", []),
    # the other numberings
    (ARTICLE, "Artikel 3", [("Artikel 3", "s3")]),
    (ARTICLE, "Art. 3 Abs. 2", [("Art. 3 Abs. 2", "s3-1")]),
    (ARTICLE, "Artikel 3 und 4", [("Artikel 3", "s3"), ("4", "s4")]),
    (DECIMAL, "Ziffer 2", [("Ziffer 2", "s2")]),
    (DECIMAL, "Ziff. 2.1", [("Ziff. 2.1", "s2-0")]),
    (DECIMAL, "Nr. 2.1", [("Nr. 2.1", "s2-0")]),
    (DECIMAL, "Ziffern 2.1 und 2.3", [("2.1", "s2-0"), ("2.3", "s2-2")]),
    (DECIMAL, "Anlage 2 Nummer 2", [("Anlage 2 Nummer 2", "s10-1")]),
    (ROMAN, "Ziffer IV", [("Ziffer IV", "s4")]),
    (ROMAN, "Ziffer I Nummer 2", [("Ziffer I Nummer 2", "s1-1")]),
    (ROMAN, "Ziffer I Nr. 2", [("Ziffer I Nr. 2", "s1-1")]),
    (ROMAN, "Anlage 2 Nummer 1", [("Anlage 2 Nummer 1", "s10-0")]),
    (ROMAN, "§ 8 Absatz 3 SGB VIII", []),
]


def found(content: Content, words: str, section: str = "s3") -> list[tuple[str, str]]:
    return [(one.words, one.key) for one in Recogniser(content).find(words, section)]


@pytest.mark.parametrize(("numbering", "words", "expected"), CASES)
def test_what_looks_like_a_reference_is_found(
    numbering: Numbering, words: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text(SHAPE, numbering=numbering), words) == expected
    assert found(text(SHAPE, numbering=numbering), f"Wie {words}") == expected, "also behind a word"


def test_the_title_tells_an_own_contract_from_another_one() -> None:
    own = text(SHAPE, title="Kooperationsvertrag")
    assert found(own, "§ 6 des Kooperationsvertrages") == [("§ 6", "s6")]
    assert found(text(SHAPE), "§ 6 des Kooperationsvertrages") == []
    assert found(own, "§ 6 des Dienstleistungsvertrags") == [], "which ends as the title does"
    assert found(own, "§ 6 des Haustarifvertrags") == []


def test_a_word_of_a_clause_s_whole_length_is_read_at_once() -> None:
    began = time.process_time()
    assert found(text(SHAPE), f"§ 6 {'a' * 20_000}") == [("§ 6", "s6")]
    assert time.process_time() - began < 1


@given(
    st.sampled_from(Numbering),
    st.lists(
        st.sampled_from(
            [
                *(
                    "§",
                    "§§",
                    " 6",
                    "Absatz",
                    " 2",
                    "und",
                    ",",
                    " ",
                    "\n",
                    "Anlage",
                    "Artikel",
                    "Ziffer",
                    "II",
                ),
                *(".1", "SGB VIII", "(2)", "Satz 1", "–", "Abs.", "Nr.", "999", "Ä"),
            ]
        ),
        max_size=12,
    ).map("".join),
)
def test_any_text_is_read_and_what_is_found_stands_in_it_in_order(numbering: Numbering, words: str) -> None:
    content = text(SHAPE, numbering=numbering)
    end = 0
    for one in Recogniser(content).find(words, "s3"):
        assert end <= one.start < one.end <= len(words)
        assert words[one.start : one.end] == one.words
        assert all(one.start <= figure.start < figure.end <= one.end for figure in one.figures)
        end = one.end
