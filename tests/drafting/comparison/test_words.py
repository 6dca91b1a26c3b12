"""Word differences: complete, readable, never inside a grapheme, bounded."""

from time import process_time

import pytest
import regex
from hypothesis import given

from agreements.drafting.comparison.html import pieces_html
from agreements.word_diff import (
    TOKEN,
    WHOLE_LETTERS,
    DiffMark,
    DiffPiece,
    Grain,
    TextDiff,
    compare_text,
    tokens_of,
)
from tests.drafting.comparison.strategies import texts

SIGNS = {DiffMark.SAME: "{}", DiffMark.STRUCK: "[-{}-]", DiffMark.ADDED: "[+{}+]"}
LONG = 200_000


def marked(diff: TextDiff) -> str:
    return "".join(SIGNS[piece.mark].format(piece.text) for piece in diff.pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Der Bezirk.", "Der Bezirk.", "Der Bezirk."),
        ("", "Neu.", "[+Neu.+]"),
        ("binnen sechs Monaten", "binnen zwölf Monaten", "binnen [-sechs-][+zwölf+] Monaten"),
        ("rot, blau", "gelb, grün", "[-rot, blau-][+gelb, grün+]"),
        ("Er kommt. Er geht.", "Er kommt. Er bleibt. Er geht.", "Er kommt. Er [+bleibt. Er +]geht."),
        (
            "Sie prüft 12 Akten.",
            "Sie prüft 18 Akten. Dann ruht sie.",
            "Sie prüft [-12-][+18+] Akten.[+ Dann ruht sie.+]",
        ),
        ("1. eins\n2. zwei", "1. drei\n2. vier", "1. [-eins-][+drei+]\n2. [-zwei-][+vier+]"),
        ("a) eins\nb) zwei", "a) drei\nb) vier", "a) [-eins-][+drei+]\nb) [-zwei-][+vier+]"),
        ("1. eins\n   a) zwei", "1. eins\n   a) zwei\n   b) drei", "1. eins\n   a) zwei[+\n   b) drei+]"),
        ("a) eins", "1. eins", "[-a)-][+1.+] eins"),
        ("Café", "Cafe\u0301", "[-Café-][+Cafe\u0301+]"),
        ("ab 👨‍👩‍👧 zu", "ab 👨‍👩‍👦 zu", "ab [-👨‍👩‍👧-][+👨‍👩‍👦+] zu"),
        ("🇩🇪🇫🇷", "🇩🇪🇮🇹", "🇩🇪[-🇫🇷-][+🇮🇹+]"),
        ("ein\u200bwort", "einwort", "[-ein\u200bwort-][+einwort+]"),
        ("\u202eabc\u202c", "\u202eabd\u202c", "\u202e[-abc-][+abd+]\u202c"),
    ],
)
def test_struck_and_added_pieces(before: str, after: str, expected: str) -> None:
    assert marked(compare_text(before, after)) == expected


@given(texts, texts)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    diff = compare_text(before, after)
    assert (diff.before, diff.after) == (before, after)
    assert diff.changed == (before != after)
    assert all(piece.text for piece in diff.pieces)


def test_the_simple_pattern_gives_the_same_tokens_for_every_character() -> None:
    letters = [chr(code) for code in range(0x2100) if WHOLE_LETTERS.fullmatch(chr(code))] + ["€"]
    assert {"ä", "§", "„", "“", "–", "’", "\u00a0", "ł", "\n"} <= set(letters)
    for letter in letters:
        for other in ("a", "ß", "1", " ", "\n", ".", "„", letter):
            text = f"a{letter}{other}{letter} "
            assert tokens_of(text) == TOKEN.findall(text), text


@given(texts)
def test_the_simple_pattern_gives_the_same_tokens_for_any_text(text: str) -> None:
    assert tokens_of(text) == TOKEN.findall(text)
    assert "".join(tokens_of(text)) == text


@given(texts, texts)
def test_no_grapheme_is_split(before: str, after: str) -> None:
    diff = compare_text(before, after)
    for text, gone in ((before, DiffMark.ADDED), (after, DiffMark.STRUCK)):
        ends, place = {0}, 0
        for letter in regex.findall(r"\X", text):
            place += len(letter)
            ends.add(place)
        cut = 0
        for piece in diff.pieces:
            if piece.mark != gone:
                cut += len(piece.text)
                assert cut in ends


@pytest.mark.parametrize(
    ("before", "after", "grain"),
    [
        ("wort " * (LONG // 5), "wort " * (LONG // 5 - 1) + "ende", Grain.WORDS),
        ("a b. " * (LONG // 5), "c d. " * (LONG // 5), Grain.WHOLE),
        ("x" * LONG, "y" * LONG, Grain.WORDS),
        ("a, " * (LONG // 3), ", a" * (LONG // 3), Grain.SENTENCES),
        (
            " ".join(f"Satz {n} sagt {n % 7} und {n % 11}." for n in range(LONG // 25)),
            " ".join(f"Satz {n} sagt {n % 5} und {n % 13}." for n in range(LONG // 25)),
            Grain.SENTENCES,
        ),
    ],
    ids=["one word", "all words", "one long word", "shifted", "every sentence"],
)
def test_a_text_of_200_000_characters_takes_less_than_two_seconds(
    before: str, after: str, grain: Grain
) -> None:
    begin = process_time()
    diff = compare_text(before, after)
    assert process_time() - begin < 2
    assert diff.grain == grain
    assert (diff.before, diff.after) == (before, after)


def test_a_changed_address_is_not_hyphenated() -> None:
    pieces = (
        DiffPiece(mark=DiffMark.SAME, text="unter "),
        DiffPiece(mark=DiffMark.ADDED, text="https://a.berlin/b-c.pdf"),
    )
    assert '<ins>[+ <span class="address">https://a.berlin/b-c.pdf</span> +]</ins>' in pieces_html(
        pieces, printed=True
    )
