"""The structure that is recognised in plain text."""

import textwrap

import pytest

from agreements.choices import SectionKind
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.line_kinds import LineKind
from agreements.drafting.importing.markers import MarkKind, is_title, marker_of
from agreements.drafting.importing.structure import RecognisedText, structure_of
from agreements.drafting.importing.text_pieces import pieces_of
from agreements.drafting.model_agreement import read_model_agreement
from tests.drafting.importing.reading import TEXTS, outline, recognise


def model_as_text(width: int = 0) -> str:
    """Return the model agreement as it is pasted from a page, wrapped at a width if one is given."""
    model = read_model_agreement(1)
    lines = [model.title, model.subject, "", "zwischen"]
    for number, party in enumerate(model.parties):
        lines += ["und"] if number else []
        lines += [party.line, party.address, f"– nachfolgend „{party.short}“ –"]
    for own, section, _ in model.labelled_sections():
        mark = f"{own.number}:" if section.kind == SectionKind.ANNEX else own.number
        lines += ["", f"{mark} {section.heading}".strip(), ""]
        for number, clause in enumerate(section.clauses, start=1):
            text = f"({number}) {clause.text}" if len(section.clauses) > 1 else clause.text
            lines += [*(textwrap.wrap(text, width, break_on_hyphens=False) if width else [text]), ""]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [0, 72])
def test_the_model_text_comes_back_whole(width: int) -> None:
    model = read_model_agreement(1)
    found = recognise(model_as_text(width))
    assert found.title[0].piece.text == model.title
    assert len(found.parties) == 2
    assert [section.kind for section in found.sections] == [section.kind for section in model.sections]
    assert [section.name for section in found.sections] == [section.heading for section in model.sections]
    assert [[clause.text for clause in section.clauses] for section in found.sections] == [
        [clause.text for clause in section.clauses] for section in model.sections
    ]
    assert found.questions == found.out == found.signatures == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("§ 3 Grundsätze", MarkKind.PARAGRAPH),
        ("§3 Grundsätze", MarkKind.PARAGRAPH),
        ("§ 8a Datenschutz", MarkKind.PARAGRAPH),
        ("Artikel IV Räume", MarkKind.ARTICLE),
        ("Art. 2: Räume", MarkKind.ARTICLE),
        ("(2) Der Träger", MarkKind.ABSATZ),
        ("(2a) Der Träger", MarkKind.ABSATZ),
        ("1.1 Der Träger", MarkKind.DECIMAL),
        ("1.1.2. Der Träger", MarkKind.DECIMAL),
        ("3. Der Träger", MarkKind.NUMBER),
        ("3.Der Träger", MarkKind.NUMBER),
        ("3) Der Träger", MarkKind.NUMBER_BRACKET),
        ("aa) mit Frist", MarkKind.DOUBLE_LETTER),
        ("IV. Schluss", MarkKind.ROMAN),
        ("ii) mit Frist", MarkKind.LOWER_ROMAN),
        ("(b) mit Frist", MarkKind.LETTER),
        ("B. Leistungen", MarkKind.CAPITAL),
        ("– zwei im Herbst", MarkKind.DASH),
        ("31. Januar 2027", None),
        ("1. Okt. 2027", None),
        ("1. und 2. Klasse", None),
        ("31.12.2027 ist der letzte Tag", None),
        ("2. Quartal", None),
        ("10.30 Uhr", None),
        ("4.50 €", None),
        ("Artikelserie im Amtsblatt", None),
        ("a. D. und i. R.", None),
    ],
)
def test_marks_and_what_only_looks_like_one(line: str, kind: MarkKind | None) -> None:
    found = marker_of(line)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gegenstand der Vereinbarung", True),
        ("Förderung durch den Verein Beispiel e. V.", True),
        ("gegenstand", False),
        ("Der Träger berichtet jährlich.", False),
        ("Anlage 1 ist Bestandteil dieser Vereinbarung und wird fortgeschrieben", False),
        ("x" * 200, False),
    ],
)
def test_titles(text: str, expected: bool) -> None:
    assert is_title(text) == expected


@pytest.mark.parametrize(
    "behind", ["Abs. 1 gilt", "des Vertrags", "BGB bleibt", "SGB VIII gilt", "Satz 2 gilt"]
)
def test_a_citation_at_the_start_of_a_line_is_no_heading(behind: str) -> None:
    text = f"§ 1 Eins\n(1) Ein Satz.\n§ 2 Zwei\n(1) Noch einer.\n§ 3 {behind}"
    assert [section.mark for section in recognise(text).sections] == ["§ 1", "§ 2"]


def test_an_annex_in_a_sentence_is_no_heading() -> None:
    text = "§ 1 Eins\nText.\n§ 2 Zwei\nText.\nAnlage 1 ist Bestandteil dieses Vertrags.\nAnlage 1: Räume\nEin Raum."
    assert outline(recognise(text))[-1] == ("Anlage 1", "Räume", 1)
    assert len(recognise(text).sections) == 3


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("artikel", ["", "Artikel 1", "Artikel 2", "Artikel 3", "Artikel 4", "Artikel 5", "Anlage 1"]),
        ("roemisch", ["", "I.", "II.", "III.", "IV."]),
        ("drei", ["§ 1", "§ 2", "§ 3", "§ 4", "§ 5"]),
    ],
)
def test_texts_of_a_coordinator(name: str, marks: list[str]) -> None:
    assert [section.mark for section in recognise(TEXTS[name]).sections] == marks


def test_parties_enumerations_tables_footnotes_and_signatures_have_their_places() -> None:
    contract, three = recognise(TEXTS["artikel"]), recognise(TEXTS["drei"])
    assert [party[0].piece.text[:16] for party in contract.parties] == [
        "dem Bezirksamt L",
        "der Nachbarschaf",
    ]
    assert [line.piece.text for line in contract.signatures][1:] == ["Für den Bezirk", "Für den Träger"]
    tasks = contract.sections[2].clauses[0].text.split("\n")
    assert [line[:6] for line in tasks[1:6]] == ["a) öff", "b) häl", "   aa)", "   bb)", "c) füh"]
    assert len(three.parties) == 3
    table = three.sections[1].clauses[0].text
    assert "| Verein | 6 |  |\n| Bezirksamt |  | 4.000,00 € |" in table
    assert list(three.sections[0].clauses[0].notes) == [("[1]", "Station 4 b, zurzeit 31 Betten.")]


def test_what_a_person_must_decide_is_asked() -> None:
    text = "§ 1 Eins\n(1) Satz:\na) eins,\nb) zwei\nsoweit möglich.\n§ 2 Zwei\nText.\n§ 4 Vier\nText."
    asked = [line.question for line in recognise(text).questions]
    assert asked == [
        "Gehört dieser Satz zum ganzen Absatz oder zum letzten Punkt?",
        "Nummer 4 statt 3: Fehlt davor etwas?",
    ]


def test_numbering_that_begins_anew_is_asked() -> None:
    text = "".join(f"§ {number} Titel\nEin Satz.\n" for number in (1, 2, 3, 4, 1, 2))
    found = recognise(text)
    assert len(found.sections) == 6
    assert "zweites Dokument" in found.questions[0].question


def test_footnotes_below_the_signatures_are_none_of_them() -> None:
    text = (
        "§ 1 Eins\nEin Satz.[1]\n§ 2 Zwei\nText.\nBerlin, den ____\nFür den Verein\nEva Groß\n[1] Eine Note."
    )
    found = recognise(text)
    assert [line.piece.text for line in found.signatures] == [
        "Berlin, den ____",
        "Für den Verein",
        "Eva Groß",
    ]
    assert list(found.sections[0].clauses[0].notes) == [("[1]", "Eine Note.")]


def test_run_together_text_of_a_pdf_is_taken_apart() -> None:
    text = (
        "§ 1 Eins\n(1) Der Träger 1. lädt ein, 2. führt Protokoll, 3. berichtet. (2) Näheres regelt § 2 Abs. 1. "
        "(3) Zum 1. Januar beginnt es.\n§ 2 Zwei\nText."
    )
    clauses = recognise(text).sections[0].clauses
    assert [clause.mark for clause in clauses] == ["(1)", "(2)", "(3)"]
    assert clauses[1].text == "Näheres regelt § 2 Abs. 1."


def test_contents_pages_and_quotes_of_mail_are_listed_and_left_out() -> None:
    text = (
        "> Vereinbarung\n> Inhalt\n> § 1 Eins ........ 2\n> § 2 Zwei ........ 3\n> § 1 Eins\n> Ein Satz.\n> Seite 2 von 3\n"
        "> § 2 Zwei\n> Noch einer."
    )
    found = recognise(text)
    assert outline(found) == [("§ 1", "Eins", 1), ("§ 2", "Zwei", 1)]
    assert [line.piece.text for line in found.out][-1] == "Seite 2 von 3"
    assert len(found.out) == 4


def test_a_table_of_contents_with_tabs_is_left_out() -> None:
    text = (
        "Vertrag\nInhalt\n§ 1 Eins\t2\n§ 2 Zwei\t3\n\n§ 1\tEins\n(1)\tEin Satz.\n§ 2\tZwei\n(1)\tNoch einer."
    )
    found = recognise(text)
    assert outline(found) == [("§ 1", "Eins", 1), ("§ 2", "Zwei", 1)]
    assert len(found.out) == 3


def test_ten_pages_from_a_pdf_viewer_come_back_whole() -> None:
    model = read_model_agreement(1)
    lines = model_as_text(88).split("\n")
    pages = [lines[start : start + 48] for start in range(0, len(lines), 48)]
    text = "\n\f".join(
        "\n".join([*page, f"Seite {n} von {len(pages)}"]) for n, page in enumerate(pages, start=1)
    )
    found = recognise(text)
    assert [section.name for section in found.sections] == [section.heading for section in model.sections]
    assert [len(section.clauses) for section in found.sections] == [
        len(section.clauses) for section in model.sections
    ]
    assert len(found.out) == len(pages)


def test_a_text_without_headings_is_kept_in_one_place() -> None:
    found = recognise("Guten Tag,\nwir treffen uns am Montag.\nViele Grüße")
    assert [len(section.clauses) for section in found.sections] == [3]


def test_the_source_line_of_everything_is_known() -> None:
    found = recognise(TEXTS["artikel"])
    lines = TEXTS["artikel"].split("\n")
    for line in found.lines():
        assert line.piece.text in " ".join(lines[line.piece.line - 1].split())


def test_every_kind_can_be_changed() -> None:
    pieces = pieces_of(TEXTS["drei"])
    for kind in LineKind:
        changed = dict.fromkeys((piece.key for piece in pieces), kind)
        found = structure_of(classify(pieces, changed))
        assert isinstance(found, RecognisedText)
        assert sum(1 for _ in found.lines()) == len(pieces)


@pytest.mark.parametrize("first", [1, 5])
def test_a_part_may_begin_with_any_number(first: int) -> None:
    text = f"§ {first} Neues\n(1) Ein Satz.\n(2) Noch einer.\n§ {first + 1} Weiteres\nEin Satz."
    assert [len(section.clauses) for section in recognise(text, whole=False).sections] == [2, 1]
