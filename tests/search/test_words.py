"""Spelling, stems, compounds and passages, each by itself."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.search.clause_words import clause_words
from agreements.search.compounds import fits, parts_of, possible_sides
from agreements.search.folding import clean, fold
from agreements.search.passages import LENGTH, marked
from agreements.search.query_terms import exact_condition, read_query
from agreements.search.words import known_words, pieces, stem


def lexemes(text: str) -> list[str]:
    return [lexeme for piece in pieces(clean(text)) for lexeme in piece.lexemes]


@given(st.text())
def test_a_folded_word_is_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeouäöüßSsnr "))
def test_a_spelling_with_separate_dots_is_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Förderung", "Foerderung", "Forderung", "FÖRDERUNG", "Fo\u0308rderung", "För\u00adderung"),
        ("Straße", "Strasse", "STRASSE", "STRAẞE"),
        ("Ämter", "Aemter", "Amter", "ämter"),
        ("Mitarbeiter*innen", "Mitarbeiter:innen", "Mitarbeiter_innen", "Mitarbeiter"),
        ("Lebens-\nlage", "Lebenslage"),
        ("E-Mail", "Email", "e-mail"),
        ("IX-0123", "IX/123", "ix-123"),
        ("§ 6 Abs. 2", "§6 (2)", "§\u00a06 Absatz 2", "Paragraf 6 Abs 2"),
        ("O-06", "o-6"),
        ("Vereinbarung", "Vereinbarungen"),
        ("Kind", "Kinder", "Kindern", "Kindes"),
    ],
)
def test_all_spellings_are_looked_for_alike(spellings: tuple[str, ...]) -> None:
    assert len({tuple(lexemes(spelling)) for spelling in spellings}) == 1, [lexemes(one) for one in spellings]


@pytest.mark.parametrize("word", ["Bauer", "neue", "Quelle"])
def test_an_e_that_belongs_there_stays(word: str) -> None:
    assert fold(word) == word.casefold()


def test_words_of_other_kinds_are_told_apart() -> None:
    assert lexemes("§ 6 (2)") == ["par6", "par6q2"]
    assert lexemes("§ 16") == ["par16"]
    assert lexemes("§ 6a Abs. 10") == ["par6a", "par6aq10"]
    assert lexemes("Drs. 19/1234") == ["drs", "drs19q1234"]
    assert lexemes("2-3 Wochen") == ["2", "3", "woch"]
    assert lexemes("der die und für") == []


def test_a_query_takes_the_most_exact_and_each_word_once() -> None:
    assert exact_condition(read_query("§ 6 Abs. 2 Kind Kinder")) == "'par6q2' & 'kind'"
    assert read_query("und für … – ?") == ()


@pytest.mark.parametrize(
    ("sought", "word"),
    [
        ("Armut", "Kinderarmut"),
        ("Armut", "Familienarmut"),
        ("Armut", "armutssensibel"),
        ("Leitung", "Amtsleitung"),
        ("Strategie", "Armutsstrategie"),
        ("Vertrag", "Kooperationsvertrag"),
        ("Verträge", "Kooperationsverträgen"),
        ("Netz", "Netzwerk"),
        ("Amt", "Jugendamt"),
        ("Rat", "Bezirksrat"),
        ("Kind", "Kindertag"),
    ],
)
def test_a_word_is_found_in_a_compound(sought: str, word: str) -> None:
    known = {"jugend", "bezirk", "werk", "tag", "armut", "familie"}
    folded, lexeme = fold(word), stem(fold(sought))
    assert fits(folded, lexeme, "") or not possible_sides(folded, lexeme).isdisjoint(known)


@pytest.mark.parametrize(
    ("sought", "word"),
    [
        ("Leitung", "Weiterleitung"),
        ("Stand", "Gegenstand"),
        ("Rat", "Beirat"),
        ("Amt", "gesamt"),
        ("Ort", "Wort"),
        ("Tat", "Tatsache"),
    ],
)
def test_a_word_is_not_found_in_another_word(sought: str, word: str) -> None:
    known = {"jugend", "bezirk", "werk", "bei", "ges", "sache"}
    folded, lexeme = fold(word), stem(fold(sought))
    assert not fits(folded, lexeme, "")
    assert possible_sides(folded, lexeme).isdisjoint(known)


def test_a_compound_falls_into_two_known_words() -> None:
    assert parts_of("kinderarmut", {"kind", "armut"}) == ("kind", "armut")
    assert parts_of("jugendamt", {"jugend", "amt"}) == ("jugend", "amt")
    assert parts_of("kinderarmut", {"armut"}) == ()


def test_a_passage_is_cut_between_words_and_marks_what_was_found() -> None:
    text = " ".join(f"Wort{number}" for number in range(100)) + " Armut " + "danach " * 100
    passage = marked(text, {"armut"})
    assert "<mark>Armut</mark>" in passage
    assert passage.startswith("…Wort")
    assert passage.endswith("…")
    assert len(passage) < LENGTH + 50
    assert marked("§ 6 (2) Freistellung", {"par6q2"}, whole=True) == "<mark>§ 6 (2)</mark> Freistellung"
    assert marked("", {"armut"}) == ""
    assert marked("langesWort" * 100, {"armut"})


@given(st.text(alphabet="<>&\"'a Armut", max_size=400))
def test_a_passage_is_escaped(text: str) -> None:
    shown = marked(clean(text), {"armut", "a"}, whole=True)
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert '"' not in shown


def test_the_marks_of_a_clause_are_not_part_of_its_words() -> None:
    text = "**Erstens** gilt *das*[^siehe \\] dort].\n\n| A | B |\n|---|:-:|\n| 1 | 2\\* |\n"
    assert clause_words(text) == "Erstens gilt das (siehe ] dort). A B 1 2*"


def test_only_words_are_kept_to_build_others_from() -> None:
    assert known_words("§ 6 IX-0123 a1b zu", "Kinder im Amt") == {"kinder": "kind", "amt": "amt"}
