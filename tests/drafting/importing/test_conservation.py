"""Property: no word of any pasted text is lost or doubled."""

import re
from collections import Counter
from itertools import cycle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.drafting.actions.beginnings import PARTIES
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import imported_content
from agreements.drafting.importing.line_kinds import LineKind
from agreements.drafting.importing.recognised_parties import SHORT
from agreements.drafting.importing.structure import RecognisedText, structure_of
from agreements.drafting.importing.text_pieces import pieces_of
from agreements.drafting.importing.title_block import BEGINS_PARTY
from agreements.drafting.text_cleaning import tidy
from tests.drafting.importing.reading import TEXTS, content_words, line_words, recognise, words
from tests.drafting.importing.test_recognition import model_as_text

STARTS = [
    "",
    "§ 1 ",
    "§ 2 ",
    "Artikel 1 ",
    "Artikel 2\t",
    "(1) ",
    "(2) ",
    "1. ",
    "2. ",
    "1.1 ",
    "I. ",
    "II. ",
    "a) ",
    "aa) ",
]
STARTS += [
    "– ",
    "Anlage 1: ",
    "Präambel",
    "zwischen ",
    "und ",
    "[1] ",
    "> ",
    "Für den ",
    "Teil 1 ",
    "\t",
    "   ",
    "| a | b |",
]
WORDS = [
    "Gegenstand",
    "Der Träger berichtet",
    "Bezirk",
    "soweit",
    "x\ty",
    "1. zwei 2. drei",
    "a) eins, b) zwei",
    "(2) Satz.",
]
WORDS += [
    "vertreten durch",
    "*)",
    "*so*",
    "C:\\x",
    "____",
    "Seite 2",
    "[1]",
    "Ende.",
    "Zusammen-",
    "é",
    "㊗",
    "ab\u00adc",
    "❶",
]
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[^\W\d_])")  # a word that a PDF has divided is one again
LINES = st.lists(
    st.builds("{}{}".format, st.sampled_from(STARTS), st.lists(st.sampled_from(WORDS)).map(" ".join)),
    max_size=30,
)


def source_words(text: str) -> Counter[str]:
    return words(tidy(text))


@given(LINES.map("\n".join) | st.text(max_size=300))
def test_every_word_stands_in_exactly_one_piece(text: str) -> None:
    pieces = pieces_of(text)
    assert words("\n".join(piece.text for piece in pieces)) == source_words(text)
    for whole in (True, False):
        found = structure_of(classify(pieces, whole=whole))
        assert Counter(line.piece.key for line in found.lines()) == Counter(piece.key for piece in pieces)


@given(LINES.map("\n".join), st.lists(st.sampled_from(LineKind), min_size=1, max_size=30))
def test_whatever_a_person_changes(text: str, kinds: list[LineKind]) -> None:
    pieces = pieces_of(text)
    changed = {piece.key: kind for piece, kind in zip(pieces, cycle(kinds), strict=False)}
    found = structure_of(classify(pieces, changed))
    assert_no_word_lost(found, text)


@given(LINES.map("\n".join))
@example("Teil 1 \nZusammen-\n____\nGegenstand Gegenstand Gegenstand Gegenstand\nsoweit\nGegenstand")
def test_every_word_is_in_the_content_or_listed(text: str) -> None:
    assert_no_word_lost(recognise(text), text)


@pytest.mark.parametrize("name", [*TEXTS, "model"])
def test_real_texts(name: str) -> None:
    text = TEXTS.get(name) or model_as_text()
    assert_no_word_lost(recognise(text), text)


def assert_no_word_lost(found: RecognisedText, text: str) -> None:
    """Assert that what the text says is in the content, and what is not is listed or printed by the page itself."""
    content = imported_content(found, recognised_counting(found), defaults=PARTIES).content
    listed = line_words([*found.signatures, *found.frame, *found.out])
    for party in found.parties:  # the page prints „zwischen“, „und“ and „nachfolgend“ by itself
        listed += words(
            " ".join(match[0] for line in party if (match := BEGINS_PARTY.match(line.piece.text)))
        )
        listed += line_words(line for line in party if SHORT.fullmatch(line.piece.text))
    for (
        section
    ) in found.sections:  # the page counts footnotes, where they are called and where they are listed
        for clause in section.clauses:
            listed += words(" ".join(f"{mark} {mark}" for mark, _ in clause.notes))
    have = content_words(content)
    as_typed, joined = (source_words(read) - have - listed for read in (text, HYPHENATED.sub("", text)))
    missing = as_typed & joined
    assert not missing, missing
