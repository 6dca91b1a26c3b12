"""Where a content puts what it cannot hold yet."""

import time

import pytest

from agreements.choices import SectionKind, Side
from agreements.drafting.actions.beginnings import PARTIES
from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import ImportedContent, imported_content, literal
from agreements.rendering.clause_text import clause_html
from agreements.rendering.footnotes import Footnotes
from tests.drafting.importing.reading import TEXTS, recognise


def imported(text: str) -> ImportedContent:
    found = recognise(text)
    return imported_content(found, recognised_counting(found), defaults=PARTIES)


def test_parties_by_side_with_representation_short_name_and_address() -> None:
    content = imported(TEXTS["artikel"]).content
    district, other = content.party(Side.DISTRICT), content.party(Side.ASSOCIATION)
    assert district.line == "dem Bezirksamt Lichtenberg von Berlin"
    assert district.represented_by == "vertreten durch die Bezirksstadträtin für Jugend und Familie"
    assert (district.short, other.short) == ("der Bezirk", "der Träger")
    assert other.address == "Seefelder Straße 9, 13053 Berlin"


def test_two_to_six_parties_stand_in_the_head_and_the_seventh_in_the_preamble() -> None:
    assert [party.side for party in imported(TEXTS["drei"]).content.parties] == [
        *(Side.DISTRICT, Side.ASSOCIATION, Side.THIRD)
    ]
    many = "\nund\n".join(f"dem Verein Nummer {number} e. V." for number in range(1, 8))
    found = imported(
        f"Vertrag\nzwischen\ndem Bezirksamt Mitte\nund\n{many}\n§ 1 Eins\nText.\n§ 2 Zwei\nText."
    )
    assert [party.side for party in found.content.parties] == list(Side)
    assert found.content.sections[0].kind == SectionKind.PREAMBLE
    assert [clause.text for clause in found.content.sections[0].clauses] == [
        *("dem Verein Nummer 6 e. V.", "dem Verein Nummer 7 e. V.")
    ]
    assert any("höchstens sechs Vertragsparteien" in remark.text for remark in found.remarks)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("dem Verein Mitreden e. V. – im Folgenden „der Verein“ –", "der Verein"),
        ("dem Verein Mitreden e. V. (nachfolgend: „Verein“)", "Verein"),
        ("dem Verein Mitreden e. V., kurz „Mitreden“", "Mitreden"),
        ("dem Verein Mitreden e. V., vertreten durch den Vorstand", "Verein Mitreden e. V."),
    ],
)
def test_what_a_party_is_called(words: str, short: str) -> None:
    content = imported(f"Vertrag\nzwischen\ndem Bezirksamt Mitte\nund\n{words}\n§ 1 Eins\nText.").content
    other = content.party(Side.ASSOCIATION)
    assert (other.line, other.short) == ("dem Verein Mitreden e. V.", short)


def test_parties_of_one_name_are_told_apart_and_it_is_said() -> None:
    called = " – im Folgenden „der Träger“ –"
    parties = "\nund\n".join(f"dem Verein Nummer {number} e. V.{called}" for number in range(1, 6))
    text = f"Vertrag\nzwischen\ndem Bezirksamt Mitte{called}\nund\n{parties}\n§ 1 Eins\nText."
    found = imported(text)
    assert [party.short for party in found.content.parties] == [
        *("der Träger", "der Träger 2", "der Träger 3", "der Träger 4", "der Träger 5", "der Träger 6")
    ]
    [remark] = found.remarks
    assert remark.clause == found.content.sections[0].clauses[0].key
    assert "haben hier eine Nummer: „der Träger 2“, „der Träger 3“" in remark.text
    assert imported(text.replace("„der Träger“", "„Bezirk“", 1)).content.parties[1].short == "der Träger"


def test_a_text_about_others_never_names_the_association() -> None:
    parties = imported(TEXTS["roemisch"]).content.parties
    assert "MitWirkung" not in "".join(party.line + party.short for party in parties)
    assert "TRAEGER" not in "".join(party.line + party.address for party in parties)


def test_tables_are_tables_and_footnotes_stand_where_they_are_called() -> None:
    found = imported(TEXTS["drei"])
    texts = [clause.text for section in found.content.sections for clause in section.clauses]
    assert texts[0].endswith("auf der Geburtsstation auf.[^Station 4 b, zurzeit 31 Betten.]")
    assert texts[2] == (
        "Die Leistungen verteilen sich wie folgt:\n\n| Beteiligte | Stunden je Woche | Betrag je Jahr |\n|---|--:|--:|\n"
        "| Klinik | 12 | 18.500,00 € |\n| Verein | 6 |  |\n| Bezirksamt |  | 4.000,00 € |"
    )
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Satz¹ mit 12 m² Fläche.\n¹ Note.\n² Flur.", "Satz[^Note.] mit 12 m² Fläche.", "Text.\n\n² Flur."),
        (
            "Satz.[1] Und.[2]\n[1] Mit [Klammer].\n[2] Ohne ].",
            "Satz.[^Mit [Klammer].] Und.[^Ohne \\].]",
            "Text.",
        ),
        ("Satz ohne Zeichen.\n[1] Note.", "Satz ohne Zeichen.", "Text.\n\n[1] Note."),
    ],
)
def test_footnotes(text: str, first: str, last: str) -> None:
    found = imported(f"§ 1 Eins\n{text}\n§ 2 Zwei\nText.")
    texts = [clause.text for section in found.content.sections for clause in section.clauses]
    assert texts == [first, last]


def test_a_table_of_500_rows_goes_on_below_its_head_and_is_told() -> None:
    rows = "\n".join(
        f"| {number} | Kita Nummer {number} in der Straße | {number},00 € |" for number in range(1, 501)
    )
    found = imported(f"§ 1 Eins\n(1) Kosten:\n| Nr. | Ort | Betrag |\n{rows}\n§ 2 Zwei\n(1) Text.")
    clauses = found.content.sections[0].clauses
    assert len(clauses) == 2
    assert all(len(clause.text) <= CLAUSE_LIMIT for clause in clauses)
    assert clauses[1].text.startswith("| Nr. | Ort | Betrag |\n|--:|---|--:|\n| ")
    assert sum(clause.text.count("Kita") for clause in clauses) == 500
    assert [remark.text for remark in found.remarks if "wiederholt dabei ihren Kopf" in remark.text]


def test_a_row_that_is_longer_than_a_clause_is_divided_too() -> None:
    rows = f"Jahr\tBetrag\n2027\t{'viel ' * (CLAUSE_LIMIT // 4)}\n2028\t1"
    clauses = (
        imported(f"Vertrag\n§ 1 Eins\n(1) Es gilt:\n{rows}\n§ 2 Zwei\nText.").content.sections[0].clauses
    )
    assert all(len(clause.text) <= CLAUSE_LIMIT for clause in clauses)
    assert sum(clause.text.count("viel") for clause in clauses) == CLAUSE_LIMIT // 4


def test_a_footnote_with_a_bar_stays_in_its_cell() -> None:
    text = "Vertrag\n§ 1 Eins\n(1) Es gilt:\nJahr\tBetrag\n2027\t10 [1]\n[1] Netto | brutto.\n§ 2 Zwei\nText."
    [clause] = imported(text).content.sections[0].clauses
    html = clause_html(clause.text, footnotes=(notes := Footnotes()))
    assert html.count("<td") == 2
    assert [note.html for note in notes.take()] == ["Netto | brutto."]


def test_lines_of_very_many_cells_are_no_rows() -> None:
    wide, narrow = "a\t" * 5_000, "c\td\n" * 1_000
    text = f"Vertrag\n§ 1 Eins\n(1) Es gilt:\n{wide}b\n{narrow}\n§ 2 Zwei\nText."
    began = time.process_time()
    assert imported(text).content.sections
    assert time.process_time() - began < 3


@pytest.mark.parametrize("words", [", kurz „", ", kurz ", "„", "vertreten durch "])
def test_a_party_of_very_many_words_is_read_at_once(words: str) -> None:
    head = f"Vertrag\nzwischen\ndem Bezirk Mitte\nund\ndem Verein{words * 2_000}\n"
    began = time.process_time()
    assert imported(f"{head}§ 1 Eins\nText.\n§ 2 Zwei\nText.").content.parties
    assert time.process_time() - began < 3


def test_a_title_a_heading_and_a_clause_that_are_too_long_are_divided() -> None:
    title, heading = "Vereinbarung " + "sehr lang " * 40, "Gegenstand " + "und mehr " * 21
    text = f"{title}\nzwischen\nA\nund\nB\n§ 1 {heading}\n{'Wort ' * 8_000}\n§ 2 Schluss\nEnde."
    content = imported(text).content
    assert f"{content.title} {content.subject}" == title.strip()
    first = next(section for section in content.sections if section.kind == SectionKind.SECTION)
    assert f"{first.heading} {first.clauses[0].text}".startswith("Gegenstand und mehr")
    assert all(len(clause.text) <= CLAUSE_LIMIT for clause in first.clauses)
    assert " ".join(clause.text for clause in first.clauses).count("Wort") == 8_000


@pytest.mark.parametrize(
    "typed",
    ["5 * 3 * 2", "*so*", "**fett**", "Bürger*innen", "*) Fußnote", "(*hier*)", r"C:\_x", r"a\b", "* allein"],
)
def test_stars_and_backslashes_are_printed_as_typed(typed: str) -> None:
    assert clause_html(literal(typed)) == f"<p>{typed}</p>"
