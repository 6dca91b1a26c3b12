"""Tokens in the text of a clause: what is one, and that each is printed as it was read."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.tokens import (
    REFERENCE_STYLES,
    STYLES,
    FieldName,
    FieldToken,
    ReferenceToken,
    Token,
    number_items,
    replace_tokens,
    tokens_of,
    with_item_tokens,
)

KNOWN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "tokens.json").read_text(encoding="utf-8")
)
# letters and words of tokens in any order
TYPED = st.lists(
    st.sampled_from(
        [
            *("{", "}", " ", ": ", ":", "\n", "a", "→", "→ ", "ä", "#", "{#}", "\n{#} "),
            *("O-19", "O-1", " Menge", " Frist", " Stelle", " 1", " 10", " 0"),
            *set(chain(*STYLES.values(), REFERENCE_STYLES)),
            *("{O-19 Menge", "{→ p06-2", "{O-02 Stelle 3: ", "{O-18 Frist: "),
        ]
    ),
    max_size=10,
).map("".join)
CODES = st.from_regex(r"O-[0-9]{2,8}", fullmatch=True)
TOKENS: st.SearchStrategy[Token] = st.one_of(
    *(
        st.builds(
            FieldToken,
            code=CODES,
            name=st.just(name),
            post=st.integers(1, 99) if name == FieldName.POST else st.just(0),
            style=st.sampled_from(styles),
        )
        for name, styles in STYLES.items()
    ),
    st.builds(
        ReferenceToken,
        key=st.from_regex(r"[0-9A-Za-z-]{1,40}", fullmatch=True),
        style=st.sampled_from(REFERENCE_STYLES),
    ),
)


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case["text"])
def test_tokens_are_those_of_the_table(case: dict[str, Any]) -> None:
    assert list(map(str, tokens_of(case["text"]))) == case["tokens"]


@given(st.lists(TOKENS), st.text())
def test_a_token_is_read_as_it_is_printed(tokens: list[Token], between: str) -> None:
    text = f" {between.translate({ord('{'): None})} ".join(map(str, tokens))
    assert list(tokens_of(text)) == tokens


@given(TYPED)
def test_without_words_no_letter_of_a_text_changes(text: str) -> None:
    assert replace_tokens(text, lambda token: "") == text
    assert replace_tokens(text, str) == text


def below(n: int) -> str:
    """Return the number of an item of „1.1“."""
    return f"1.1.{n}"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Es gilt:\n{#} eins,\n   a) davon\n{#} zwei.", "Es gilt:\n1.1.1 eins,\n   a) davon\n1.1.2 zwei."),
        ("{#} eins\nDazwischen.\n{#} zwei", "1.1.1 eins\nDazwischen.\n1.1.2 zwei"),
        ("{#} eins\n1.1.7 eigene\n{#} zwei", "1.1.1 eins\n1.1.7 eigene\n1.1.2 zwei"),
        ("1.1.1. eins\n  1.1.1 innen\n1.1.1", "1.1.1. eins\n  1.1.1 innen\n1.1.1"),
    ],
)
def test_items_are_counted_and_a_counted_number_is_found_again(stored: str, read: str) -> None:
    assert number_items(stored, below) == read
    assert with_item_tokens(read, below) == stored


@given(st.lists(st.sampled_from(["1.1.1 ", "1.1.2 ", "1.1.3", " ", "a", "\n"]), max_size=12).map("".join))
def test_counting_items_changes_no_word(text: str) -> None:
    assert number_items(with_item_tokens(text, below), below) == text
