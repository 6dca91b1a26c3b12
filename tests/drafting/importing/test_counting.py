"""How the numbers of a text become those of a numbering, and that what cannot is told."""

from dataclasses import replace

import pytest

from agreements.choices import SectionKind
from agreements.content import Content
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import ImportedContent, imported_content
from agreements.numbering import NBSP, Numbering
from agreements.rendering.clause_text import clause_html
from agreements.texts.filling import fill_content
from tests.drafting.importing.reading import recognise


def imported(text: str, *, whole: bool = True, **counting: object) -> ImportedContent:
    found = recognise(text, whole=whole)
    return imported_content(found, replace(recognised_counting(found), **counting))  # type: ignore[arg-type]


def printed(content: Content) -> list[str]:
    """Return number and heading of each section, and the numbers of its Absätze."""
    return [
        " ".join(filter(None, [own.number, section.heading, *(label.number for label in labels)])).replace(
            NBSP, " "
        )
        for own, section, labels in content.labelled_sections()
    ]


@pytest.mark.parametrize(
    ("text", "numbering", "lines"),
    [
        (
            "§ 1 Eins\n(1) Satz.\n(2) Satz.\n§ 2 Zwei\nSatz.",
            Numbering.PARAGRAPH,
            ["§ 1 Eins (1) (2)", "§ 2 Zwei"],
        ),
        (
            "§ 1 Eins\n(1) Satz.\n§ 2 Zwei\n(1) Satz.",
            Numbering.PARAGRAPH,
            ["§ 1 Eins (1)", "§ 2 Zwei (1)"],
        ),
        (
            "Artikel 1\nEins\n(1) Satz.\n(2) Satz.\nArtikel 2\nZwei\n(1) Satz.",
            Numbering.ARTICLE,
            ["Artikel 1 Eins (1) (2)", "Artikel 2 Zwei (1)"],
        ),
        (
            "1. Eins\n1.1 Satz.\n1.2 Satz:\n1.2.1 dies,\n1.2.2 das.\n2. Zwei\n2.1 Satz.",
            Numbering.DECIMAL,
            ["1. Eins 1.1 1.2", "2. Zwei 2.1"],
        ),
        (
            "I. Eins\n1. Satz.\n2. Satz.\nII. Zwei\n1. Satz.\nAnlage 1: Räume\n1. Einer.\n2. Noch einer.",
            Numbering.ROMAN,
            ["I. Eins 1. 2.", "II. Zwei 1.", "Anlage 1 Räume 1. 2."],
        ),
        ("Nur ein Satz.", Numbering.PARAGRAPH, ["Präambel"]),
    ],
)
def test_a_text_is_counted_as_it_was(text: str, numbering: Numbering, lines: list[str]) -> None:
    found = imported(text)
    assert found.content.numbering or numbering == Numbering.PARAGRAPH
    assert printed(found.content) == lines
    assert found.remarks == ()


def test_headings_above_sections_are_groups_in_their_place() -> None:
    text = (
        "Präambel\nEin Satz.\nTeil 1\nGrundlagen\n§ 1 Eins\nSatz.\nTeil 2 Arbeit\n§ 2 Zwei\nSatz.\n"
        "Anlage: Räume\nEin Raum."
    )
    found = imported(text)
    assert printed(found.content) == [
        *("Präambel", "Teil 1 Grundlagen", "§ 1 Eins", "Teil 2 Arbeit", "§ 2 Zwei", "Anlage 1 Räume")
    ]
    assert found.content.lone_clauses_numbered is False
    assert [remark.text.partition(";")[0] for remark in found.remarks] == [
        "Im eingefügten Text steht „Anlage“, hier „Anlage\xa01“"
    ]


SKIPPING = "§ 1 Eins\n(1) Satz.\n(1a) Satz.\n§ 2 Zwei\nSatz.\n§ 2a Dazu\nSatz.\n§ 4 Vier\n(1) Satz."


def test_what_does_not_fit_stays_as_text_and_is_told() -> None:
    found = imported(SKIPPING)
    assert [section.heading for section in found.content.sections] == ["Eins", "Zwei", "§ 2a Dazu", "Vier"]
    assert found.content.sections[0].clauses[1].text == "(1a) Satz."
    told = " ".join(remark.text for remark in found.remarks)
    assert "„(1a)“ steht hier als Text" in told
    assert "„§ 2a“ steht hier als Text" in told
    assert {remark.clause for remark in found.remarks} <= set(found.places)


def test_what_does_not_fit_can_be_counted_anew_and_is_told() -> None:
    found = imported(SKIPPING, keeps_marks=False)
    assert [section.heading for section in found.content.sections] == ["Eins", "Zwei", "Dazu", "Vier"]
    assert found.content.sections[0].clauses[1].text == "Satz."
    told = [remark.text for remark in found.remarks]
    assert [words for words in told if "war das" in words] == [
        "Im eingefügten Text war das „(1a)“. Bitte Verweise darauf prüfen.",
        "Im eingefügten Text war das „§ 2a“. Bitte Verweise darauf prüfen.",
    ]


def test_another_numbering_is_told_once_for_each_way_of_writing() -> None:
    found = imported("§ 1 Eins\n(1) A.\n(2) B.\n§ 2 Zwei\n(1) C.", numbering=Numbering.DECIMAL)
    assert printed(found.content) == ["1. Eins 1.1 1.2", "2. Zwei 2.1"]
    assert [remark.text.partition(";")[0] for remark in found.remarks] == [
        "Im eingefügten Text steht „(1)“, hier „1.1“",
        "Im eingefügten Text steht „§ 1“, hier „1.“",
    ]


ITEMS = "1. Eins\n1.1 Satz.\n1.2 Satz:\n1.2.1 dies,\na) so,\n1.2.2 das,\n1.2.4 jenes.\n2. Zwei\n2.1 Satz."


def test_items_that_count_on_from_their_absatz_are_counted_by_the_page() -> None:
    found = imported(ITEMS)
    _, second = found.content.sections[0].clauses
    assert second.text == "Satz:\n{#} dies,\n   a) so,\n{#} das,\n1.2.4 jenes."
    filled = fill_content(found.content, {}).sections[0].clauses[1]
    assert filled.text == "Satz:\n1.2.1 dies,\n   a) so,\n1.2.2 das,\n1.2.4 jenes."
    assert found.remarks == ()


def test_items_of_an_absatz_that_is_counted_anew_go_with_it() -> None:
    before = {SectionKind.SECTION: 4}
    found = imported(ITEMS, whole=False, keeps_marks=False, before=before)
    assert found.content.sections[0].clauses[1].text.startswith("Satz:\n{#} dies,")
    kept = imported("1. Eins\n1.1 Satz.\n1.5 Satz:\n1.5.1 dies.\n2. Zwei\n2.1 Satz.")
    assert kept.content.sections[0].clauses[1].text == "1.5 Satz:\n1.5.1 dies."


def test_what_looks_like_the_token_of_an_item_stays_as_it_is_typed() -> None:
    found = imported("§ 1 Eins\n(1) {#} ist ein Zeichen.\n(2) Satz.")
    clause = fill_content(found.content, {}).sections[0].clauses[0]
    assert clause_html(clause.text) == "<p>{#} ist ein Zeichen.</p>"


def test_words_in_front_of_a_list_keep_it_in_their_absatz() -> None:
    found = imported("I. Eins\nDie Räume sind:\n1. Café\n2. Büro\nII. Zwei\n1. Satz.\n2. Satz.")
    assert [len(section.clauses) for section in found.content.sections] == [1, 2]
    assert found.content.sections[0].clauses[0].text == "Die Räume sind:\n1. Café\n2. Büro"
    assert found.remarks == ()


def test_a_list_in_an_annex_stays_as_it_is_typed() -> None:
    found = imported(
        "§ 1 Eins\n(1) Satz.\n§ 2 Zwei\n(1) Satz.\nAnlage 1: Räume\n1. Café\n2. Büro\na) unten\n3. Flur"
    )
    assert found.content.sections[-1].clauses[0].text == "1. Café\n2. Büro\n   a) unten\n3. Flur"
    assert found.remarks == ()


def test_absaetze_without_a_number_that_the_page_counts_are_told_once() -> None:
    found = imported("§ 1 Eins\nErster.\nZweiter.\n§ 2 Zwei\nErster.\nZweiter.")
    assert printed(found.content) == ["§ 1 Eins (1) (2)", "§ 2 Zwei (1) (2)"]
    assert [remark.text.partition(",")[0] for remark in found.remarks] == [
        "Im eingefügten Text hat dieser Absatz keine Nummer"
    ]


def test_a_part_goes_on_counting_where_it_is_inserted() -> None:
    text = "(3) Noch einer.\n§ 5 Fünf\nSatz.\nAnlage 2: Räume\nEin Raum."
    before = {SectionKind.SECTION: 4, SectionKind.ANNEX: 1}
    found = imported(text, whole=False, keeps_marks=False, before=before, clauses=2)
    assert found.remarks == ()
    assert [place.replace(NBSP, " ") for place in found.places.values()][1:] == ["§ 5", "Anlage 2"]
