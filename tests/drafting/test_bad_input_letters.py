"""Pasted text: invisible characters are removed, deceptive ones refused."""

import re
import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.drafting.edit_transaction import clean_text
from agreements.drafting.text_cleaning import deceptive_characters, tidy
from agreements.errors import ActionRefused
from agreements.rendering.clause_text import clause_html
from agreements.text_merge import merge_texts

FAMILY = "👨\u200d👩\u200d👧"
PIECES = [
    *("\r", "\n", "\t", " ", "\u00a0", "\u202f", "\u2009", "\v", "\f", "\x85", "\u2028", "\u2029"),
    *("•", "·", "–", "o\t", "\uf0b7", "1.", "a)", "-", "*", "\\", "<b>", "{{ x }}"),
    *("\x00", "\x1e", "\x1f", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufe0f"),
    *(
        "\u200e",
        "\u200f",
        "\u061c",
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2067",
        "\u2069",
    ),
    *("\ud800", "\udfff", "\ue000", "\ufffe", "\u3164", "\U000e0041", "\x93"),
    *("Wort", "ﬁ", "ﬃ", "ä", "a\u0308", "\u0301", "שלום", "سلام", "क्षि", FAMILY, "👍🏽", "🇩🇪", "❤️"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)
# with lone halves, as programs send them that cut texts
any_texts = texts | st.text(st.characters(exclude_categories=[]), max_size=20)


def visible(text: str) -> list[str]:
    """Return the visible characters, sorted: without white space, bullets („o“ can be one) and joiners."""
    shown = unicodedata.normalize("NFC", text.replace("\x1e", "\u2011"))
    shown = re.sub("[ﬀ-ﬆ]", lambda match: unicodedata.normalize("NFKC", match[0]), shown)
    seen = regex.sub(
        r"[\s\p{Cc}\p{Default_Ignorable_Code_Point}•◦▪▫●○■□‣⁃∙·–—\-\uF0A7\uF0B7\uF0D8\uF076\uF0FCo]",
        "",
        shown,
    )
    return sorted(unicodedata.normalize("NFC", seen))


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("„Der Vertrag“ – so heißt er – gilt’s?", "„Der Vertrag“ – so heißt er – gilt’s?"),
        ("Haft\u00adpflicht\u200bver\u2060sicherung\ufeff", "Haftpflichtversicherung"),
        ("\ufeffText", "Text"),
        ("•\tText", "- Text"),
        ("•\tRäume\r\n•\tTechnik", "- Räume\n- Technik"),
        ("\uf0b7\tRäume\r\n\uf0a7\tTechnik", "- Räume\n- Technik"),
        ("·\u00a0\u00a0\u00a0\u00a0 Räume", "- Räume"),
        ("–\tRäume", "– Räume"),
        ("1.\tRäume\r\no\tgroße\r\n2.\tTechnik", "1. Räume\n- große\n2. Technik"),
        ("1.\tRäume\n\ta)\tgroße\n\tb)\u00a0kleine", "1. Räume\n   a) große\n   b) kleine"),
        (
            "(1)\tRäume\n\taa)\u00a0\u00a0große\nIV.\tkleine\n3.1.\tx",
            "(1) Räume\n   aa) große\nIV. kleine\n3.1. x",
        ),
        ("Pﬂicht, Schiﬀ, Aﬃnität", "Pflicht, Schiff, Affinität"),
        ("– nachfolgend „Bezirk“ –", "– nachfolgend „Bezirk“ –"),
        ("a · b • c", "a · b • c"),
        ("§\u00a05 und 10\u202f% der\u00a0Stelle", "§ 5 und 10 % der Stelle"),
        ("erste\vzweite\fdritte\u2028vierte\u2029fünfte", "erste\nzweite\ndritte\nvierte\n\nfünfte"),
        ("Spalte\tSpalte\u2003Spalte", "Spalte Spalte Spalte"),
        ("E\x1eMail und Ab\x1fsatz", "E\u2011Mail und Absatz"),
        ("nul\x00l und \x07Glocke", "null und Glocke"),
        ("\u200eLinks\u202a nach\u202c \u2066rechts\u2069", "Links nach rechts"),
        ("Auf\u200clage, ok\u200day", "Auflage, okay"),
        (f"{FAMILY} 👍🏽 ❤️", f"{FAMILY} 👍🏽 ❤️"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Cafe\u0301", "Café"),
        ("{{ x }} {% now %} <script>", "{{ x }} {% now %} <script>"),
        ("\u00a0 \t\n ", ""),
    ],
)
def test_nobody_sees_a_difference(pasted: str, kept: str) -> None:
    assert clean_text(pasted) == kept


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (
            "Der Bezirk zahlt \u202e000.1\u202c Euro.",
            "Zeile 1, hinter „Der Bezirk zahlt“: U+202E RIGHT-TO-LEFT OVERRIDE",
        ),
        ("\u202dabc", "Zeile 1, am Anfang: U+202D LEFT-TO-RIGHT OVERRIDE"),
        ("Eins.\n\nNach \u2067zwei\u2069.", "Zeile 3, hinter „Nach“: U+2067 RIGHT-TO-LEFT ISOLATE"),
        ("12\u200f34", "Zeile 1, hinter „12“: U+200F RIGHT-TO-LEFT MARK"),
        ("שלום\u200e 12", "Zeile 1, hinter „שלום“: U+200E LEFT-TO-RIGHT MARK"),
        ("Zei\ue000chen", "Zeile 1, hinter „Zei“: U+E000"),
        ("Satz \x93so\x94", "Zeile 1, hinter „Satz“: U+0093"),
        ("halb\ud83d", "Zeile 1, hinter „halb“: U+D83D"),
        ("leer\u3164voll", "Zeile 1, hinter „leer“: U+3164 HANGUL FILLER"),
        ("Text\U000e0041", "Zeile 1, hinter „Text“: U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("nie\ufffe", "Zeile 1, hinter „nie“: U+FFFE"),
    ],
)
def test_what_could_deceive_is_refused_with_its_place(typed: str, named: str) -> None:
    with pytest.raises(ActionRefused) as refusal:
        clean_text(typed)
    assert named in str(refusal.value)
    assert "steht noch im Formular" in str(refusal.value)
    assert not regex.search(r"[\p{Cs}\p{Co}\p{Cf}]", str(refusal.value)), (
        "the sentence itself shows none of them"
    )


def test_many_places_are_counted() -> None:
    assert " und 97 weitere. " in deceptive_characters("a\u202e" * 100)


@given(any_texts)
@example("👨\u200d\u200e x")
@example("\r\u200b\n")
@example("•\t•\tx")
@example("\u00ad•\tx")
@example("\t\u00a0\to\t\to\tx")
def test_tidying_twice_is_tidying_once(typed: str) -> None:
    once = tidy(typed)
    assert tidy(once) == once
    assert deceptive_characters(once) == deceptive_characters(once)


@given(any_texts)
def test_no_visible_letter_is_changed(typed: str) -> None:
    assert visible(tidy(typed)) == visible(typed)


@given(any_texts)
def test_what_is_kept_can_be_stored_and_has_nothing_hidden(typed: str) -> None:
    try:
        kept = clean_text(typed)
    except ActionRefused:
        return
    kept.encode()
    assert not regex.search(r"[\p{Cc}--\n]", kept, regex.VERSION1)
    assert not regex.search(r"[\p{Cs}\p{Co}\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u00AD\uFEFF]", kept)
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)


@given(any_texts)
def test_letters_of_any_kind_become_no_tag(typed: str) -> None:
    html = clause_html(tidy(typed))
    tags = set(regex.findall(r"<(/?\w+)", html))
    assert tags <= {
        side + tag for side in ("", "/") for tag in ("p", "em", "strong", "ul", "ol", "li", "mark", "span")
    } | {"br"}


@given(texts, texts, texts)
def test_a_merge_of_clean_texts_brings_nothing_in(base: str, theirs: str, mine: str) -> None:
    merged = merge_texts(tidy(base), tidy(theirs), tidy(mine))
    letters = set(tidy(base) + tidy(theirs) + tidy(mine) + "⟦gespeichert: (gestrichen)⟧ ⟦Ihr Text: ⟧")
    assert set(merged.text) <= letters
